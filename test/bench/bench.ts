// npm run bench: gpferry beside the genuine pg_dump and pg_restore, same database, same machine, one run.
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { type ServerAddress, startCluster } from '../support/cluster.ts';
import { embeddedPostgres } from '../support/embedded.ts';
import { repository } from '../support/repository.ts';
import { convertCases, convertResults } from './converting.ts';
import { fillCatalog, fillDatabase, fillWithEmptyTables } from './database.ts';
import { type Measurement, measure, sizeOf } from './measure.ts';
import { figures, type Result, type Settings, tables } from './report.ts';
import { rewriteCases, rewriteResults } from './rewriting.ts';

const usage = `npm run bench [-- OPTION…]

Dumps and restores one generated database with gpferry and with the genuine programs,
rewrites an archive for Greenplum and copies it with cp and sync, converts backup sets
of gpbackup and has their files go through cat, or zcat and gzip, and prints how they
compare. It passes or fails nothing.

  --megabytes N   COPY text of the large tables (default 300)
  --tables N      small tables beside them (default 2000)
  --catalog N     tables with indexes, constraints and triggers in a database of their own (default 10000)
  --empty N       empty tables in another (default 100000)
  --archive N     megabytes of the archive that is rewritten (default 1000)
  --segments N    segments of the backup sets that are converted (default 32)
  --segment N     megabytes of rows that each of them has (default 32); 2000 needs 20 GB of
                  disk, and 64 GB more for the script
  --set-tables N  tables of another, of three segments (default 10000)
  --only TEXT     only the cases whose name holds TEXT (custom, directory, rewrite, convert, …)
  --repeat N      runs of each case; the fastest counts (default 1), in rewriting and
                  converting the median (default 5)
  --json          the figures as JSON on standard output
`;

interface Case {
  readonly name: string;
  readonly database: DatabaseName;
  readonly dumpArgs: readonly string[];
  readonly restoreArgs: readonly string[];
  /** A script is read by psql alone, so there is nothing to compare. */
  readonly restores: boolean;
}

const dumpCase = (format: string, dumpArgs: readonly string[], restores = true): Case => ({
  name: [format, ...dumpArgs].join(' '),
  database: 'bench',
  dumpArgs: [`--format=${format}`, ...dumpArgs],
  restoreArgs: [],
  restores,
});

const cases: readonly Case[] = [
  ...['custom', 'directory'].flatMap((format) => [
    dumpCase(format, ['-Z0']),
    dumpCase(format, ['-Z1']),
    dumpCase(format, []),
  ]),
  { ...dumpCase('directory', ['-j2']), restoreArgs: ['-j2'] },
  dumpCase('tar', []),
  dumpCase('plain', [], false),
  dumpCase('plain', ['--inserts', '--rows-per-insert=100'], false),
  { ...dumpCase('plain', ['-s'], false), name: 'plain -s, catalog', database: 'catalog' },
  { ...dumpCase('plain', ['-s'], false), name: 'plain -s, empty tables', database: 'empty' },
  { ...dumpCase('custom', [], false), name: 'custom, empty tables', database: 'empty' },
];

/** Databases are filled only for cases that dump them. */
const databases = {
  bench: {
    about: ({ megabytes, tables }: Settings) => `${megabytes} MB in four tables, ${tables} small tables`,
    fill: (client: pg.Client, { megabytes, tables }: Settings) => fillDatabase(client, megabytes, tables),
  },
  catalog: {
    about: ({ catalog }: Settings) => `${catalog} tables with all their parts`,
    fill: (client: pg.Client, { catalog }: Settings) => fillCatalog(client, catalog),
  },
  empty: {
    about: ({ empty }: Settings) => `${empty} empty tables`,
    fill: (client: pg.Client, { empty }: Settings) => fillWithEmptyTables(client, empty),
  },
};
type DatabaseName = keyof typeof databases;

/** A pair of programs that do the same. */
interface Contender {
  readonly name: Result['contender'];
  readonly dump: readonly string[];
  readonly restore: readonly string[];
}

/** The run's server and the directory for its archives. */
interface Bench {
  readonly server: ServerAddress;
  readonly directory: string;
  readonly settings: Settings;
}

const note = (text: string): void => void process.stderr.write(`bench: ${text}\n`);

function readSettings(): Settings | null {
  const { values } = parseArgs({
    options: {
      megabytes: { type: 'string', default: '300' },
      tables: { type: 'string', default: '2000' },
      catalog: { type: 'string', default: '10000' },
      empty: { type: 'string', default: '100000' },
      archive: { type: 'string', default: '1000' },
      segments: { type: 'string', default: '32' },
      segment: { type: 'string', default: '32' },
      'set-tables': { type: 'string', default: '10000' },
      only: { type: 'string', default: '' },
      repeat: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return null;
  const number = (name: Exclude<keyof typeof values, 'only' | 'json' | 'help'>, least: number): number => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name} takes a whole number from ${least} on`);
    return value;
  };
  return {
    megabytes: number('megabytes', 1),
    tables: number('tables', 0),
    catalog: number('catalog', 1),
    empty: number('empty', 1),
    archive: number('archive', 1),
    segments: number('segments', 1),
    segment: number('segment', 1),
    setTables: number('set-tables', 1),
    repeat: values.repeat === undefined ? undefined : number('repeat', 1),
    only: values.only,
    json: values.json,
  };
}

/** The first directory that holds the genuine client programs; null: this machine has none. */
function genuinePrograms(): string | null {
  const directories = [process.env['PGBIN'], '/usr/lib/postgresql/15/bin', ...(process.env['PATH'] ?? '').split(':')];
  const complete = (directory: string): boolean =>
    ['pg_dump', 'pg_restore'].every((name) => existsSync(join(directory, name)));
  return directories.find((directory) => directory !== undefined && directory !== '' && complete(directory)) ?? null;
}

async function serverPrograms(genuine: string | null): Promise<string> {
  const beside = genuine !== null && ['initdb', 'postgres'].every((name) => existsSync(join(genuine, name)));
  return beside ? genuine : await embeddedPostgres();
}

function contenders(genuine: string | null): readonly Contender[] {
  const cli = join(repository, 'dist', 'cli.js');
  const gpferry: Contender = {
    name: 'gpferry',
    dump: [process.execPath, cli, 'dump'],
    restore: [process.execPath, cli, 'restore'],
  };
  if (genuine === null) return [gpferry];
  return [gpferry, { name: 'genuine', dump: [join(genuine, 'pg_dump')], restore: [join(genuine, 'pg_restore')] }];
}

async function onServer<T>(server: ServerAddress, database: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ host: server.host, port: server.port, user: server.user, database });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

function runProgram(bench: Bench, command: readonly string[], args: readonly string[]): Promise<Measurement> {
  const [program = '', ...before] = command;
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  const { host, port, user } = bench.server;
  return measure(program, [...before, ...args], {
    ...Object.fromEntries(inherited),
    PGHOST: host,
    PGPORT: `${port}`,
    PGUSER: user,
  });
}

async function runCase(bench: Bench, test: Case, contender: Contender): Promise<readonly Result[]> {
  const archive = join(bench.directory, 'archive');
  const dumped: Measurement[] = [];
  const restored: Measurement[] = [];
  let archiveBytes = 0;
  for (let turn = 0; turn < (bench.settings.repeat ?? 1); turn += 1) {
    await rm(archive, { recursive: true, force: true });
    dumped.push(await runProgram(bench, contender.dump, [...test.dumpArgs, '-f', archive, test.database]));
    archiveBytes = await sizeOf(archive);
    if (!test.restores) continue;
    await onServer(bench.server, 'postgres', async (client) => {
      await client.query('DROP DATABASE IF EXISTS bench_copy WITH (FORCE)');
      await client.query('CREATE DATABASE bench_copy TEMPLATE template0');
      await client.query('CHECKPOINT');
    });
    restored.push(await runProgram(bench, contender.restore, [...test.restoreArgs, '-d', 'bench_copy', archive]));
  }
  const result = (action: Result['action'], measurements: readonly Measurement[]): readonly Result[] =>
    measurements
      .toSorted((a, b) => a.wallSeconds - b.wallSeconds)
      .slice(0, 1)
      .map((measurement) => ({ case: test.name, action, contender: contender.name, archiveBytes, measurement }));
  return [...result('dump', dumped), ...result('restore', restored)];
}

async function main(): Promise<void> {
  const settings = readSettings();
  if (settings === null) {
    process.stdout.write(usage);
    return;
  }
  const directory = await mkdtemp(join(tmpdir(), 'gpferry-bench-'));
  // Also when a signal ends the process below.
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const isChosen = ({ name }: { readonly name: string }): boolean => name.includes(settings.only);
  const results: Result[] = [];
  const chosen = cases.filter(isChosen);
  if (chosen.length > 0) results.push(...(await besideGenuine(chosen, directory, settings)));
  for (const test of rewriteCases.filter(isChosen)) {
    results.push(...(await rewriteResults(test, directory, settings, note)));
  }
  for (const test of convertCases.filter(isChosen)) {
    results.push(...(await convertResults(test, directory, settings, note)));
  }
  process.stdout.write(settings.json ? figures(settings, results) : tables(results));
}

async function besideGenuine(
  chosen: readonly Case[],
  directory: string,
  settings: Settings,
): Promise<readonly Result[]> {
  const genuine = genuinePrograms();
  if (genuine === null) note('no genuine pg_dump and pg_restore on this machine: gpferry is measured alone');
  await using cluster = await startCluster({
    binDirectory: await serverPrograms(genuine),
    settings: ['shared_buffers=1GB', 'max_locks_per_transaction=4096', 'autovacuum=off'],
  });
  const bench: Bench = { server: cluster.address, directory, settings };
  for (const database of new Set(chosen.map((test) => test.database))) {
    const { about, fill } = databases[database];
    note(`filling database "${database}" (${about(settings)})`);
    await onServer(bench.server, 'postgres', (client) =>
      client.query(`CREATE DATABASE ${database} TEMPLATE template0`),
    );
    await onServer(bench.server, database, (client) => fill(client, settings));
  }
  const results: Result[] = [];
  for (const test of chosen) {
    for (const contender of contenders(genuine)) {
      note(`${test.name}: ${contender.name}`);
      results.push(...(await runCase(bench, test, contender)));
    }
  }
  return results;
}

// The server's guard ends it and removes its files when this process ends, whatever ends it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

try {
  await main();
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
