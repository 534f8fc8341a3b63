import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, symlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';

import { tempDir } from '../support/files.ts';
import { gpferry, toolEnvironment } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';
import type { TestDatabase } from '../support/server.ts';

interface Running {
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly stderr: () => string;
  readonly isOver: () => boolean;
  readonly ended: Promise<{ status: number | null; signal: NodeJS.Signals | null; milliseconds: number }>;
}

function start(args: readonly string[]): Running {
  const child = spawn(process.execPath, [inject('gpferryCli'), ...args], {
    env: toolEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  let killed = 0;
  const ended = new Promise<Awaited<Running['ended']>>((resolve) => {
    child.on('close', (status, signal) => resolve({ status, signal, milliseconds: performance.now() - killed }));
  });
  return {
    kill: (signal) => {
      killed = performance.now();
      child.kill(signal);
    },
    stderr: () => said,
    isOver: () => child.exitCode !== null || child.signalCode !== null,
    ended,
  };
}

/** Runs `fn` while another session holds the table, so that whoever wants it waits. */
async function whileLocked(database: TestDatabase, table: string, fn: (blocker: pg.Client) => Promise<void>) {
  const { host, port, user } = database;
  const blocker = new pg.Client({ host, port, user, database: database.database });
  await blocker.connect();
  try {
    await blocker.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    await fn(blocker);
  } finally {
    await blocker.end();
  }
}

/** Waits for something that the program brings about, which must not end before. */
async function waitFor(condition: () => Promise<boolean>, run?: Running): Promise<void> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline; await sleep(20)) {
    if (await condition()) return;
    if (run?.isOver()) break;
  }
  throw new Error(`waited in vain: ${run?.stderr()}`);
}

/** Sessions of the database that run or wait, but for our own. */
const busy = async (database: TestDatabase, state = "wait_event_type = 'Lock'"): Promise<number> => {
  const rows = await database.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND ${state}`,
  );
  return Number(rows[0]?.['count']);
};

describeWithServer('a dump that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s while it waits cancels its statement, leaves no file and ends with status 1',
    async (signal) => {
      await withDatabase(async (database) => {
        await using directory = await tempDir();
        await database.query('CREATE TABLE t (a int)');
        await whileLocked(database, 't', async () => {
          const run = start(['pg_dump', '-Fc', '-f', join(directory.path, 'x.dump'), database.database]);
          await waitFor(async () => (await busy(database)) > 0, run);
          run.kill(signal);
          const { status, milliseconds } = await run.ended;
          expect({ status, said: run.stderr() }).toEqual({ status: 1, said: 'pg_dump: terminated by user\n' });
          expect(milliseconds).toBeLessThan(5_000);
          await waitFor(async () => (await busy(database)) === 0);
          expect(await readdir(directory.path)).toEqual([]);
        });
      });
    },
  );

  it.each(['custom', 'directory', 'tar', 'plain'])('in the midst of a table leaves no %s output', async (format) => {
    await withDatabase(async (database) => {
      await using directory = await tempDir();
      // Each row keeps the server busy for a while.
      await database.query(`
        CREATE TABLE t (a text);
        INSERT INTO t SELECT repeat(md5(i::text), 1000) FROM generate_series(1, 3000) i;
        CREATE FUNCTION slow() RETURNS boolean LANGUAGE sql AS 'SELECT pg_sleep(0.02) IS NOT NULL';
        CREATE POLICY slowly ON t USING (slow());
        CREATE ROLE reader_${database.database} LOGIN;
        ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        GRANT SELECT ON t TO reader_${database.database};
      `);
      try {
        const args = ['--enable-row-security', '-U', `reader_${database.database}`, '-F', format, '-f'];
        const run = start(['dump', ...args, join(directory.path, 'x'), database.database]);
        await waitFor(async () => (await busy(database, `query LIKE 'COPY %' AND state = 'active'`)) > 0, run);
        run.kill('SIGINT');
        const { status, milliseconds } = await run.ended;
        expect({ status, said: run.stderr() }).toEqual({ status: 1, said: 'gpferry: terminated by user\n' });
        expect(milliseconds).toBeLessThan(5_000);
        expect(await readdir(directory.path)).toEqual([]);
        await waitFor(async () => (await busy(database, `query LIKE 'COPY %' AND state = 'active'`)) === 0);
      } finally {
        await database.query(`DROP OWNED BY reader_${database.database}; DROP ROLE reader_${database.database}`);
      }
    });
  });
});

describe('a program that is interrupted while it waits for a server that does not answer', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('ends at once: %s', async (signal) => {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => sockets.add(socket)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const { port } = server.address() as AddressInfo;
      const run = start(['dump', '-h', '127.0.0.1', '-p', `${port}`]);
      await waitFor(async () => sockets.size > 0, run);
      run.kill(signal);
      const { status, milliseconds } = await run.ended;
      expect({ status, said: run.stderr() }).toEqual({ status: 1, said: 'gpferry: terminated by user\n' });
      expect(milliseconds).toBeLessThan(1_000);
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  });
});

describeWithServer('a restore that is interrupted', () => {
  it('cancels its statement and ends with status 1', async () => {
    await withDatabase(async (database) => {
      await using directory = await tempDir();
      const archive = join(directory.path, 'x.dump');
      await database.query('CREATE TABLE t AS SELECT 1 AS a');
      expect(await gpferry(['pg_dump', '-Fc', '-a', '-f', archive, database.database])).toMatchObject({ status: 0 });
      await whileLocked(database, 't', async () => {
        const run = start(['restore', '-d', database.database, archive]);
        await waitFor(async () => (await busy(database)) > 0, run);
        run.kill('SIGINT');
        const { status, milliseconds } = await run.ended;
        expect({ status, said: run.stderr() }).toEqual({ status: 1, said: 'gpferry: terminated by user\n' });
        expect(milliseconds).toBeLessThan(5_000);
        await waitFor(async () => (await busy(database)) === 0);
      });
      expect(await database.query('SELECT count(*)::int AS count FROM t')).toEqual([{ count: 1 }]);
    });
  });
});

describeWithServer('standard output that nobody reads', () => {
  it('ends the program without a word and with the status that SIGPIPE gives', async () => {
    await withDatabase(async (database) => {
      await database.query(`CREATE TABLE t AS SELECT repeat('x', 1000) FROM generate_series(1, 5000)`);
      const child = spawn(process.execPath, [inject('gpferryCli'), 'pg_dump', database.database], {
        env: toolEnvironment(),
      });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.stdout.once('data', () => child.stdout.destroy());
      const status = await new Promise((resolve) => child.on('close', resolve));
      expect({ status, said }).toEqual({ status: 141, said: '' });
    });
  });
});

describe('the executable', () => {
  it('is pg_dump where it is called by a link of that name', async () => {
    await using directory = await tempDir();
    const link = join(directory.path, 'pg_dump');
    await symlink(inject('gpferryCli'), link);
    const child = spawn(process.execPath, [link, '--bogus'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect({ status, said }).toEqual({
      status: 1,
      said: `pg_dump: unrecognized option '--bogus'\npg_dump: hint: Try "pg_dump --help" for more information.\n`,
    });
  });

  it('writes all of a long answer to a pipe', async () => {
    const { stdout, status } = await gpferry(['dump', '--help']);
    expect(status).toBe(0);
    expect(stdout.toString()).toMatch(/-\?, --help {19}show this help, then exit\n$/);
  });
});
