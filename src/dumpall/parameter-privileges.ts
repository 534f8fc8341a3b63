import { grantCommands } from '../ddl/grants.ts';
import { quoteIdent } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import { section, type Globals } from './globals.ts';

interface Row {
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly acl: readonly ByteString[];
  readonly defaultAcl: readonly ByteString[];
}

/** GRANT … ON PARAMETER, which servers know from 15 on. */
export async function grantParameters({ session, server, options }: Globals): Promise<ByteString> {
  if (!server.has('pg_parameter_acl') || options.noPrivileges) return '';
  const rows = await session.query<Row>(parameterQuery(server.behaves.bootstrapRole));
  return section('Role privileges on configuration parameters', rows.map(parameterGrants));
}

const parameterQuery = (owner: number): ByteString =>
  `SELECT p.parname AS name, pg_catalog.pg_get_userbyid(${owner}) AS owner, p.paracl AS acl,
  pg_catalog.acldefault('p', ${owner}) AS "defaultAcl"
FROM pg_catalog.pg_parameter_acl p
ORDER BY p.parname`;

const parameterGrants = ({ name, owner, acl, defaultAcl }: Row): ByteString =>
  grantCommands(acl, defaultAcl, { type: 'PARAMETER', name: quoteIdent(name), owner });
