import { isUtf8 } from 'node:buffer';
import { dialectOf } from '../dialects/dialect-of.ts';
import { quoteLiteral } from '../ddl/quote.ts';
import { releaseFor } from '../dump/open-live-archive.ts';
import type { Diagnostic, Reporter } from '../log.ts';
import { bytesOf, toByteString, type ByteString } from '../model/text.ts';
import { shownTime } from '../restore/local-time.ts';
import { cancelOnAbort } from '../server/cancel-on-abort.ts';
import { connectAgain, type RunExtras } from '../server/connect.ts';
import { connectionWarnings } from '../server/connection-warnings.ts';
import { probeServer } from '../server/probe.ts';
import { prepareSession } from '../server/session-settings.ts';
import type { Session } from '../server/session.ts';
import { beginSnapshot } from '../server/snapshot.ts';
import { releaseOfEngine } from '../restore/engine.ts';
import { makeRestrictKey } from '../sink/psql.ts';
import { connectCluster } from './connect-cluster.ts';
import { dropDatabases, findDatabases, readDatabases, type Database } from './databases.ts';
import type { Globals } from './globals.ts';
import { grantMemberships, readMemberships } from './memberships.ts';
import type { DumpAllOptions } from './options.ts';
import { grantParameters } from './parameter-privileges.ts';
import { dropSections, readSections, sectionsAt } from './own-sections.ts';
import { createRoles, dropRoles, readRoles } from './roles.ts';
import { createTablespaces, dropTablespaces, readTablespaces } from './tablespaces.ts';

export interface Cluster {
  /** The script up to the databases. */
  readonly script: ByteString;
  readonly databases: readonly Database[];
  /** To the server that was read, with nothing asked again. */
  readonly connect: (database: ByteString) => Promise<Session>;
}

/** Reads what belongs to no database, all of one moment. The session is closed: databases may take hours. */
export async function readCluster(
  options: DumpAllOptions,
  reporter: Reporter,
  { signal, ...extras }: RunExtras,
  connect = () => connectCluster(options.connection, { onWarning: connectionWarnings(reporter), ...extras }),
): Promise<Cluster> {
  await using session = await connect();
  using _cancelling = cancelOnAbort(session, signal);
  await session.execute(`SELECT pg_catalog.set_config('search_path', '', false)`);
  const found = options.only === undefined ? await findDatabases(session, options.excludeDatabases) : null;
  await prepareSession(session, { ...options, enableRowSecurity: false });
  await beginSnapshot(session, { serializableDeferrable: false });
  const server = await probeServer(session);
  const globals: Globals = {
    session,
    server,
    dialect: dialectOf(server),
    release: releaseFor(session, server, options),
    options,
    reporter,
    roleCatalog: options.noRolePasswords ? 'pg_catalog.pg_roles' : 'pg_catalog.pg_authid',
  };
  const databases = found === null ? [] : await readDatabases(session, found);
  // Psql of another engine may not know the command.
  const { restrictsPsql } = options.engine === null ? globals.release : releaseOfEngine(options.engine, options);
  const restrictKey = options.restrictKey ?? (restrictsPsql ? makeRestrictKey() : null);
  const commands = options.schema ? await globalCommands(globals, databases) : '';
  const end = restrictKey === null ? '' : `\\unrestrict ${restrictKey}\n\n`;
  const script = scriptHead(globals, restrictKey) + commands + end;
  if (session.parameter('client_encoding') === 'UTF8' && !isUtf8(bytesOf(script))) reporter.diagnostic(notUtf8);
  return {
    script,
    databases,
    connect: (database) => connectAgain(session, database),
  };
}

/** Such names are made in databases of other encodings, and psql can make them again only there. */
const notUtf8: Diagnostic = {
  severity: 'warning',
  subject: null,
  message: 'names of roles, tablespaces or databases are not valid in encoding "UTF8"',
  hint: 'Name an SQL_ASCII database with -l, and let psql begin in one.',
};

function scriptHead({ session, options, release }: Globals, restrictKey: string | null): ByteString {
  const encoding = session.parameter('client_encoding') ?? 'SQL_ASCII';
  return (
    `--\n-- ${release.clusterName} cluster dump\n--\n\n` +
    timeLine('Started on', options) +
    (restrictKey === null ? '' : `\\restrict ${restrictKey}\n\n`) +
    'SET default_transaction_read_only = off;\n\n' +
    `SET client_encoding = ${quoteLiteral(encoding)};\nSET standard_conforming_strings = on;\n\n`
  );
}

/** With --verbose a script says when. */
export const timeLine = (what: string, { verbose }: DumpAllOptions): ByteString =>
  verbose ? `-- ${what} ${toByteString(shownTime(new Date()))}\n\n` : '';

/** What is dropped first is what depends on the others: databases, then tablespaces, what roles own, roles, their resources. */
async function globalCommands(globals: Globals, databases: readonly Database[]): Promise<ByteString> {
  const { only, clean, noTablespaces } = globals.options;
  const roles = only === 'tablespaces' ? null : await readRoles(globals);
  const tablespaces = only === 'roles' || noTablespaces ? null : await readTablespaces(globals);
  const own = only === 'tablespaces' ? [] : await readSections(globals);
  let text = '';
  if (clean && only === undefined) text += dropDatabases(databases, globals);
  if (clean && tablespaces !== null) text += dropTablespaces(tablespaces, globals);
  if (clean) text += dropSections('behind memberships', own);
  if (clean && roles !== null) text += dropRoles(roles, globals);
  if (clean) text += dropSections('before roles', own);
  text += sectionsAt('before roles', own, globals);
  if (roles !== null) {
    text +=
      createRoles(roles, globals) +
      grantMemberships(await readMemberships(globals), globals) +
      sectionsAt('behind memberships', own, globals) +
      (await grantParameters(globals));
  }
  if (tablespaces !== null) text += createTablespaces(tablespaces, globals);
  text += sectionsAt('behind tablespaces', own, globals);
  return text;
}
