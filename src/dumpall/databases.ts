import { parseNamePattern } from '../catalog/name-pattern.ts';
import { matches } from '../catalog/resolve-selection.ts';
import { quoteIdent, quoteLiteral } from '../ddl/quote.ts';
import { UserError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import { toByteString, type ByteString } from '../model/text.ts';
import type { Session } from '../server/session.ts';
import { section, type Globals } from './globals.ts';

export interface Database {
  /** In the script's encoding. */
  readonly name: ByteString;
  /** What to connect to: the bytes that the server keeps, which -E changes nothing about. */
  readonly connectName: ByteString;
  readonly excluded: boolean;
}

/** Databases that the target has of itself: a script goes on in them, and --clean drops each only in its own dump. */
export const isOfEveryCluster = ({ name }: Pick<Database, 'name'>): boolean =>
  name === 'postgres' || name === 'template1';

interface Named {
  readonly oid: Oid;
  readonly name: ByteString;
}

/**
 * Finds the databases that can be connected to, and what to call each when connecting. For that the session is without
 * a client encoding of its own; it has it back when this resolves.
 */
export async function findDatabases(session: Session, excludePatterns: readonly string[]): Promise<FoundDatabases> {
  await session.execute(`SET client_encoding = ${quoteLiteral(session.parameter('server_encoding') ?? 'SQL_ASCII')}`);
  const excluded = new Set<Oid>();
  for (const typed of excludePatterns) for (const oid of await matching(session, typed)) excluded.add(oid);
  const databases = await session.query<Named>(databaseQuery);
  await session.execute('RESET client_encoding');
  return { connectNames: new Map(databases.map(({ oid, name }) => [oid, name])), excluded };
}

interface FoundDatabases {
  readonly connectNames: ReadonlyMap<Oid, ByteString>;
  readonly excluded: ReadonlySet<Oid>;
}

async function matching(session: Session, typed: string): Promise<readonly Oid[]> {
  const pattern = parseNamePattern(toByteString(typed), 1);
  if (pattern.dots > 0) throw new UserError(`improper qualified name (too many dotted names): ${typed}`);
  const [regex = ''] = pattern.parts;
  const rows = await session.query<{ oid: Oid }>(
    `SELECT d.oid FROM pg_catalog.pg_database d WHERE true${matches('d.datname', regex)} ORDER BY d.oid`,
  );
  return rows.map(({ oid }) => oid);
}

/** Of those found, the ones that are still there, with their names in the session's encoding. */
export async function readDatabases(
  session: Session,
  { connectNames, excluded }: FoundDatabases,
): Promise<readonly Database[]> {
  const rows = await session.query<Named>(databaseQuery);
  return rows.flatMap(({ oid, name }) => {
    const connectName = connectNames.get(oid);
    return connectName === undefined ? [] : [{ name, connectName, excluded: excluded.has(oid) }];
  });
}

// template1 first: were postgres dumped before it, a script could have to drop the database it is run in. A limit of -2
// marks what is left of a database whose DROP was broken off.
const databaseQuery = `SELECT d.oid, d.datname AS name
FROM pg_catalog.pg_database d
WHERE d.datallowconn AND d.datconnlimit <> -2 AND d.datname <> 'template0'
ORDER BY d.datname <> 'template1', d.datname`;

/** Also of those that are excluded: pg_dumpall drops them too. */
export const dropDatabases = (databases: readonly Database[], { options }: Globals): ByteString =>
  section('Drop databases (except postgres and template1)', [
    // The heading stands even where nothing follows: there is hardly a server without template1.
    '',
    ...databases
      .filter((database) => !isOfEveryCluster(database))
      .map(({ name }) => `DROP DATABASE ${options.ifExists ? 'IF EXISTS ' : ''}${quoteIdent(name)};\n`),
  ]);
