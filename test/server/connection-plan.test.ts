import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { planConnection } from '../../src/server/connection-plan.ts';
import { conninfoOf } from '../../src/server/conninfo.ts';
import { withEnvironment } from '../../src/server/environment.ts';

const defaults = { osUser: 'os', defaultHost: () => '/var/run/postgresql' };
const plan = (database: string) => planConnection(withEnvironment(conninfoOf({ database }), {}), defaults);

describe('planConnection', () => {
  it('falls back on the user of the system, a database of the same name and the standard socket', () => {
    expect(plan('')).toMatchObject({
      user: 'os',
      database: 'os',
      hosts: [{ host: '/var/run/postgresql', address: '', port: '5432', kind: 'socket' }],
    });
    expect(plan('user=me').database).toBe('me');
  });

  it('gives each host its port, or all the only one', () => {
    expect(plan('host=a,b port=1,2').hosts.map(({ host, port }) => [host, port])).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
    expect(plan('host=a,b port=7').hosts.map(({ port }) => port)).toEqual(['7', '7']);
    expect(plan('postgresql://a:1,b,:3/d').hosts.map(({ host, port }) => [host, port])).toEqual([
      ['a', '1'],
      ['b', '5432'],
      ['/var/run/postgresql', '3'],
    ]);
  });

  it('knows names, addresses and sockets apart', () => {
    const kinds = (text: string) => plan(text).hosts.map(({ kind }) => kind);
    expect(kinds('host=h,/s,@abstract')).toEqual(['name', 'socket', 'socket']);
    expect(kinds('hostaddr=127.0.0.1')).toEqual(['address']);
  });

  it.each([
    ['host=a,b,c port=1,2', 'could not match 2 port numbers to 3 hosts'],
    ['hostaddr=1.1.1.1,2.2.2.2 host=a', 'could not match 1 host names to 2 hostaddr values'],
    ['sslmode=on', 'invalid sslmode value: "on"'],
    ['target_session_attrs=master', 'invalid target_session_attrs value: "master"'],
    ['channel_binding=yes', 'invalid channel_binding value: "yes"'],
    ['load_balance_hosts=round', 'invalid load_balance_hosts value: "round"'],
    ['ssl_min_protocol_version=TLSv1.3 ssl_max_protocol_version=tlsv1.2', 'invalid SSL protocol version range'],
    ['ssl_max_protocol_version=SSLv3', 'invalid ssl_max_protocol_version value: "SSLv3"'],
    ['connect_timeout=soon', 'invalid integer value "soon" for connection option "connect_timeout"'],
    ['port=abc', 'invalid integer value "abc" for connection option "port"'],
    ['require_auth=magic', 'invalid require_auth value: "magic"'],
    ['require_auth=md5,md5', 'require_auth method "md5" is specified more than once'],
    ['require_auth=!md5,password', 'require_auth method "password" cannot be mixed with negative methods'],
    [
      'sslnegotiation=direct',
      'weak sslmode "prefer" may not be used with sslnegotiation=direct (use "require", "verify-ca", or "verify-full")',
    ],
    [
      'sslrootcert=system sslmode=require',
      'weak sslmode "require" may not be used with sslrootcert=system (use "verify-full")',
    ],
    ['gssencmode=require', 'gssencmode value "require" is not supported: GSSAPI is not supported by gpferry'],
    ['replication=database', 'replication value "database" is not supported: gpferry needs an ordinary session'],
  ])('refuses %s', (text, message) => {
    expect(() => plan(text)).toThrow(new UserError(message));
  });

  it.each([
    ['0', 0],
    ['-1', 0],
    ['1', 2],
    ['30', 30],
  ])('waits for connect_timeout=%s %i seconds', (text, seconds) => {
    expect(plan(`connect_timeout=${text}`).connectTimeout).toBe(seconds);
  });

  it('reads what require_auth allows', () => {
    expect([...(plan('require_auth=md5,scram-sha-256').requireAuth?.allowed ?? [])]).toEqual(['md5', 'scram-sha-256']);
    expect(plan('require_auth=!password,!none').requireAuth?.allowed.has('password')).toBe(false);
    expect(plan('').requireAuth).toBeNull();
  });
});
