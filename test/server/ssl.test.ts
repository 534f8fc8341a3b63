import { chmod, copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, sessionTo } from './sessions.ts';
import { sslTries } from '../../src/server/ssl.ts';
import { connect } from '../../src/server/connect.ts';
import { describeWithServer } from '../support/server.ts';
import { type GuardedServer, startGuardedServer } from './guarded-server.ts';

describe('sslTries', () => {
  it.each([
    ['disable', ['plain']],
    ['allow', ['plain', 'tls?']],
    ['prefer', ['tls?', 'plain']],
    ['require', ['tls']],
    ['verify-ca', ['tls']],
    ['verify-full', ['tls']],
  ] as const)('%s tries %j', (mode, expected) => {
    const tries = sslTries(mode, false).map((one) => (one.ssl ? (one.mayContinuePlain ? 'tls?' : 'tls') : 'plain'));
    expect(tries).toEqual(expected);
    expect(sslTries(mode, true).map((one) => one.ssl)).toEqual([false]);
  });
});

const modes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'];

describeWithServer('sslmode, compared with genuine psql', () => {
  let guarded: GuardedServer;
  beforeAll(async () => {
    guarded = await startGuardedServer();
  });
  afterAll(() => guarded[Symbol.asyncDispose]());

  const expectSame = async (conninfo: string, env?: Record<string, string>) => {
    const [ours, theirs] = await Promise.all([guarded.outcome(conninfo, env), guarded.genuineOutcome(conninfo, env)]);
    expect(ours).toBe(theirs);
    return ours;
  };
  const roots = (name: string) => `sslrootcert=${guarded.certificates.path(name)}`;

  it.each(modes.slice(0, 4).flatMap((mode) => ['postgres', 'ssl_only', 'plain_only'].map((user) => [mode, user])))(
    'sslmode=%s as %s',
    async (mode, user) => {
      await expectSame(`host=localhost hostaddr=127.0.0.1 user=${user} sslmode=${mode}`);
    },
  );

  it.each(modes.flatMap((mode) => ['ca.crt', 'other.crt', 'missing.crt'].map((root) => [mode, root])))(
    'sslmode=%s with root %s',
    async (mode, root) => {
      const conninfo = `host=localhost hostaddr=127.0.0.1 user=ssl_only sslmode=${mode} ${roots(root)}`;
      const [ours, theirs] = await Promise.all([guarded.outcome(conninfo), guarded.genuineOutcome(conninfo)]);
      // From 16 on the advice also names sslrootcert=system.
      const lines = (text: string) => text.split('\n').filter((line) => !line.startsWith('Either provide'));
      expect(lines(ours)).toEqual(lines(theirs));
    },
  );

  it('checks the name for verify-full only', async () => {
    const mismatched = `hostaddr=127.0.0.1 user=ssl_only ${roots('ca.crt')}`;
    expect(await expectSame(`${mismatched} host=elsewhere sslmode=verify-ca`)).toBe('tls');
    expect(await expectSame(`${mismatched} host=elsewhere sslmode=verify-full`)).toContain('(and 1 other name)');
    expect(await expectSame(`${mismatched} host=db.example.com sslmode=verify-full`)).toBe('tls');
    expect(await expectSame(`${mismatched} sslmode=verify-full`)).toContain('host name must be specified');
  });

  it('heeds revocation lists', async () => {
    const base = `host=localhost hostaddr=127.0.0.1 user=ssl_only sslmode=verify-full ${roots('ca.crt')}`;
    expect(await expectSame(`${base} sslcrl=${guarded.certificates.path('empty.crl')}`)).toBe('tls');
    expect(await expectSame(`${base} sslcrl=${guarded.certificates.path('revoked.crl')}`)).toContain(
      'certificate verify failed',
    );
  });

  it('finds certificates in ~/.postgresql', async () => {
    const home = await mkdtemp(join(tmpdir(), 'gpferry-home-'));
    try {
      await mkdir(join(home, '.postgresql'));
      await copyFile(guarded.certificates.path('other.crt'), join(home, '.postgresql', 'root.crt'));
      const base = 'host=localhost hostaddr=127.0.0.1';
      expect(await expectSame(`${base} user=ssl_only sslmode=require`, { HOME: home })).toContain(
        'certificate verify failed',
      );
      expect(await expectSame(`${base} user=postgres sslmode=prefer`, { HOME: home })).toBe('plain');
      await copyFile(guarded.certificates.path('ca.crt'), join(home, '.postgresql', 'root.crt'));
      expect(await expectSame(`${base} user=ssl_only sslmode=require`, { HOME: home })).toBe('tls');
      await copyFile(guarded.certificates.path('client.crt'), join(home, '.postgresql', 'postgresql.crt'));
      await expectSame(`${base} user=cert_user sslmode=require`, { HOME: home });
      await copyFile(guarded.certificates.path('client.key'), join(home, '.postgresql', 'postgresql.key'));
      await chmod(join(home, '.postgresql', 'postgresql.key'), 0o644);
      await expectSame(`${base} user=cert_user sslmode=require`, { HOME: home });
      await chmod(join(home, '.postgresql', 'postgresql.key'), 0o600);
      expect(await expectSame(`${base} user=cert_user sslmode=require`, { HOME: home })).toBe('tls');
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });

  it('sends a client certificate, its key in PEM, DER or encrypted', async () => {
    const { path } = guarded.certificates;
    const base = `host=localhost hostaddr=127.0.0.1 user=cert_user sslmode=require sslcert=${path('client.crt')}`;
    expect(await expectSame(`${base} sslkey=${path('client.key')}`)).toBe('tls');
    expect(await expectSame(`${base} sslkey=${path('client.der')}`)).toBe('tls');
    expect(await expectSame(`${base} sslkey=${path('encrypted.key')} sslpassword='key secret'`)).toBe('tls');
    const wrong = await guarded.outcome(`${base} sslkey=${path('encrypted.key')} sslpassword=wrong`);
    expect(wrong).toMatch(/could not load private key file ".*encrypted.key": bad decrypt$/);
    expect(await guarded.outcome(`${base} sslkey=${path('stranger.key')}`)).toMatch(
      /certificate does not match private key file ".*stranger.key": key values mismatch$/,
    );
    await expectSame(`host=localhost hostaddr=127.0.0.1 user=cert_user sslmode=require`);
  });

  it('keeps to the protocol versions', async () => {
    const base = 'host=localhost hostaddr=127.0.0.1 user=ssl_only sslmode=require';
    expect(await expectSame(`${base} ssl_max_protocol_version=TLSv1.2`)).toBe('tls');
    expect(await expectSame(`${base} ssl_min_protocol_version=TLSv1.3`)).toBe('tls');
  });

  it('does not encrypt unix sockets', async () => {
    const { socketDirectory } = guarded.cluster.address;
    const conninfo = `host=${socketDirectory} user=postgres sslmode=require`;
    expect(socketDirectory === null ? 'plain' : await expectSame(conninfo)).toBe('plain');
  });

  it('copies both ways over TLS', async () => {
    const { address } = guarded.cluster;
    await using session = await connect(
      { database: `host=127.0.0.1 port=${address.port} user=ssl_only dbname=postgres sslmode=require` },
      { env: {} },
    );
    await session.execute('CREATE TEMP TABLE t (a int, b text)');
    const bytes = await collect(
      session.copyOut(`COPY (SELECT i, repeat('x', 100) FROM generate_series(1, 100000) i) TO STDOUT`),
    );
    async function* again() {
      yield bytes;
    }
    expect(await session.copyIn('COPY t FROM STDIN', again())).toBe(100000);
    for await (const _ of session.copyOut('COPY t TO STDOUT')) break;
    expect(await session.query('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 100000 }]);
  });

  it('says that a server has no TLS', async () => {
    await using session = await sessionTo(guarded.cluster.address);
    await session.execute('ALTER SYSTEM SET ssl = off');
    await session.execute('SELECT pg_reload_conf()');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await expectSame('host=127.0.0.1 user=postgres sslmode=require')).toContain('server does not support SSL');
    expect(await expectSame('host=127.0.0.1 user=postgres sslmode=prefer')).toBe('plain');
  });
});
