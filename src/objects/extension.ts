import { firstNormalOid, type Oid } from '../model/catalog-id.ts';
import { component, type Components } from '../model/dump-object.ts';
import type { Extension } from '../model/schema.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind, type SelectionPolicy } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly schema: ByteString;
  readonly version: ByteString;
  readonly isRelocatable: boolean;
  readonly configTables: Oid[];
  readonly configConditions: ByteString[];
}

export const extension = defineKind<Row, Extension>({
  type: 'extension',
  requires: 'pg_extension',
  query: () => `SELECT e.tableoid, e.oid, e.extname AS name, n.nspname AS schema, e.extversion AS version,
  e.extrelocatable AS "isRelocatable", coalesce(e.extconfig, '{}') AS "configTables",
  coalesce(e.extcondition, '{}') AS "configConditions"
FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
ORDER BY e.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'extension',
    catalogId: { tableoid, oid },
    namespace: null,
    owner: null,
    contents: component.none,
  }),
  select(extension, policy) {
    extension.contents = selected(extension, policy);
    return extension.contents;
  },
  toEntries: (extension) => [
    {
      desc: 'EXTENSION',
      section: 'pre-data',
      // IF NOT EXISTS, and no version: the target may have its own already, perhaps a newer one.
      definition: `CREATE EXTENSION IF NOT EXISTS ${quoteIdent(extension.name)} WITH SCHEMA ${quoteIdent(extension.schema)};\n`,
      dropStatement: `DROP EXTENSION ${quoteIdent(extension.name)};\n`,
    },
  ],
  satellites: (extension) => ({ comments: [{ type: 'EXTENSION', name: quoteIdent(extension.name) }], owner: '' }),
});

function selected({ catalogId }: Extension, policy: SelectionPolicy): Components {
  // initdb makes it; privileges on its members may have been changed since.
  if (catalogId.oid < firstNormalOid) return component.acl;
  const { includeExtensions, excludeExtensions } = policy.selection;
  if (excludeExtensions.has(catalogId.oid)) return component.none;
  const included = includeExtensions === null ? policy.everything : includeExtensions.has(catalogId.oid);
  return included ? component.all : component.none;
}
