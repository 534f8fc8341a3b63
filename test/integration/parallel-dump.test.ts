import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectSameText, genuineDump } from '../support/databases.ts';
import { expectEmpty, expectFailure } from '../support/failures.ts';
import { withTempDir } from '../support/files.ts';
import { gpferryOk, pgToolOk, startGpferry } from '../support/pg-tools.ts';
import { describeWithServer, openDatabase, type TestDatabase, withDatabase } from '../support/server.ts';

/** Tables of very different sizes and all that may depend on their rows. */
const sample = `
  CREATE TABLE customer (id integer PRIMARY KEY, name text);
  INSERT INTO customer SELECT i, 'customer ' || i FROM generate_series(1, 1000) AS i;
  CREATE TABLE purchase (id integer PRIMARY KEY, customer integer REFERENCES customer, note text);
  INSERT INTO purchase SELECT i, 1 + i % 1000, repeat(i::text, 20) FROM generate_series(1, 20000) AS i;
  CREATE TABLE measure (at date, value numeric) PARTITION BY RANGE (at);
  CREATE TABLE measure_old PARTITION OF measure FOR VALUES FROM ('2020-01-01') TO ('2024-01-01');
  CREATE TABLE measure_new PARTITION OF measure FOR VALUES FROM ('2024-01-01') TO ('2030-01-01');
  INSERT INTO measure SELECT date '2020-01-01' + i, i / 7.0 FROM generate_series(1, 3000) AS i;
  CREATE INDEX ON measure (value);
  CREATE TABLE nothing ();
  CREATE TABLE "Odd ""name""" (a text);
  INSERT INTO "Odd ""name""" VALUES (E'a\\tb\\n\\\\.'), (NULL);
  CREATE MATERIALIZED VIEW per_customer AS SELECT customer, count(*) AS purchases FROM purchase GROUP BY customer;
  CREATE MATERIALIZED VIEW busiest AS SELECT max(purchases) AS purchases FROM per_customer;
  SELECT lo_from_bytea(4711, '\\x00ff00'), lo_from_bytea(4712, ''), lo_from_bytea(4713, repeat('x', 5000)::bytea);
  ANALYZE`;

/** What genuine pg_restore reads of an archive, without the time it was made at. */
const listing = async (archive: string): Promise<string> =>
  (await pgToolOk('pg_restore', ['-l', archive])).replace(/^; Archive created at .*$/m, '');

/** File by file, uncompressed. */
async function contents(archive: string): Promise<Readonly<Record<string, string>>> {
  const files = (await readdir(archive)).filter((file) => file !== 'toc.dat').sort();
  const unpacked = files.map(async (file) => {
    const bytes = await readFile(join(archive, file));
    return [file, (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')] as const;
  });
  return Object.fromEntries(await Promise.all(unpacked));
}

/** A session that stays open for the test. */
async function openSession({ host, port, user, database }: TestDatabase): Promise<pg.Client & AsyncDisposable> {
  const client = new pg.Client({ host, port, user, database });
  await client.connect();
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.end() });
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(20);
  }
}

async function backends({ database, query }: TestDatabase, where: string): Promise<number> {
  const rows = await query(
    `SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE CASE WHEN datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'
       THEN ${where} ELSE false END`,
    [database],
  );
  return Number(rows[0]?.['count']);
}

describeWithServer('a directory archive that several connections write', () => {
  let source: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    source = await openDatabase();
    await source.query(sample);
  });
  afterAll(() => source[Symbol.asyncDispose]());

  it.each([[[]], [['--inserts']], [['--archive-version=1.16']]])(
    'has the files and the table of contents of one that a single connection writes %j',
    async (args) => {
      await withTempDir(async (directory) => {
        const [one, four] = [join(directory, 'one'), join(directory, 'four')];
        await gpferryOk(['dump', '-Fd', ...args, '-f', one, source.database]);
        await gpferryOk(['dump', '-Fd', '-j4', ...args, '-f', four, source.database]);
        expect(await contents(four)).toEqual(await contents(one));
        if (args.length === 0) expect(await listing(four)).toBe(await listing(one));
      });
    },
  );

  const restores: readonly (readonly [string, (archive: string, into: TestDatabase) => Promise<unknown>])[] = [
    ['gpferry restore -j4', (archive, { database }) => gpferryOk(['restore', '-e', '-j4', '-d', database, archive])],
    ['pg_restore -j4', (archive, { database }) => pgToolOk('pg_restore', ['-e', '-j4', '-d', database, archive])],
  ];
  it.each(restores)('is the database again after %s', async (_, restore) => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await gpferryOk(['dump', '-Fd', '-j3', '-f', archive, source.database]);
      await withDatabase(async (copy) => {
        await restore(archive, copy);
        expectSameText(await genuineDump(copy), await genuineDump(source));
      });
    });
  });

  it('of genuine pg_dump is the database again after gpferry restore -j4', async () => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await pgToolOk('pg_dump', ['-Fd', '-j4', '-f', archive, source.database]);
      await withDatabase(async (copy) => {
        await gpferryOk(['restore', '-e', '-j4', '-d', copy.database, archive]);
        expectSameText(await genuineDump(copy), await genuineDump(source));
      });
    });
  });

  it.each([[[]], [['--serializable-deferrable']]])(
    'shows one moment of a database that is written to meanwhile %j',
    async (args) => {
      await withTempDir(async (directory) => {
        const archive = join(directory, 'archive');
        await withDatabase(async (database) => {
          const tables = ['a', 'b', 'c', 'd', 'e'];
          for (const table of tables)
            await database.query(`CREATE TABLE ${table} AS SELECT i FROM generate_series(1, 50000) AS i`);
          await using writer = await openSession(database);
          const dump = startGpferry(['dump', '-Fd', '-j3', ...args, '-f', archive, database.database]);
          const done = dump.result.then(() => true);
          let written = 0;
          while (!(await Promise.race([done, sleep(1, false)]))) {
            await writer.query(tables.map((table) => `INSERT INTO ${table} VALUES (0);`).join('\n'));
            written += 1;
          }
          expect((await dump.result).status).toBe(0);
          const files = await contents(archive);
          const lengths = new Set(Object.values(files).map((text) => text.length));
          expect(Object.keys(files)).toHaveLength(tables.length);
          expect([...lengths]).toHaveLength(1);
          // Something was written behind the snapshot.
          const rows = (Object.values(files)[0] ?? '').split('\n').length - 4;
          expect(rows).toBeLessThan(50000 + written);
        });
      });
    },
  );

  it('shows the moment of the snapshot that --snapshot names', async () => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await withDatabase(async (database) => {
        await database.query('CREATE TABLE a AS SELECT 1 AS i; CREATE TABLE b AS SELECT 1 AS i');
        await using holder = await openSession(database);
        await holder.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
        const { rows } = await holder.query('SELECT pg_export_snapshot() AS name');
        await database.query('INSERT INTO a VALUES (2); INSERT INTO b VALUES (2)');
        await gpferryOk(['dump', '-Fd', '-j2', `--snapshot=${rows[0].name}`, '-f', archive, database.database]);
        expect(Object.values(await contents(archive))).toEqual(['1\n\\.\n\n\n', '1\n\\.\n\n\n']);
      });
    });
  });
});

/** Roles belong to the whole server, which other test files use at the same time. */
const reader = `parallel_reader_${process.pid}`;

/** Tables of which `reader` gets a row a second, through a policy: one soon ends, the other never. */
const slowTables = `
  CREATE TABLE brief AS SELECT i, repeat('x', 400) AS filling FROM generate_series(1, 200) AS i;
  CREATE TABLE endless AS SELECT i, repeat('x', 400) AS filling FROM generate_series(1, 1000) AS i;
  CREATE TABLE late AS SELECT 1 AS i;
  CREATE FUNCTION wait() RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT pg_catalog.pg_sleep(1) IS NOT NULL';
  ALTER TABLE brief ENABLE ROW LEVEL SECURITY;
  ALTER TABLE endless ENABLE ROW LEVEL SECURITY;
  CREATE POLICY slowly ON brief USING (i > 2 OR public.wait());
  CREATE POLICY slowly ON endless USING (public.wait());
  GRANT SELECT ON brief, endless, late TO ${reader};
  ANALYZE`;

describeWithServer('a dump by several connections that cannot be made', () => {
  let source: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    source = await openDatabase();
    await source.query(`CREATE ROLE ${reader} LOGIN; ${slowTables}`);
  });
  afterAll(async () => {
    await source.query(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`);
    await source[Symbol.asyncDispose]();
  });

  const slowDump = (archive: string): readonly string[] => [
    ...['dump', '-Fd', '-j2', '--enable-row-security', '-U', reader, '-f', archive, source.database],
  ];
  const untilCopying = (): Promise<void> =>
    until(async () => (await backends(source, `state = 'active' AND query ILIKE 'COPY %'`)) === 2, 'two COPYs');
  const untilGone = (): Promise<void> =>
    until(async () => (await backends(source, `usename = '${reader}'`)) === 0, 'a connection stayed');

  it('because somebody waits for a table says so, instead of waiting behind him for ever', async () => {
    await withTempDir(async (directory) => {
      const dump = startGpferry(slowDump(join(directory, 'archive')));
      await untilCopying();
      await using intruder = await openSession(source);
      const locked = intruder.query('BEGIN; LOCK TABLE late IN ACCESS EXCLUSIVE MODE; COMMIT');
      expectFailure(
        await dump.result,
        /could not obtain lock on relation "public\.late"\nThis usually means that someone requested an ACCESS EXCLUSIVE lock/,
      );
      await locked;
      await expectEmpty(directory);
      await untilGone();
    });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('because of %s leaves nothing behind, and no connection', async (signal) => {
    await withTempDir(async (directory) => {
      const dump = startGpferry(slowDump(join(directory, 'archive')));
      await untilCopying();
      dump.kill(signal);
      const { status, stderr } = await dump.result;
      expect(stderr).toBe('gpferry: terminated by user\n');
      expect(status).toBe(1);
      await expectEmpty(directory);
      await untilGone();
    });
  });

  it('because one connection was ended ends the others', async () => {
    await withTempDir(async (directory) => {
      const dump = startGpferry(slowDump(join(directory, 'archive')));
      await untilCopying();
      await source.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${reader}' AND query ILIKE 'COPY %endless%'`,
      );
      expectFailure(await dump.result, /terminating connection due to administrator command/);
      await expectEmpty(directory);
      await untilGone();
    });
  });
});

describeWithServer('a disabled trigger of a partition’s partition', () => {
  it.each(['-j1', '-j4'])('is disabled again, whatever comes first by name (restored %s)', async (jobs) => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await withDatabase(async (database) => {
        await database.query(`
          CREATE TABLE parts (a integer) PARTITION BY RANGE (a);
          CREATE TABLE middle PARTITION OF parts FOR VALUES FROM (0) TO (10) PARTITION BY RANGE (a);
          CREATE TABLE a_leaf PARTITION OF middle FOR VALUES FROM (0) TO (5);
          CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
          CREATE TRIGGER t AFTER INSERT ON parts FOR EACH ROW EXECUTE FUNCTION f();
          ALTER TABLE a_leaf DISABLE TRIGGER t`);
        await gpferryOk(['dump', '-Fc', '-f', archive, database.database]);
      });
      await withDatabase(async (copy) => {
        await gpferryOk(['restore', '-e', jobs, '-d', copy.database, archive]);
        expect(await copy.query('SELECT tgrelid::regclass::text, tgenabled FROM pg_trigger ORDER BY 1')).toEqual([
          { tgrelid: 'a_leaf', tgenabled: 'D' },
          { tgrelid: 'middle', tgenabled: 'O' },
          { tgrelid: 'parts', tgenabled: 'O' },
        ]);
      });
    });
  });
});
