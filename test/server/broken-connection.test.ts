import { afterEach, expect, inject, it } from 'vitest';
import { ConnectionLostError } from '../../src/errors.ts';
import type { Session } from '../../src/server/session.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { describeWithServer, server } from '../support/server.ts';
import { errorOf, sessionTo } from './sessions.ts';

const endlessCopy = `COPY (SELECT repeat('x', 1000) FROM generate_series(1, 3000000)) TO STDOUT`;

async function terminate(session: Session): Promise<void> {
  await using other = await sessionTo(server());
  await other.execute(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND pid <> pg_backend_pid()
      AND datname = '${session.database}'`,
  );
}

async function* rowsUntil(event: () => Promise<void>): AsyncGenerator<Uint8Array> {
  for (let line = 0; line < 100; line++) yield Buffer.alloc(60_000, 'text\n');
  await event();
  for (;;) {
    yield Buffer.alloc(60_000, 'text\n');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const stuck = (): Promise<void> => new Promise(() => {});

async function readUntil(session: Session, event: () => Promise<void>): Promise<void> {
  let read = 0;
  for await (const chunk of session.copyOut(endlessCopy)) {
    if (read < 1_000_000 && read + chunk.length >= 1_000_000) await event();
    read += chunk.length;
  }
}

describeWithServer('a backend that is terminated', () => {
  it('in copyOut: says what was copied and why', async () => {
    await using session = await sessionTo(server());
    const error = await errorOf(() => readUntil(session, () => terminate(session)));
    expect(error).toBeInstanceOf(ConnectionLostError);
    // A backend that is stuck in sending cannot say why it goes.
    expect(error.message).toMatch(/^server closed the connection unexpectedly/);
    expect(error).toMatchObject({ detail: `The statement was: ${endlessCopy}` });
    await expect(session.query('SELECT 1')).rejects.toBeInstanceOf(ConnectionLostError);
  });

  it('in copyIn', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a text)');
    const error = await errorOf(() =>
      session.copyIn(
        'COPY t FROM STDIN',
        rowsUntil(() => terminate(session)),
      ),
    );
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({
      message: 'server closed the connection unexpectedly: terminating connection due to administrator command',
      detail: 'The statement was: COPY t FROM STDIN',
    });
  });

  it('in copyIn whose source waits for ever', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a text)');
    const loading = errorOf(() => session.copyIn('COPY t FROM STDIN', rowsUntil(stuck)));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await terminate(session);
    expect(await loading).toBeInstanceOf(ConnectionLostError);
  });

  it('in a query, in streamed rows and between statements', async () => {
    await using session = await sessionTo(server());
    const gone = 'SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(5)';
    await expect(session.query(gone)).rejects.toBeInstanceOf(ConnectionLostError);
    await using streaming = await sessionTo(server());
    const read = async () => {
      for await (const _ of streaming.rows(`${gone} FROM generate_series(1, 1000)`));
    };
    expect(await errorOf(read)).toBeInstanceOf(ConnectionLostError);
    await using idle = await sessionTo(server());
    const [backend] = await idle.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await using other = await sessionTo(server());
    await other.query(`SELECT pg_terminate_backend(${backend?.pid})`);
    await expect(idle.query('SELECT 1')).rejects.toBeInstanceOf(ConnectionLostError);
  });
});

describeWithServer('a server that stops at once', () => {
  let cluster: Cluster | undefined;

  afterEach(async () => {
    await cluster?.[Symbol.asyncDispose]();
  });

  /** As `pg_ctl stop -m immediate` does. */
  const stopImmediately = async (): Promise<void> => {
    process.kill(cluster?.pid ?? 0, 'SIGQUIT');
    await new Promise((resolve) => setTimeout(resolve, 300));
  };

  it('in the middle of copyOut', async () => {
    cluster = await startCluster({ binDirectory: inject('pgBin') ?? '' });
    await using session = await sessionTo(cluster.address);
    const error = await errorOf(() => readUntil(session, stopImmediately));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ detail: `The statement was: ${endlessCopy}` });
  });

  it('in the middle of copyIn', async () => {
    cluster = await startCluster({ binDirectory: inject('pgBin') ?? '' });
    await using session = await sessionTo(cluster.address);
    await session.execute('CREATE TEMP TABLE t (a text)');
    const error = await errorOf(() => session.copyIn('COPY t FROM STDIN', rowsUntil(stopImmediately)));
    expect(error).toBeInstanceOf(ConnectionLostError);
  });
});
