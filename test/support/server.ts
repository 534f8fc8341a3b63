import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { describe, inject } from 'vitest';
import type { ServerAddress } from './cluster.ts';
import './global-setup.ts';

/** The run's PostgreSQL 15 server (superuser, no password); null: its programs are not on this machine. */
export const pg15: ServerAddress | null = inject('pg15');

/** The server, where a test runs only with one. */
export function server(): ServerAddress {
  if (pg15 === null) throw new Error('no PostgreSQL 15 server: use describeWithServer');
  return pg15;
}

/** A suite that needs the server: skipped by name where there is none. */
export function describeWithServer(name: string, fn: () => void): void {
  const skipped = pg15 === null;
  describe.skipIf(skipped)(skipped ? `${name} (skipped: no PostgreSQL 15 server)` : name, fn);
}

export interface TestDatabase extends ServerAddress {
  readonly database: string;
  /** `-h … -p … -U …`, as every PostgreSQL program takes it. */
  readonly connectionArgs: readonly string[];
  /** One query message (which may hold several statements without parameters); the rows of the last one. */
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

export interface DatabaseOptions {
  readonly template?: string;
  /** Default UTF8; others get the C locale, which allows every encoding. */
  readonly encoding?: string;
  readonly name?: string;
}

/** A new database, dropped with all its connections when `fn` ends. */
export async function withDatabase<T>(
  fn: (database: TestDatabase) => Promise<T>,
  options: DatabaseOptions = {},
): Promise<T> {
  await using database = await openDatabase(options);
  return await fn(database);
}

/** The same for `await using` and for hooks, where a suite shares one. */
export async function openDatabase(options: DatabaseOptions = {}): Promise<TestDatabase & AsyncDisposable> {
  const address = server();
  const name = options.name ?? `test_${randomBytes(6).toString('hex')}`;
  await onServer(address, 'postgres', (client) => createDatabase(client, name, options));
  return {
    ...databaseOn(address, name),
    [Symbol.asyncDispose]: () =>
      onServer(address, 'postgres', async (client) => {
        await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
      }),
  };
}

/** A database that is there already, of any server that trusts us. */
export const databaseOn = (address: ServerAddress, database: string): TestDatabase => ({
  ...address,
  database,
  connectionArgs: ['-h', address.host, '-p', `${address.port}`, '-U', address.user],
  query: (sql, parameters) => onServer(address, database, (client) => rowsOf(client, sql, parameters)),
});

async function createDatabase(client: pg.Client, name: string, options: DatabaseOptions, tries = 20): Promise<void> {
  const encoding = options.encoding ?? 'UTF8';
  const locale = encoding === 'UTF8' ? '' : ` ENCODING ${client.escapeLiteral(encoding)} LOCALE 'C'`;
  const template = client.escapeIdentifier(options.template ?? 'template0');
  try {
    await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)} TEMPLATE ${template}${locale}`);
  } catch (error) {
    // object_in_use: somebody is still connected to the template.
    if (!(error instanceof pg.DatabaseError) || error.code !== '55006' || tries === 0) throw error;
    await new Promise((resolve) => setTimeout(resolve, 100));
    await createDatabase(client, name, options, tries - 1);
  }
}

async function onServer<T>(
  address: ServerAddress,
  database: string,
  fn: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: address.host, port: address.port, user: address.user, database });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

async function rowsOf(
  client: pg.Client,
  sql: string,
  parameters?: readonly unknown[],
): Promise<Record<string, unknown>[]> {
  const result: pg.QueryResult | pg.QueryResult[] = parameters
    ? await client.query(sql, [...parameters])
    : await client.query(sql);
  return (Array.isArray(result) ? result.at(-1) : result)?.rows ?? [];
}
