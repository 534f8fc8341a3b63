import { noCatalogId, type Oid } from '../../model/catalog-id.ts';
import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import { shown } from '../../model/text.ts';
import { defineKind } from '../../objects/kind.ts';

interface DirectoryFiles extends DumpObject {
  readonly type: 'directory-files';
  readonly table: Oid;
}

/**
 * What a directory table tells of: its rows name files that lie in a tablespace, and come into being when files are
 * copied into it, one by one. Cloudberry's own pg_dump leaves out the table as well, and says nothing.
 */
export const directoryFiles = defineKind<{ readonly table: Oid }, DirectoryFiles>({
  type: 'directory-files',
  requires: 'pg_directory_table',
  query: () => `SELECT dtrelid AS table
FROM pg_catalog.pg_directory_table
ORDER BY dtrelid`,
  toObject({ table }, catalog) {
    const { name, namespace, owner } = catalog.get<Relation>('table', table)!;
    return { type: 'directory-files', catalogId: noCatalogId, name, namespace, owner, table };
  },
  component: component.data,
  select: ({ table }, _policy, catalog, options) =>
    options.data ? (catalog.get<Relation>('table', table)?.dump ?? 0) & component.data : component.none,
  toEntries({ namespace, name }, context) {
    const table = `directory table "${shown(`${namespace}.${name}`)}"`;
    context.report({
      severity: 'warning',
      subject: table,
      message: `the files of ${table} are not dumped`,
      detail: 'Its definition is.',
      hint: 'Copy them with COPY BINARY … FROM, file by file, once the table is restored.',
    });
    return [];
  },
});
