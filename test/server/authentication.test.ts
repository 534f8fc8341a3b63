import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { quoteLiteral } from '../../src/ddl/quote.ts';
import { toByteString } from '../../src/model/text.ts';
import { connect } from '../../src/server/connect.ts';
import { describeWithServer } from '../support/server.ts';
import { bareEnvironment, sessionTo } from './sessions.ts';
import { type GuardedServer, startGuardedServer } from './guarded-server.ts';

const passwords = [
  ['scram_user', 'scram pässword'],
  ['md5_user', 'md5 password'],
  ['clear_user', 'clear password'],
] as const;

describeWithServer('authentication, compared with genuine psql', () => {
  let guarded: GuardedServer;
  let home: string;
  beforeAll(async () => {
    guarded = await startGuardedServer();
    home = await mkdtemp(join(tmpdir(), 'gpferry-home-'));
  });
  afterAll(async () => {
    await guarded[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  });

  const expectSame = async (conninfo: string, env?: Record<string, string>) => {
    const [ours, theirs] = await Promise.all([guarded.outcome(conninfo, env), guarded.genuineOutcome(conninfo, env)]);
    expect(ours).toBe(theirs);
    return ours;
  };

  it.each(passwords)('lets %s in with the password of the string or the environment', async (user, password) => {
    expect(await expectSame(`host=127.0.0.1 user=${user} password='${password}'`)).toBe('tls');
    expect(await expectSame(`host=127.0.0.1 user=${user} sslmode=disable`, { PGPASSWORD: password })).toBe('plain');
  });

  it('lets in with a password of any bytes, which need not be UTF-8', async () => {
    const { cluster } = guarded;
    {
      await using session = await sessionTo(cluster.address);
      await session.execute(`CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'`);
    }
    await using session = await sessionTo({ ...cluster.address, database: 'ascii' });
    const setPassword = (user: string, password: string, encryption: string) =>
      session.execute(
        `SET password_encryption = '${encryption}'; ALTER ROLE ${user} PASSWORD ${quoteLiteral(password)}`,
      );
    for (const first of [1, 64, 128, 192]) {
      const bytes = Array.from({ length: 64 }, (_, i) => first + i).filter((byte) => byte < 256);
      const percent = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
      for (const [user, encryption] of [['scram_user'], ['md5_user', 'md5'], ['clear_user']]) {
        await setPassword(user ?? '', String.fromCharCode(...bytes), encryption ?? 'scram-sha-256');
        const uri = (password: string) => `postgresql://${user}:${password}@127.0.0.1:${cluster.address.port}/postgres`;
        const options = { passwordPrompt: 'never' } as const;
        await using good = await connect({ database: uri(percent), ...options }, { env: bareEnvironment });
        expect(toByteString(good.user)).toBe(user);
        const wrong = connect({ database: uri(`${percent}x`), ...options }, { env: bareEnvironment });
        await expect(wrong).rejects.toThrow('password authentication failed');
      }
    }
    for (const [user, password] of passwords)
      await setPassword(user, toByteString(password), user === 'md5_user' ? 'md5' : 'scram-sha-256');
  });

  it.each(passwords)('refuses a wrong or missing password of %s in libpq’s words', async (user) => {
    for (const mode of ['disable', 'allow', 'prefer', 'require']) {
      const wrong = await expectSame(`host=127.0.0.1 user=${user} password=wrong sslmode=${mode}`);
      expect(wrong).toContain(`password authentication failed for user "${user}"`);
      expect(await expectSame(`host=127.0.0.1 user=${user} sslmode=${mode}`)).toContain('no password supplied');
    }
  });

  it('reads the password file, and warns of one that others can read', async () => {
    const passfile = join(home, 'passwords');
    await writeFile(passfile, `127.0.0.1:*:*:scram_user:scram pässword\n*:*:*:md5_user:wrong\n`);
    await chmod(passfile, 0o600);
    const env = { PGPASSFILE: passfile };
    expect(await expectSame('host=127.0.0.1 user=scram_user', env)).toBe('tls');
    expect(await expectSame('host=127.0.0.1 user=md5_user sslmode=disable', env)).toContain(
      'password retrieved from file',
    );
    await chmod(passfile, 0o640);
    const warnings: string[] = [];
    const outcome = await guarded.outcome('host=127.0.0.1 user=scram_user', env, {
      onWarning: (warning) => warnings.push(warning),
    });
    expect(outcome).toContain('no password supplied');
    expect(warnings).toEqual([
      `WARNING: password file "${passfile}" has group or world access; permissions should be u=rw (0600) or less`,
    ]);
  });

  it('takes a local server’s password by the name localhost', async () => {
    await writeFile(join(home, '.pgpass'), 'localhost:*:*:*:clear password\n');
    await chmod(join(home, '.pgpass'), 0o600);
    expect(await expectSame('host=localhost hostaddr=127.0.0.1 user=clear_user', { HOME: home })).toBe('tls');
  });

  it('asks once, and only when the server wants a password', async () => {
    const asked: string[] = [];
    const answer = (password: string) => async (_: string, text: string) => {
      asked.push(text);
      return password;
    };
    const ask = (user: string, password: string) =>
      guarded.outcome(`host=127.0.0.1 user=${user}`, {}, { promptPassword: answer(password) });
    expect(await ask('postgres', 'none')).toBe('tls');
    expect(asked).toEqual([]);
    expect(await ask('scram_user', 'scram pässword')).toBe('tls');
    expect(asked).toEqual(['Password: ']);
    expect(await ask('scram_user', 'wrong')).toContain('password authentication failed');
    expect(asked).toHaveLength(2);
    expect(await ask('scram_user', '')).toContain('no password supplied');
    expect(asked).toHaveLength(3);
  });

  it('asks beforehand where it is forced to', async () => {
    const { port } = guarded.cluster.address;
    let asked = 0;
    await using session = await connect(
      { host: '127.0.0.1', port, user: 'postgres', database: 'postgres', passwordPrompt: 'force' },
      { env: {}, promptPassword: async () => `${asked++}` },
    );
    expect([asked, session.database]).toEqual([1, 'postgres']);
  });

  it('never shows the password', async () => {
    const message = await guarded.outcome(`host=127.0.0.1 user=scram_user password=s3cret`);
    expect(message).not.toContain('s3cret');
  });

  it.each([
    ['scram_user', 'require', 'sslmode=require', 'tls'],
    ['scram_user', 'require', 'sslmode=disable', 'channel binding required, but SSL not in use'],
    ['md5_user', 'require', 'sslmode=require', "not supported by server's authentication request"],
    ['postgres', 'require', 'sslmode=require', 'authenticated client without channel binding'],
    ['scram_user', 'disable', 'sslmode=require', 'tls'],
  ])('%s with channel_binding=%s %s', async (user, binding, ssl, expected) => {
    const password = user === 'md5_user' ? 'md5 password' : 'scram pässword';
    const conninfo = `host=127.0.0.1 user=${user} password='${password}' channel_binding=${binding} ${ssl}`;
    expect(await expectSame(conninfo)).toContain(expected);
  });

  it.each([
    ['scram_user', 'scram-sha-256', 'tls'],
    ['scram_user', 'md5,password', 'failed: server requested SASL authentication'],
    ['md5_user', '!md5', 'failed: server requested a hashed password'],
    ['clear_user', 'scram-sha-256', 'failed: server requested a cleartext password'],
    ['postgres', 'scram-sha-256', 'failed: server did not complete authentication'],
    ['postgres', 'none', 'tls'],
  ])('%s with require_auth=%s', async (user, methods, expected) => {
    const password = passwords.find(([name]) => name === user)?.[1] ?? '';
    expect(
      await guarded.outcome(`host=127.0.0.1 user=${user} password='${password}' require_auth=${methods}`),
    ).toContain(expected);
  });
});
