import net from 'node:net';
import { expect, inject, it } from 'vitest';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/server/connect.ts';
import { describeWithServer, server } from '../support/server.ts';
import { bareEnvironment } from './sessions.ts';

async function outcome(database: string, env: Record<string, string> = {}): Promise<string> {
  try {
    const options = { database, passwordPrompt: 'never' } as const;
    await using session = await connect(options, { env: { ...bareEnvironment, ...env } });
    return `${session.host}:${session.port} ${session.user}`;
  } catch (error) {
    return (error as Error).message;
  }
}

const format = '\\echo :HOST::PORT :USER';

function genuineOutcome(database: string, env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { ...bareEnvironment, LC_ALL: 'C.UTF-8', ...env } };
    const psql = execFile(
      join(inject('pgBin') ?? '', 'psql'),
      ['-wXqd', database],
      options,
      (error, stdout, stderr) => {
        resolve(error ? stderr.trimEnd().replace(/^psql: error: /, '') : stdout.trim());
      },
    );
    // It may have ended before it read a line; then its exit status says so.
    psql.stdin?.on('error', () => {});
    psql.stdin?.end(`${format}\n`);
  });
}

async function expectSame(database: string, env?: Record<string, string>): Promise<string> {
  const [ours, theirs] = await Promise.all([outcome(database, env), genuineOutcome(database, env)]);
  expect(ours).toBe(theirs);
  return ours;
}

/** A port where nobody listens. */
function closedPort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

describeWithServer('hosts, compared with genuine psql', () => {
  const rest = 'user=postgres dbname=postgres';

  it('refused, unknown, misspelt', async () => {
    const port = await closedPort();
    expect(await expectSame(`host=127.0.0.1 port=${port} ${rest}`)).toContain(
      'Connection refused\n\tIs the server running on that host',
    );
    expect(await expectSame(`host=localhost hostaddr=127.0.0.1 port=${port} ${rest}`)).toContain('at "127.0.0.1"');
    await expectSame(`hostaddr=not-an-address ${rest}`);
    await expectSame(`host=/nonexistent port=5432 ${rest}`);
    await expectSame(`host=/${'x'.repeat(120)} ${rest}`);
    await expectSame(`host=127.0.0.1 port=99999 ${rest}`);
    await expectSame(`host=127.0.0.1 port=x ${rest}`);
    await expectSame(`host=h1,h2 port=1,2,3 ${rest}`);
    expect(await outcome(`host=no.such.host.invalid ${rest}`)).toMatch(
      /^could not translate host name "no\.such\.host\.invalid" to address: /,
    );
  });

  it('an unknown database and an unknown user', async () => {
    const { host, port } = server();
    await expectSame(`host=${host} port=${port} user=postgres dbname=nowhere`);
    expect(await expectSame(`host=${host} port=${port} user=nobody_here dbname=postgres`)).toContain(
      'FATAL:  role "nobody_here" does not exist',
    );
  });

  it('the first that answers of a list', async () => {
    const { host, port } = server();
    const closed = await closedPort();
    expect(await expectSame(`host=${host},${host} port=${closed},${port} ${rest}`)).toBe(`${host}:${port} postgres`);
    expect(await expectSame(`postgresql://postgres@${host}:${closed},${host}:${closed}/postgres`)).toContain(
      '\nconnection to',
    );
    expect(await outcome(`host=${host},${host} port=${closed},${port} load_balance_hosts=random ${rest}`)).toBe(
      `${host}:${port} postgres`,
    );
  });

  it.each(['any', 'read-write', 'read-only', 'primary', 'standby', 'prefer-standby'])(
    'target_session_attrs=%s',
    async (target) => {
      const { host, port } = server();
      await expectSame(`host=${host} port=${port} ${rest} target_session_attrs=${target}`);
      await expectSame(`host=${host} port=${port} ${rest} target_session_attrs=${target}`, {
        PGOPTIONS: '-c default_transaction_read_only=on',
      });
    },
  );

  it('connect_timeout, for each address', async () => {
    const silent = net.createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as net.AddressInfo;
    const conninfo = `host=127.0.0.1,${server().host} port=${port},${server().port} connect_timeout=2 ${rest}`;
    const started = Date.now();
    expect(await outcome(conninfo)).toBe(`${server().host}:${server().port} postgres`);
    expect(Date.now() - started).toBeLessThan(4000);
    expect(await outcome(`host=127.0.0.1 port=${port} connect_timeout=2 ${rest}`)).toBe(
      `connection to server at "127.0.0.1", port ${port} failed: timeout expired`,
    );
    silent.close();
  });

  it('a server that is none', async () => {
    const rude = net.createServer((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).on('error', () => {}),
    );
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve));
    const { port } = rude.address() as net.AddressInfo;
    for (const mode of ['disable', 'prefer', 'require']) {
      expect(await outcome(`host=127.0.0.1 port=${port} sslmode=${mode} ${rest}`)).toContain(`port ${port} failed: `);
    }
    rude.close();
  });

  it('the environment and services', async () => {
    const { host, port } = server();
    const home = await mkdtemp(join(tmpdir(), 'gpferry-home-'));
    try {
      const service = `[here]\nhost=${host}\nport=${port}\nuser=postgres\ndbname=postgres\n[faulty]\nrubbish\n`;
      await writeFile(join(home, '.pg_service.conf'), service);
      expect(await expectSame('service=here', { HOME: home })).toBe(`${host}:${port} postgres`);
      expect(await expectSame('', { HOME: home, PGSERVICE: 'here' })).toBe(`${host}:${port} postgres`);
      await expectSame('service=faulty', { HOME: home });
      await expectSame('service=none', { HOME: home, PGSYSCONFDIR: home });
      await expectSame('service=none', { HOME: home, PGSERVICEFILE: join(home, 'absent') });
      await writeFile(join(home, 'pg_service.conf'), service);
      expect(await expectSame('service=here', { PGSYSCONFDIR: home })).toBe(`${host}:${port} postgres`);
      const env = { PGHOST: host, PGPORT: `${port}`, PGUSER: 'postgres', PGDATABASE: 'postgres' };
      expect(await expectSame('', env)).toBe(`${host}:${port} postgres`);
      expect(await expectSame('port=1', env)).toContain('Connection refused');
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('what the server is told', async () => {
    const { host, port, user } = server();
    await using session = await connect(
      { host, port, user, database: 'postgres' },
      {
        env: {
          PGOPTIONS: '-c work_mem=3MB',
          PGTZ: 'Asia/Tokyo',
          PGDATESTYLE: 'German',
          PGCLIENTENCODING: 'LATIN1',
          PGAPPNAME: 'named',
        },
      },
    );
    const [row] = await session.query(
      `SELECT current_setting('work_mem') AS mem, current_setting('timezone') AS zone, current_setting('datestyle') AS dates,
        current_setting('client_encoding') AS encoding, current_setting('application_name') AS application`,
    );
    expect(row).toEqual({
      mem: '3MB',
      zone: 'Asia/Tokyo',
      dates: 'German, DMY',
      encoding: 'LATIN1',
      application: 'named',
    });
  });
});
