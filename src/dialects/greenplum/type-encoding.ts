import { catalogIdOf, firstNormalOid, type Oid } from '../../model/catalog-id.ts';
import { component, type DumpObject, type RowOf } from '../../model/dump-object.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { defineKind } from '../../objects/kind.ts';

interface TypeEncoding extends DumpObject {
  readonly type: 'type-encoding';
  readonly of: Oid;
  readonly options: ByteString;
}

/**
 * How columns of a type are compressed where their table does not say. Greenplum's own pg_dump gives the entry its type's
 * number, and forgets what was said of types that initdb made.
 */
export const typeEncoding = defineKind<RowOf<TypeEncoding>, TypeEncoding>({
  type: 'type-encoding',
  requires: 'pg_type_encoding',
  query: () => `SELECT 0::pg_catalog.oid AS tableoid, 0::pg_catalog.oid AS oid, t.oid AS of, t.typname AS name,
  n.nspname AS namespace, pg_catalog.pg_get_userbyid(t.typowner) AS owner,
  pg_catalog.array_to_string(e.typoptions, ', ') AS options
FROM pg_catalog.pg_type_encoding e
JOIN pg_catalog.pg_type t ON t.oid = e.typid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typelem = 0
ORDER BY t.oid`,
  toObject: (row) => ({ type: 'type-encoding', catalogId: catalogIdOf(row), ...row }),
  select({ of }, policy, catalog) {
    if (of < firstNormalOid) return policy.everything ? component.all : component.none;
    return catalog.get<DumpType>('type', of)?.dump ?? component.none;
  },
  link(object, catalog, depend) {
    const type = catalog.get<DumpType>('type', object.of);
    if (type !== undefined) depend(object, type);
  },
  toEntries: ({ namespace, name, options }) => [
    {
      desc: 'TYPE STORAGE OPTIONS',
      section: 'pre-data',
      definition: `ALTER TYPE ${quoteQualified(namespace, name)} SET DEFAULT ENCODING (${options});\n`,
      dropStatement: null,
    },
  ],
});
