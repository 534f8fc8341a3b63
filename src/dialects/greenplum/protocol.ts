import { catalogIdOf, type Oid } from '../../model/catalog-id.ts';
import type { DumpObject, RowOf } from '../../model/dump-object.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent } from '../../ddl/quote.ts';
import { defineKind } from '../../objects/kind.ts';

interface Protocol extends DumpObject {
  readonly type: 'protocol';
  readonly isTrusted: boolean;
  /** `readfunc = schema.name` and its like, quoted. */
  readonly functions: readonly ByteString[];
  readonly ownFunctions: readonly Oid[];
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

/** A function's name in its schema, which the server takes without quotes around the whole. */
const named = (keyword: string, column: string): string => `(SELECT '${keyword} = ' ||
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(f.proname)
    FROM pg_catalog.pg_proc f JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace WHERE f.oid = p.${column})`;

/**
 * Protocols of external tables. Greenplum's own pg_dump names their functions without a schema, and leaves the
 * search_path that this takes set for all that follows; ours names the schema.
 */
export const protocol = defineKind<RowOf<Protocol>, Protocol>({
  type: 'protocol',
  requires: 'pg_extprotocol',
  query: ({ behaves }) => `SELECT p.tableoid, p.oid, p.ptcname AS name, NULL::pg_catalog.text AS namespace,
  pg_catalog.pg_get_userbyid(p.ptcowner) AS owner, p.ptctrusted AS "isTrusted",
  pg_catalog.array_remove(ARRAY[${named('readfunc', 'ptcreadfn')},
    ${named('writefunc', 'ptcwritefn')},
    ${named('validatorfunc', 'ptcvalidatorfn')}], NULL) AS functions,
  ARRAY[p.ptcreadfn, p.ptcwritefn, p.ptcvalidatorfn]::pg_catalog.oid[] AS "ownFunctions", p.ptcacl AS acl,
  ${behaves.protocolDefaultAcl ? "pg_catalog.acldefault('E', p.ptcowner)" : "'{}'::pg_catalog.aclitem[]"} AS "defaultAcl"
FROM pg_catalog.pg_extprotocol p
ORDER BY p.oid`,
  toObject: (row) => ({ type: 'protocol', catalogId: catalogIdOf(row), ...row }),
  select: (object, policy) => policy.global(object),
  link(object, catalog, depend) {
    for (const oid of object.ownFunctions) {
      const routine = catalog.get('function', oid);
      if (routine !== undefined) depend(object, routine);
    }
  },
  toEntries: ({ name, isTrusted, functions }) => [
    {
      desc: 'PROTOCOL',
      section: 'pre-data',
      definition: `CREATE ${isTrusted ? 'TRUSTED ' : ''}PROTOCOL ${quoteIdent(name)} (${functions.join(', ')});\n`,
      dropStatement: `DROP PROTOCOL ${quoteIdent(name)};\n`,
    },
  ],
  satellites: ({ name, acl, defaultAcl }) => ({
    comments: [],
    acl: { type: 'PROTOCOL', name: quoteIdent(name), acl, defaultAcl },
  }),
});
