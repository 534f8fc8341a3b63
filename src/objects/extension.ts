import { firstNormalOid, type Oid } from '../model/catalog-id.ts';
import { component, type Components } from '../model/dump-object.ts';
import type { Release } from '../model/release.ts';
import type { Extension } from '../model/schema.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { defineKind, type DdlContext, type SelectionPolicy } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly schema: ByteString;
  readonly version: ByteString;
  readonly isRelocatable: boolean;
  readonly configTables: Oid[];
  readonly configConditions: ByteString[];
  readonly configTablesText: ByteString | null;
  readonly configConditionsText: ByteString | null;
}

export const extension = defineKind<Row, Extension>({
  type: 'extension',
  requires: 'pg_extension',
  query: () => `SELECT e.tableoid, e.oid, e.extname AS name, n.nspname AS schema, e.extversion AS version,
  e.extrelocatable AS "isRelocatable", coalesce(e.extconfig, '{}') AS "configTables",
  coalesce(e.extcondition, '{}') AS "configConditions",
  nullif(e.extconfig, '{}')::pg_catalog.text AS "configTablesText",
  nullif(e.extcondition, '{}')::pg_catalog.text AS "configConditionsText"
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
  select(extension, policy, _catalog, { release }) {
    extension.contents = selected(extension, policy, release);
    return extension.contents;
  },
  toEntries: (extension, context) => [
    {
      desc: 'EXTENSION',
      section: 'pre-data',
      definition: context.options.binaryUpgrade ? createEmpty(extension, context) : createExtension(extension),
      dropStatement: `DROP EXTENSION ${quoteIdent(extension.name)};\n`,
    },
  ],
  satellites: (extension) => ({ comments: [{ type: 'EXTENSION', name: quoteIdent(extension.name) }], owner: '' }),
});

// IF NOT EXISTS, and no version: the target may have its own already, perhaps a newer one.
const createExtension = (extension: Extension): ByteString =>
  `CREATE EXTENSION IF NOT EXISTS ${quoteIdent(extension.name)} WITH SCHEMA ${quoteIdent(extension.schema)};\n`;

/** Without its members, which follow one by one as they are. OIDs of configuration tables stay what they are. */
function createEmpty(extension: Extension, { catalog }: DdlContext): ByteString {
  const { name, schema, version, isRelocatable, configTablesText, configConditionsText } = extension;
  const required = extension.dependencies
    .map((dumpId) => catalog.byDumpId(dumpId))
    .filter((object) => object?.type === 'extension')
    .map((object) => quoteLiteral(object!.name));
  const list = [
    ...[quoteLiteral(name), quoteLiteral(schema), `${isRelocatable}`, quoteLiteral(version)],
    ...[configTablesText, configConditionsText].map((text) => (text === null ? 'NULL' : quoteLiteral(text))),
    `ARRAY[${required.join(',')}]::pg_catalog.text[]`,
  ];
  return (
    '-- For binary upgrade, create an empty extension and insert objects into it\n' +
    `DROP EXTENSION IF EXISTS ${quoteIdent(name)};\n` +
    `SELECT pg_catalog.binary_upgrade_create_empty_extension(${list.join(', ')});\n`
  );
}

function selected({ catalogId }: Extension, policy: SelectionPolicy, release: Release): Components {
  // initdb makes it; privileges on its members may have been changed since.
  if (catalogId.oid < firstNormalOid && !release.dumpsInitialExtensions) return component.acl;
  const { includeExtensions, excludeExtensions } = policy.selection;
  if (excludeExtensions.has(catalogId.oid)) return component.none;
  const included = includeExtensions === null ? policy.everything : includeExtensions.has(catalogId.oid);
  return included ? component.all : component.none;
}
