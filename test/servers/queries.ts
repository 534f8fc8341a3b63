import { Dependencies } from '../../src/catalog/dependencies.ts';
import { readExtensionMembers } from '../../src/catalog/extension-members.ts';
import { SatelliteData } from '../../src/catalog/satellites.ts';
import { dialectOf } from '../../src/dialects/dialect-of.ts';
import type { Globals } from '../../src/dumpall/globals.ts';
import { readMemberships } from '../../src/dumpall/memberships.ts';
import type { DumpAllOptions } from '../../src/dumpall/options.ts';
import { grantParameters } from '../../src/dumpall/parameter-privileges.ts';
import { readRoles } from '../../src/dumpall/roles.ts';
import { readTablespaces } from '../../src/dumpall/tablespaces.ts';
import { silentReporter } from '../../src/log.ts';
import { newestRelease } from '../../src/model/release.ts';
import { databaseQuery } from '../../src/objects/database/index.ts';
import type { AnyKind, Scope } from '../../src/objects/kind.ts';
import { followingKinds, leadingKinds } from '../../src/objects/registry.ts';
import type { Server } from '../../src/server/server.ts';
import type { Session } from '../../src/server/session.ts';

/** What is asked of a catalog. */
export interface CatalogQuery {
  /** Type of the kind that asks; where none does, what is read. */
  readonly kind: string;
  /** Which of the kind's queries it is. */
  readonly part: string;
  readonly sql: string;
}

const scope: Scope = { relations: [16384, 16390], extensionMembers: false, internalSchemas: [] };

/** Everything that a dump of a database or of a whole server asks the catalog, each detail under the first kind that wants it. */
export async function queriesFor(server: Server): Promise<readonly CatalogQuery[]> {
  const kinds = [...leadingKinds, ...followingKinds].filter((kind) => server.has(kind.requires));
  const seen = new Set<unknown>();
  return [
    ...kinds.flatMap((kind) => queriesOf(kind, server, seen)),
    { kind: 'database', part: 'objects', sql: databaseQuery(server) },
    { kind: 'dependencies', part: 'query 1', sql: new Dependencies().query.sql },
    ...(await asked('extension-members', readExtensionMembers)),
    ...new SatelliteData().queries(server).map(({ sql }, i) => ({ kind: 'satellites', part: `query ${i + 1}`, sql })),
    ...(await asked('roles', (session) => readRoles(globals(session, server)))),
    ...(await asked('memberships', (session) => readMemberships(globals(session, server)))),
    ...(await asked('tablespaces', (session) => readTablespaces(globals(session, server)))),
    ...(await asked('parameter-privileges', (session) => grantParameters(globals(session, server)))),
  ];
}

const globals = (session: Session, server: Server): Globals => ({
  session,
  server,
  dialect: dialectOf(server),
  release: newestRelease,
  // The queries look at no other option.
  options: {
    noRolePasswords: false,
    noComments: false,
    noSecurityLabels: false,
    noPrivileges: false,
  } as DumpAllOptions,
  reporter: silentReporter,
  roleCatalog: 'pg_catalog.pg_authid',
});

function queriesOf(kind: AnyKind, server: Server, seen: Set<unknown>): readonly CatalogQuery[] {
  const details = (kind.details ?? []).filter((detail) => server.has(detail.requires) && !seen.has(detail));
  for (const detail of details) seen.add(detail);
  const { superuserOnly } = kind;
  return [
    ...(superuserOnly ? [{ kind: kind.type, part: 'count', sql: superuserOnly.count }] : []),
    ...(kind.query ? [{ kind: kind.type, part: 'objects', sql: kind.query(server, scope) }] : []),
    ...details.map((detail) => ({ kind: kind.type, part: detail.name, sql: detail.query(server, scope) })),
  ];
}

/** What `read` asks of a session that answers with no rows. */
async function asked(kind: string, read: (session: Session) => Promise<unknown>): Promise<readonly CatalogQuery[]> {
  const queries: CatalogQuery[] = [];
  const note = async (sql: string): Promise<never[]> => {
    queries.push({ kind, part: `query ${queries.length + 1}`, sql });
    return [];
  };
  // Reading needs no more of a session than this.
  await read({ query: note, each: note } as unknown as Session);
  return queries;
}
