import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { expectEmpty, expectFailure } from '../support/failures.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, gpferryOk, pgToolOk, startGpferry, type ToolResult, toolEnvironment } from '../support/pg-tools.ts';
import { databaseOn, describeWithServer, openDatabase, type TestDatabase, withDatabase } from '../support/server.ts';

const run = promisify(execFile);
const formats = ['custom', 'directory', 'tar', 'plain'] as const;

/** Roles belong to the whole server, which other test files use at the same time. */
const reader = `reader_${process.pid}`;

/** A table of which `reader` gets one row a second, through a policy; enough rows never to end. */
const slowTable = `
  CREATE TABLE slow AS SELECT i FROM generate_series(1, 1000) AS i;
  ALTER TABLE slow ENABLE ROW LEVEL SECURITY;
  CREATE FUNCTION wait() RETURNS boolean LANGUAGE sql VOLATILE AS 'SELECT pg_catalog.pg_sleep(1) IS NOT NULL';
  CREATE POLICY slowly ON slow USING (public.wait());
  GRANT SELECT ON slow TO ${reader}`;

const slowDump = (database: string, format: string, file: string): readonly string[] => [
  ...['dump', '--enable-row-security', '-U', reader],
  ...[`--format=${format}`, '-f', file, database],
];

async function backends(database: TestDatabase, where: string): Promise<number> {
  // The queries of other tests' databases may be in other encodings: CASE keeps them from being looked at.
  const rows = await database.query(
    `SELECT count(*)::integer AS count FROM pg_stat_activity
     WHERE CASE WHEN datname = $1 AND pid <> pg_backend_pid() AND backend_type = 'client backend'
       THEN ${where} ELSE false END`,
    [database.database],
  );
  return Number(rows[0]?.['count']);
}

async function until(condition: () => Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(50);
  }
}

const untilCopying = (database: TestDatabase): Promise<void> =>
  until(async () => (await backends(database, `state = 'active' AND query ILIKE 'COPY %'`)) > 0, 'no COPY began');

describeWithServer('a dump that cannot be made', () => {
  let source: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    source = await openDatabase();
    await source.query(`CREATE ROLE ${reader} LOGIN; ${slowTable}`);
  });

  afterAll(async () => {
    await source.query(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`);
    await source[Symbol.asyncDispose]();
  });

  async function endConnections(): Promise<void> {
    await source.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '${reader}'`);
    await until(async () => (await backends(source, 'true')) === 0, 'a connection stayed');
  }

  describe.each(['SIGINT', 'SIGTERM'] as const)('because of %s', (signal) => {
    it.each(formats)('leaves nothing behind: %s', async (format) => {
      await withTempDir(async (directory) => {
        const dump = startGpferry(slowDump(source.database, format, join(directory, 'archive')));
        await untilCopying(source);
        dump.kill(signal);
        const { status, stderr } = await dump.result;
        expect(stderr).toContain('terminated by user');
        expect(stderr).not.toMatch(/^\s+at /m);
        expect(status).toBe(1);
        await expectEmpty(directory);
        await until(async () => (await backends(source, 'true')) === 0, 'the server went on with the COPY');
      });
    });
  });

  it.each(formats)('because of SIGKILL leaves nothing under the name asked for: %s', async (format) => {
    await withTempDir(async (directory) => {
      const file = join(directory, 'archive');
      const dump = startGpferry(slowDump(source.database, format, file));
      await untilCopying(source);
      dump.kill('SIGKILL');
      expect((await dump.result).signal).toBe('SIGKILL');
      expect(existsSync(file)).toBe(false);
      // Nobody has told the server, which would go on for the next test to see.
      await endConnections();
    });
  });

  it.each(formats)('because its connection was ended says so and leaves nothing behind: %s', async (format) => {
    await withTempDir(async (directory) => {
      const dump = startGpferry(slowDump(source.database, format, join(directory, 'archive')));
      await untilCopying(source);
      await endConnections();
      expectFailure(await dump.result, /terminating connection due to administrator command|connection to server/);
      await expectEmpty(directory);
    });
  });

  it('for want of a privilege names the table and leaves nothing behind', async () => {
    await withDatabase(async (database) => {
      await database.query('CREATE TABLE open AS SELECT 1 AS a; CREATE TABLE secret AS SELECT 2 AS b');
      await database.query(`GRANT SELECT ON open TO ${reader}`);
      await withTempDir(async (directory) => {
        const result = await gpferry(['dump', '-U', reader, '-Fc', '-f', join(directory, 'a'), database.database]);
        expectFailure(result, /permission denied for table secret/);
        await expectEmpty(directory);
      });
    });
  });

  it.each([
    [
      'the host is unknown',
      ['-h', 'no-such-host.invalid', 'x'],
      /could not translate host name "no-such-host.invalid"/,
    ],
    ['nobody listens on the port', ['-h', '127.0.0.1', '-p', '1', 'x'], /port 1 failed: Connection refused/],
    ['the socket is not there', ['-h', '/nonexistent', 'x'], /"\/nonexistent\/\.s\.PGSQL\.\d+" failed: No such file/],
    ['the database is not there', ['no such database'], /FATAL: {2}database "no such database" does not exist/],
    ['the role is not there', ['-U', 'nobody at all', 'postgres'], /FATAL: {2}role "nobody at all" does not exist/],
    ['no table matches', ['-t', 'no_such_table', 'postgres'], /no matching tables were found/],
    ['no schema matches', ['-n', 'no_such_schema', 'postgres'], /no matching schemas were found/],
  ])('because %s says so', async (_, args, message) => {
    await withTempDir(async (directory) => {
      expectFailure(await gpferry(['dump', '-Fc', '-f', join(directory, 'archive'), ...args]), message);
      await expectEmpty(directory);
    });
  });

  it('into a directory that is not there says so', async () => {
    const result = await gpferry(['dump', '-Fc', '-f', '/nonexistent/archive', source.database]);
    expectFailure(result, /could not open output file "\/nonexistent\/archive": No such file or directory/);
  });
});

describeWithServer('a table that changes before the dump has locked it', () => {
  it.each([
    ['is truncated', 'TRUNCATE t'],
    ['is rewritten', 'ALTER TABLE t ALTER i TYPE bigint'],
    ['is replaced', 'ALTER TABLE t RENAME TO old; CREATE TABLE t (i integer)'],
  ])('is named in a warning when it %s, as its rows are missing', async (_, change) => {
    await withDatabase(async (database) => {
      await database.query('CREATE TABLE t AS SELECT i FROM generate_series(1, 10) AS i');
      let dump: Promise<ToolResult> | undefined;
      await withLockedTable(
        database,
        async () => {
          dump = startGpferry(['dump', database.database]).result;
          await until(async () => (await backends(database, `query LIKE 'LOCK TABLE%'`)) > 0, 'the dump did not wait');
        },
        change,
      );
      const { status, stderr } = await dump!;
      expect(stderr).toContain('warning: table "public.t" was truncated, rewritten or replaced while the dump began\n');
      expect(status).toBe(0);
    });
  });

  it('is not, where nothing of it is missing', async () => {
    await withDatabase(async (database) => {
      await database.query('CREATE TABLE t AS SELECT 1 AS i; TRUNCATE t; INSERT INTO t VALUES (2)');
      expect((await gpferry(['dump', database.database])).stderr).not.toContain('warning');
    });
  });
});

describeWithServer('a server that stops in the middle', () => {
  it.each(formats)('makes a clear error and leaves nothing behind: %s', async (format) => {
    await using cluster = await startCluster({ binDirectory: `${inject('pgBin')}` });
    const database = databaseOn(cluster.address, 'postgres');
    await database.query(`CREATE ROLE ${reader} LOGIN; ${slowTable}`);
    await withTempDir(async (directory) => {
      const dump = startGpferry(slowDump('postgres', format, join(directory, 'archive')), {
        env: { PGPORT: `${cluster.address.port}` },
      });
      await untilCopying(database);
      stopAtOnce(cluster);
      expectFailure(await dump.result, /server closed the connection|terminating connection|connection to server/);
      await expectEmpty(directory);
    });
  });

  it('makes a restore fail', async () => {
    await using cluster = await startCluster({ binDirectory: `${inject('pgBin')}` });
    const database = databaseOn(cluster.address, 'postgres');
    const port = `${cluster.address.port}`;
    await database.query('CREATE TABLE t AS SELECT i FROM generate_series(1, 10) AS i');
    await withTempDir(async (directory) => {
      const file = join(directory, 'archive');
      await gpferryOk(['dump', '-Fc', '-f', file, 'postgres'], { env: { PGPORT: port } });
      await withLockedTable(database, async () => {
        const restore = startGpferry(['restore', '--data-only', '-d', 'postgres', file], { env: { PGPORT: port } });
        await untilCopying(database);
        stopAtOnce(cluster);
        expectFailure(await restore.result, /server closed the connection|terminating connection|connection to server/);
      });
    });
  });

  /** As `pg_ctl stop -m immediate`. */
  const stopAtOnce = (cluster: Cluster): void => void process.kill(cluster.pid, 'SIGQUIT');
});

describeWithServer('a restore that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('by %s ends at once, and so does its statement', async (signal) => {
    await withDatabase(async (database) => {
      await database.query('CREATE TABLE t AS SELECT i FROM generate_series(1, 10) AS i');
      await withTempDir(async (directory) => {
        const file = join(directory, 'archive');
        await gpferryOk(['dump', '-Fc', '-f', file, database.database]);
        await withLockedTable(database, async () => {
          const restore = startGpferry(['restore', '--data-only', '-d', database.database, file]);
          await untilCopying(database);
          restore.kill(signal);
          const { status, stderr } = await restore.result;
          expect(stderr).toContain('terminated by user');
          expect(status).toBe(1);
          await until(async () => (await backends(database, `query ILIKE 'COPY %'`)) === 0, 'the COPY went on');
        });
      });
      expect(await database.query('SELECT count(*)::integer AS count FROM t')).toEqual([{ count: 10 }]);
    });
  });
});

describeWithServer('a wrong password', () => {
  it('is refused as libpq says it', async () => {
    await withTempDir(async (directory) => {
      // The server's own account reads the file.
      await run('chmod', ['755', directory]);
      await writeFile(join(directory, 'password'), 'right\n');
      const initdbArgs = ['-A', 'scram-sha-256', '--pwfile', join(directory, 'password')];
      await using cluster = await startCluster({ binDirectory: `${inject('pgBin')}`, initdbArgs });
      const env = { PGPORT: `${cluster.address.port}`, PGPASSWORD: 'wrong' };
      const result = await gpferry(['dump', '-w', '-s', 'postgres'], { env });
      expectFailure(result, /FATAL: {2}password authentication failed for user "postgres"/);
      expect(result.stdout.length).toBe(0);
      await gpferryOk(['dump', '-w', '-s', 'postgres'], { env: { ...env, PGPASSWORD: 'right' } });
    });
  });
});

/** A file system of one megabyte, which as a rule only root may make. */
async function withSmallDisk(fn: (directory: string) => Promise<void>): Promise<void> {
  await withTempDir(async (directory) => {
    const disk = join(directory, 'disk');
    await mkdir(disk);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'gpferry-test', disk]);
    try {
      await fn(disk);
    } finally {
      await run('umount', [disk]);
    }
  });
}

const canMount = await withSmallDisk(async () => {}).then(
  () => true,
  () => false,
);
const onSmallDisk = (name: string): string => (canMount ? name : `${name} (skipped: no tmpfs may be mounted here)`);

describeWithServer('a disk that is full', () => {
  let source: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    source = await openDatabase();
    await source.query(
      `CREATE TABLE wide AS SELECT i, md5(i::text) || md5((-i)::text) AS text FROM generate_series(1, 60000) AS i`,
    );
  });

  afterAll(() => source[Symbol.asyncDispose]());

  it.skipIf(!canMount).each(formats)(onSmallDisk('stops a dump and is left as empty as it was: %s'), async (format) => {
    await withSmallDisk(async (disk) => {
      const result = await gpferry(['dump', `--format=${format}`, '-f', join(disk, 'archive'), source.database]);
      expectFailure(result, /No space left on device/);
      await expectEmpty(disk);
    });
  });

  it.skipIf(!canMount)(onSmallDisk('stops a restore that writes a script'), async () => {
    await withTempDir(async (directory) => {
      const file = join(directory, 'archive');
      await pgToolOk('pg_dump', ['-Fc', '-f', file, source.database]);
      await withSmallDisk(async (disk) => {
        expectFailure(await gpferry(['restore', '-f', join(disk, 'script'), file]), /No space left on device/);
        await expectEmpty(disk);
      });
    });
  });

  it.each([
    ['an archive', ['dump', '-Fc', '-s']],
    ['a script', ['dump', '-Fp', '-s', '--verbose']],
    ['a listing', ['list', '--json']],
  ])('is told of also where it takes a part of the last write: %s', async (_, command) => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await gpferryOk(['dump', '-Fc', '-s', '-f', archive, source.database]);
      const script = `trap '' XFSZ; ulimit -f 1; exec "$@" > ${join(directory, 'output')}`;
      const program = [process.execPath, inject('gpferryCli'), ...command];
      const operand = command[0] === 'list' ? archive : source.database;
      const limited = run('sh', ['-c', script, 'sh', ...program, operand], { env: toolEnvironment() });
      await expect(limited).rejects.toThrow('could not write to standard output: File too large');
    });
  });

  it.each(['custom', 'tar', 'plain'])('is told of also where it is a device: %s', async (format) => {
    const result = await gpferry(['dump', `--format=${format}`, '-f', '/dev/full', source.database]);
    expectFailure(result, /No space left on device/);
  });
});

describe('what is no archive', () => {
  it.each([
    ['an empty file', '', /too short|empty/],
    ['some text', 'Dear diary,\n'.repeat(100), /does not appear to be a valid archive/],
    ['a plain dump', '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\n', /psql/],
  ])('is refused: %s', async (_, text, message) => {
    await withTempDir(async (directory) => {
      const file = join(directory, 'file');
      await writeFile(file, text);
      // What reads scripts as well takes any text for one.
      expectFailure(await gpferry(['pg_restore', '-l', file]), message);
      expectFailure(await gpferry(['pg_restore', '-f', join(directory, 'script'), file]), message);
      expect(existsSync(join(directory, 'script'))).toBe(false);
    });
  });
});

/** Holds the table t against every other session, and at last does to it what `change` says. */
async function withLockedTable(address: TestDatabase, fn: () => Promise<void>, change?: string): Promise<void> {
  const { host, port, user, database } = address;
  const client = new pg.Client({ host, port, user, database });
  // Where the server is stopped meanwhile.
  client.on('error', () => {});
  await client.connect();
  await client.query('BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE');
  try {
    await fn();
    if (change !== undefined) await client.query(`${change}; COMMIT`);
  } finally {
    await client.end().catch(() => {});
  }
}
