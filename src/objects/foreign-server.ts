import { noCatalogId, type Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { optionsClause, optionsColumn } from './foreign-options.ts';
import { defineDetail, defineKind, type EntryDraft } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly wrapper: ByteString;
  readonly serverType: ByteString;
  readonly version: ByteString;
  readonly options: ByteString;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

interface ForeignServer extends DumpObject {
  readonly type: 'foreign-server';
  /** Name of the foreign data wrapper. */
  readonly wrapper: ByteString;
  /** '' none. */
  readonly serverType: ByteString;
  readonly version: ByteString;
  /** Quoted `name 'value'` items, ready to print; '' none. */
  readonly options: ByteString;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

interface UserMapping {
  /** `public` for everybody. */
  readonly user: ByteString;
  /** Quoted `name 'value'` items, ready to print; '' none, or not to be seen by the role that dumps. */
  readonly options: ByteString;
}

/** From the view that everybody may read; it hides options from those who may not use them. */
const userMappings = defineDetail<UserMapping & { readonly server: Oid }, UserMapping>({
  name: 'user mappings',
  requires: 'pg_user_mappings',
  query: () => `SELECT u.srvid AS server, u.usename AS user, ${optionsColumn('u.umoptions')} AS options
FROM pg_catalog.pg_user_mappings u
ORDER BY u.srvid, u.usename`,
  owner: (row) => row.server,
  toValue: ({ user, options }) => ({ user, options }),
});

/** Foreign servers and, behind them, who connects to them as whom. */
export const foreignServer = defineKind<Row, ForeignServer>({
  type: 'foreign-server',
  requires: 'pg_foreign_server',
  query: () => `SELECT s.tableoid, s.oid, s.srvname AS name, pg_catalog.pg_get_userbyid(s.srvowner) AS owner,
  w.fdwname AS wrapper, coalesce(s.srvtype, '') AS "serverType", coalesce(s.srvversion, '') AS version,
  ${optionsColumn('s.srvoptions')} AS options, s.srvacl AS acl,
  pg_catalog.acldefault('S', s.srvowner) AS "defaultAcl"
FROM pg_catalog.pg_foreign_server s
JOIN pg_catalog.pg_foreign_data_wrapper w ON w.oid = s.srvfdw
ORDER BY s.oid`,
  toObject: ({ tableoid, oid, ...row }) => ({
    ...row,
    type: 'foreign-server',
    catalogId: { tableoid, oid },
    namespace: null,
  }),
  details: [userMappings],
  toEntries(server) {
    const name = quoteIdent(server.name);
    const type = server.serverType === '' ? '' : ` TYPE ${quoteLiteral(server.serverType)}`;
    const version = server.version === '' ? '' : ` VERSION ${quoteLiteral(server.version)}`;
    const wrapper = ` FOREIGN DATA WRAPPER ${quoteIdent(server.wrapper)}`;
    return [
      {
        desc: 'SERVER',
        section: 'pre-data',
        definition: `CREATE SERVER ${name}${type}${version}${wrapper}${optionsClause(server.options)};\n`,
        dropStatement: `DROP SERVER ${name};\n`,
      },
    ];
  },
  satellites: ({ name, acl, defaultAcl }) => ({
    comments: [{ type: 'SERVER', name: quoteIdent(name), labels: false }],
    acl: { type: 'FOREIGN SERVER', name: quoteIdent(name), acl, defaultAcl },
  }),
  toLateEntries(server, { catalog }) {
    if ((server.dump & component.userMapping) === 0) return [];
    return catalog.details(userMappings, server.catalogId.oid).map((mapping) => userMappingEntry(server, mapping));
  },
});

function userMappingEntry(server: ForeignServer, { user, options }: UserMapping): EntryDraft {
  const target = `FOR ${quoteIdent(user)} SERVER ${quoteIdent(server.name)}`;
  return {
    desc: 'USER MAPPING',
    tag: `USER MAPPING ${user} SERVER ${server.name}`,
    catalogId: noCatalogId,
    ownDumpId: true,
    section: 'pre-data',
    definition: `CREATE USER MAPPING ${target}${optionsClause(options)};\n`,
    dropStatement: `DROP USER MAPPING ${target};\n`,
    dependencies: [],
  };
}
