// npm run demo: a shop is carried from one database into another, and compared.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startCluster, type ServerAddress } from '../support/cluster.ts';
import { embeddedPostgres } from '../support/embedded.ts';
import { repository } from '../support/repository.ts';
import { alignedTable } from '../support/table.ts';
import { type Content, contentsOf, differences } from './contents.ts';

const usage = `npm run demo [-- --directory DIR]

Starts a PostgreSQL server of its own, loads a sample shop, dumps it with gpferry, lists the
archive, restores it into a second database and compares the two. The server and its databases
are removed at the end; the archive and its listing stay in DIR (default: a new directory under
${tmpdir()}).
`;

const cli = join(repository, 'dist', 'cli.js');
const say = (text = ''): void => void process.stdout.write(`${text}\n`);

/** What runs now: a signal ends it. */
let running: ChildProcess | null = null;

class Interrupted extends Error {
  readonly status: number;

  constructor(signal: NodeJS.Signals, status: number) {
    super(`interrupted by ${signal}`);
    this.status = status;
  }
}

const interruption = new Promise<never>((_, reject) => {
  const statuses = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      running?.kill('SIGTERM');
      reject(new Interrupted(signal, statuses[signal]));
    });
  }
});
// A signal before anybody waits for it is no unhandled rejection.
interruption.catch(() => {});

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { directory: { type: 'string' }, help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  const directory = await outputDirectory(values.directory);
  await using cluster = await startCluster({ binDirectory: await embeddedPostgres() });
  return await Promise.race([story(cluster.address, directory), interruption]);
}

async function outputDirectory(wanted: string | undefined): Promise<string> {
  if (wanted === undefined) return await mkdtemp(join(tmpdir(), 'gpferry-demo-'));
  const directory = resolve(wanted);
  await mkdir(directory, { recursive: true });
  return directory;
}

async function story(server: ServerAddress, directory: string): Promise<number> {
  const started = performance.now();
  await loadShop(server);
  say(`A shop is loaded into an embedded PostgreSQL ${await serverVersion(server)} (${seconds(started)}).`);

  const archive = join(directory, 'shop.dump');
  const listing = join(directory, 'shop.list');
  const connection = ['-h', server.host, '-p', `${server.port}`, '-U', server.user];
  await gpferry(['dump', ...connection, '-Fc', '-f', archive, 'shop']);
  await gpferry(['list', '--table', archive], listing);
  await showBeginning(listing, 14);
  await inDatabase(server, 'postgres', (client) => client.query('CREATE DATABASE shop_copy TEMPLATE template0'));
  await gpferry(['restore', ...connection, '-d', 'shop_copy', archive]);

  const same = await compare(server);
  say();
  say(`Archive  ${archive}  (${mebibytes((await stat(archive)).size)})`);
  say(`Listing  ${listing}`);
  return same ? 0 : 1;
}

async function loadShop(server: ServerAddress): Promise<void> {
  const sql = await readFile(join(repository, 'fixtures', 'demo', 'shop.sql'), 'utf8');
  await inDatabase(server, 'postgres', (client) => client.query('CREATE DATABASE shop TEMPLATE template0'));
  await inDatabase(server, 'shop', (client) => client.query(sql));
}

async function serverVersion(server: ServerAddress): Promise<string> {
  const sql = `SELECT current_setting('server_version') AS version`;
  const result = await inDatabase(server, 'postgres', (client) => client.query<{ version: string }>(sql));
  return result.rows[0]?.version ?? '';
}

/** Runs the command line as a user would, and shows what was typed. */
async function gpferry(args: readonly string[], outputFile?: string): Promise<void> {
  say();
  say(`$ gpferry ${args.join(' ')}${outputFile === undefined ? '' : ` > ${outputFile}`}`);
  const output = outputFile === undefined ? null : await open(outputFile, 'w');
  try {
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', output?.fd ?? 'inherit', 'inherit'] });
    running = child;
    const status = await new Promise<number | null>((done, fail) => {
      child.on('error', fail);
      child.on('exit', (code) => done(code));
    });
    if (status !== 0) throw new Error(`gpferry ${args[0]} ended with status ${status}`);
  } finally {
    running = null;
    await output?.close();
  }
}

async function showBeginning(file: string, count: number): Promise<void> {
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  for (const line of lines.slice(0, count)) say(line);
  if (lines.length > count) say(`… and ${lines.length - count} lines more`);
}

async function compare(server: ServerAddress): Promise<boolean> {
  const source = await inDatabase(server, 'shop', contentsOf);
  const copy = await inDatabase(server, 'shop_copy', contentsOf);
  const different = differences(source, copy);
  const names = new Set(different.map(({ name }) => name));
  say();
  say('The database and its copy, row by row:');
  say();
  process.stdout.write(
    alignedTable(
      [
        { heading: 'table', align: 'left' },
        { heading: 'rows', align: 'right' },
        { heading: 'checksum', align: 'left' },
        { heading: 'copy', align: 'left' },
      ],
      source.map((content) => [
        content.name,
        grouped(content.rows),
        content.checksum,
        names.has(content.name) ? 'DIFFERENT' : 'same',
      ]),
    ),
  );
  say();
  if (different.length === 0) {
    say(`${grouped(totalRows(source))} rows of tables carried over; everything is the same on both sides.`);
    return true;
  }
  for (const { name, source: one, copy: other } of different) {
    say(`${name}: ${shownContent(one)} in the database, ${shownContent(other)} in the copy`);
  }
  return false;
}

const shownContent = (content: Content | null): string =>
  content === null ? 'absent' : `${grouped(content.rows)} rows, checksum ${content.checksum}`;

/** Rows that an archive carries: those of materialized views are made anew. */
const totalRows = (contents: readonly Content[]): number =>
  contents.reduce((sum, { isTable, rows }) => sum + (isTable ? rows : 0), 0);

async function inDatabase<T>(
  server: ServerAddress,
  database: string,
  fn: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.user, database });
  // When a signal has stopped the server, connections break: main() tells of the signal.
  client.on('error', () => {});
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const mebibytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const grouped = (count: number): string => count.toLocaleString('en-US');

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Interrupted ? error.status : 1;
}
// Whatever a signal has left waiting does not hold the process.
process.exit();
