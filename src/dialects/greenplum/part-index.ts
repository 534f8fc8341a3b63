import { catalogIdOf, type Oid } from '../../model/catalog-id.ts';
import type { DumpObject, RowOf } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind, type Scope } from '../../objects/kind.ts';
import { scopeRelations } from '../../objects/table/details.ts';

interface PartIndex extends DumpObject {
  readonly type: 'part-index';
  readonly root: Oid;
  readonly tablespace: ByteString;
  readonly definition: ByteString;
}

/** What CREATE INDEX says behind the names. */
const words = (index: string): string =>
  `pg_catalog.substring(pg_catalog.pg_get_indexdef(${index}.indexrelid), ' USING .*')`;

const sameText = (column: string): string =>
  `a.${column}::pg_catalog.text IS NOT DISTINCT FROM i.${column}::pg_catalog.text`;

/**
 * CREATE INDEX goes on to the partitions, and no catalog says which of their indexes came from it: those that are as one of
 * the table above or of the root. Most are seen at once; words are compared where numbers of columns may be others.
 */
const query = (scope: Scope): string => `SELECT c.tableoid, c.oid, c.relname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.relowner) AS owner, i.root, coalesce(t.spcname, '') AS tablespace,
  pg_catalog.pg_get_indexdef(i.indexrelid) AS definition
FROM (
  SELECT i.indexrelid, i.indisunique, p.parrelid AS root, h.inhparent AS whole
  FROM ${scopeRelations(scope)}
  JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
  JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
  JOIN pg_catalog.pg_inherits h ON h.inhrelid = r.parchildrelid
  JOIN pg_catalog.pg_index i ON i.indrelid = r.parchildrelid AND i.indisvalid
  WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index a
    WHERE a.indrelid IN (h.inhparent, p.parrelid) AND a.indisunique = i.indisunique AND a.indkey = i.indkey
      AND a.indclass = i.indclass AND a.indoption = i.indoption AND ${sameText('indexprs')} AND ${sameText('indpred')})
  OFFSET 0
) i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = c.reltablespace
WHERE NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index a
  WHERE a.indrelid IN (i.whole, i.root) AND a.indisunique = i.indisunique AND ${words('a')} = ${words('i')})
ORDER BY c.oid`;

/** Indexes of single partitions of Greenplum 6, which its own pg_dump loses. */
export const partIndex = defineKind<RowOf<PartIndex>, PartIndex>({
  type: 'part-index',
  requires: 'pg_partition_rule',
  query: (_server, scope) => query(scope),
  toObject: (row) => ({ type: 'part-index', catalogId: catalogIdOf(row), ...row }),
  select: ({ root }, _policy, catalog) => catalog.get<Relation>('table', root)?.dump ?? 0,
  link: (index, catalog, depend) => depend(index, catalog.get<Relation>('table', index.root)!),
  toEntries: ({ namespace, name, tablespace, definition }) => [
    {
      desc: 'INDEX',
      section: 'post-data',
      tablespace,
      definition: `${definition};\n`,
      dropStatement: `DROP INDEX ${quoteQualified(namespace, name)};\n`,
    },
  ],
  satellites: ({ name }) => ({ comments: [{ type: 'INDEX', name: quoteIdent(name), labels: false }] }),
});
