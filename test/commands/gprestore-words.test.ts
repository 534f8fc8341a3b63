import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupSet, digestQuery, tablesIn } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { databaseOn, describeWithServer, server, withDatabase } from '../support/server.ts';
import { runHere, type Ended } from './fake-io.ts';

const name = 'greenplum-6/schemas';
const set = ['--backup-dir', backupSet(name), '--timestamp', '20261121031735'];
const own = ['--no-owner', '--no-privileges'];
const cyrillic = '"Кириллица"."Таблица №1"';
const dotted = '"Weird ""Schema, x"."dot.ted"';

const script = (...options: readonly string[]): Promise<Ended> =>
  withTempDir(async (directory) => {
    const file = join(directory, 'script');
    const ended = await runHere(['restore', ...set, ...options, '-f', file]);
    return { ...ended, stdout: ended.status === 0 ? await readFile(file, 'utf8') : '' };
  });

describe('restore understands gprestore’s words', () => {
  it('says of options that have no meaning here why, and goes on', async () => {
    const { status, stderr } = await script('--resize-cluster', '--copy-queue-size', '4', '--with-stats');
    expect(status).toBe(0);
    expect(stderr).toContain('gpferry: --resize-cluster does nothing here: rows come through the coordinator');
    expect(stderr).toContain('gpferry: --copy-queue-size does nothing here: segments read no files');
    expect(stderr).toContain('gpferry: --with-stats does nothing here: ');
  });

  it('--quiet tells warnings and errors only', async () => {
    const { stderr } = await script('--quiet', '--resize-cluster', '--exclude-table', 's.t');
    expect(stderr).toBe('gpferry: warning: there is no relation "s.t" in the archive, which is to be left out\n');
  });

  it('--metadata-only brings no rows, but says where sequences stand', async () => {
    const { stdout } = await script('--metadata-only');
    expect(stdout).not.toContain('COPY ');
    expect(stdout).toContain('SELECT pg_catalog.setval(');
  });

  it('--include-table-file names a table on each line', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'tables');
      await writeFile(file, `Weird "Schema, x.dot.ted\n\n${cyrillic}\n`);
      const { stdout } = await script('--include-table-file', file);
      expect(stdout.match(/^CREATE \w+ .*/gm)).toEqual([`CREATE TABLE ${dotted} (`, `CREATE TABLE ${cyrillic} (`]);
    }));

  it('--truncate-table empties tables before the first row comes, --run-analyze looks at them at last', async () => {
    const { stdout } = await script(
      '--data-only',
      '--truncate-table',
      '--run-analyze',
      '--include-schema',
      'Кириллица',
    );
    expect(stdout.match(/^(?:TRUNCATE|COPY|SELECT .*setval|ANALYZE).*/gm)).toEqual([
      `TRUNCATE TABLE ${cyrillic};`,
      expect.stringContaining(`COPY ${cyrillic} `),
      expect.stringContaining('setval'),
      `ANALYZE ${cyrillic};`,
    ]);
  });

  it('--with-globals makes roles that are not there, and all else before the database', async () => {
    const { stdout } = await script('--with-globals', '--create-db');
    expect(stdout).toContain('DO $$BEGIN CREATE ROLE bk_owner; EXCEPTION WHEN duplicate_object THEN NULL; END$$;');
    expect(stdout.indexOf('ALTER ROLE bk_owner')).toBeLessThan(stdout.indexOf('CREATE DATABASE bktest'));
  });

  it('--with-globals for another engine says them in its words', async () => {
    const { stdout, stderr } = await script('--with-globals', '--target', 'postgresql');
    expect(stdout).toContain('ALTER ROLE bk_owner WITH NOSUPERUSER INHERIT NOCREATEROLE CREATEDB LOGIN;');
    expect(stdout).not.toContain('RESOURCE');
    expect(stderr).toContain(
      'gpferry: warning: CREATE RESOURCE QUEUE bk_queue: left out: PostgreSQL has no resource queues and groups',
    );
  });

  it.each([
    [['--data-only', '--metadata-only'], 'options -a/--data-only and --metadata-only cannot be used together'],
    [['--redirect-schema', 'x'], '--redirect-schema is only used with --include-table or --include-schema'],
    [['--include-table', 't'], '"t" is not the name of a table with its schema'],
    [['--include-table', 's.t'], 'there is no relation "s.t" in the archive'],
  ])('refuses %s', async (options, message) => {
    const { status, stderr } = await script(...options);
    expect(status).toBe(1);
    expect(stderr).toContain(`gpferry: error: ${message}`);
  });
});

describe('rewrite of a set', () => {
  it('writes what belongs to the cluster beside the archive, in the words of the other engine', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'new.dump');
      const { stderr } = await runHere(['rewrite', ...set, '--target', 'greenplum7', '-f', file]);
      expect(stderr).toContain(`roles, tablespaces, resource queues and groups are in "${file}.globals.sql"`);
      const globals = await readFile(`${file}.globals.sql`, 'utf8');
      expect(globals).toContain('CREATE RESOURCE QUEUE bk_queue');
      expect(globals).toContain('CREATE RESOURCE GROUP bk_group WITH (cpu_max_percent=5, concurrency=3);');
    }));
});

describe('convert understands gprestore’s words', () => {
  it('for a part of a set, under the name of another schema', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'part.dump');
      const part = ['--include-table', 'Weird "Schema, x.dot.ted', '--redirect-schema', 'here', '--jobs', '4'];
      const { status, stderr } = await runHere(['convert', ...set, ...part, '-f', file]);
      expect(status, stderr).toBe(0);
      expect(stderr).toContain('gpferry: --jobs does nothing here: nothing is restored');
      expect(stderr).toContain('1 table, 70 rows');
      const { stdout } = await runHere(['list', '--json', file]);
      const { entries } = JSON.parse(stdout) as { entries: readonly Record<string, unknown>[] };
      expect(entries.map(({ kind, schema }) => [kind, schema])).toEqual([
        ['TABLE', 'here'],
        ['TABLE DATA', 'here'],
      ]);
    }));
});

describeWithServer('a command line of gprestore', () => {
  const connection = (): readonly string[] => ['-h', server().host, '-p', `${server().port}`, '-U', server().user];

  it('creates a database under another name, with all of the set', async () => {
    const database = `test_${randomBytes(6).toString('hex')}`;
    try {
      const options = ['--create-db', '--redirect-db', database, '--jobs', '2', '--on-error-continue', ...own];
      const { stderr } = await runHere(['restore', ...set, ...options, ...connection()]);
      expect(stderr).toContain('gpferry: restored 3 tables, 270 rows');
      for (const { table, ...truth } of await tablesIn(name)) {
        expect((await databaseOn(server(), database).query(digestQuery(table)))[0], table).toEqual(truth);
      }
    } finally {
      await databaseOn(server(), 'postgres').query(`DROP DATABASE IF EXISTS ${database}`);
    }
  });

  it('brings a table into a schema that is there, and ends at the first error', () =>
    withDatabase(async (database) => {
      await database.query('CREATE SCHEMA "Here"');
      const line = ['restore', ...set, '--redirect-db', database.database, ...own, ...connection()];
      const redirected = [...line, '--include-table', 'Weird "Schema, x.dot.ted', '--redirect-schema', 'Here'];
      const { status, stderr } = await runHere(redirected);
      expect(status, stderr).toBe(0);
      const truth = (await tablesIn(name)).find(({ table }) => table === dotted)!;
      expect((await database.query(digestQuery('"Here"."dot.ted"')))[0]).toEqual({ rows: truth.rows, md5: truth.md5 });
      const again = await runHere(redirected);
      expect(again.status).toBe(1);
      expect(again.stderr).toContain(
        'gpferry: error: could not execute query: ERROR:  relation "dot.ted" already exists',
      );
      expect((await database.query('SELECT count(*)::int AS n FROM "Here"."dot.ted"'))[0]).toEqual({ n: truth.rows });
      await database.query('ALTER TABLE "Here"."dot.ted" ADD UNIQUE (a)');
      await database.query('CREATE TABLE refers (a int REFERENCES "Here"."dot.ted" (a))');
      const kept = await runHere([...redirected, '--truncate-table', '--on-error-continue']);
      expect(kept.stderr).toContain('cannot truncate a table referenced in a foreign key constraint');
      expect(kept.stderr).toContain('errors ignored on restore: 2');
      await database.query('DROP TABLE refers');
      const anew = await runHere([...redirected, '--truncate-table', '--on-error-continue']);
      expect(anew.stderr).toContain('errors ignored on restore: 1');
      expect((await database.query('SELECT count(*)::int AS n FROM "Here"."dot.ted"'))[0]).toEqual({ n: truth.rows });
    }));

  it('restores what is in one file for each segment with one job, and says so', () =>
    withDatabase(async (database) => {
      const inOne = ['restore', '--backup-dir', backupSet('greenplum-7/latin1-single-zstd'), ...own, ...connection()];
      const { stderr } = await runHere([
        ...inOne,
        '--redirect-db',
        database.database,
        '--jobs',
        '4',
        '--on-error-continue',
      ]);
      expect(stderr).toContain('gpferry: one job restores all: the set has the rows of all tables in one file');
      expect(stderr).toContain('3 tables, 360 rows');
    }));

  it('goes into the database that the set is of', async () => {
    const { stderr } = await runHere(['restore', ...set, ...connection()]);
    expect(stderr).toContain('database "bktest" does not exist');
  });
});
