import { describe, expect, it } from 'vitest';
import { localeEncoding, startupSettings, withEnvironment } from '../../src/server/environment.ts';

describe('withEnvironment', () => {
  it.each([
    ['PGHOST', 'host'],
    ['PGHOSTADDR', 'hostaddr'],
    ['PGPORT', 'port'],
    ['PGDATABASE', 'dbname'],
    ['PGUSER', 'user'],
    ['PGPASSWORD', 'password'],
    ['PGPASSFILE', 'passfile'],
    ['PGAPPNAME', 'application_name'],
    ['PGCONNECT_TIMEOUT', 'connect_timeout'],
    ['PGOPTIONS', 'options'],
    ['PGCLIENTENCODING', 'client_encoding'],
    ['PGSSLMODE', 'sslmode'],
    ['PGSSLROOTCERT', 'sslrootcert'],
    ['PGSSLCERT', 'sslcert'],
    ['PGSSLKEY', 'sslkey'],
    ['PGSSLCRL', 'sslcrl'],
    ['PGSSLNEGOTIATION', 'sslnegotiation'],
    ['PGCHANNELBINDING', 'channel_binding'],
    ['PGREQUIREAUTH', 'require_auth'],
    ['PGTARGETSESSIONATTRS', 'target_session_attrs'],
    ['PGGSSENCMODE', 'gssencmode'],
  ])('takes %s for %s, unless it is given', (variable, keyword) => {
    expect(withEnvironment(new Map(), { [variable]: 'x' }).get(keyword)).toBe('x');
    expect(withEnvironment(new Map([[keyword, 'given']]), { [variable]: 'x' }).get(keyword)).toBe('given');
  });

  it('lets a setting given as empty stand', () => {
    expect(withEnvironment(new Map([['host', '']]), { PGHOST: 'h' }).get('host')).toBe('');
  });

  it('has libpq’s defaults', () => {
    const settings = withEnvironment(new Map(), {});
    expect(settings.get('sslmode')).toBe('prefer');
    expect(settings.get('port')).toBe('5432');
    expect(settings.get('ssl_min_protocol_version')).toBe('TLSv1.2');
    expect(settings.has('host')).toBe(false);
  });

  it.each([
    [{ PGREQUIRESSL: '1' }, 'require'],
    [{ PGREQUIRESSL: '0' }, 'prefer'],
    [{ PGREQUIRESSL: '1', PGSSLMODE: 'disable' }, 'disable'],
    [{ PGSSLROOTCERT: 'system' }, 'verify-full'],
  ])('reads sslmode from %j', (env, mode) => {
    expect(withEnvironment(new Map(), env).get('sslmode')).toBe(mode);
  });
});

describe('startupSettings', () => {
  it('passes PGDATESTYLE, PGTZ and PGGEQO on, but not the word default', () => {
    expect(startupSettings({ PGDATESTYLE: 'German', PGTZ: 'UTC', PGGEQO: 'DEFAULT' })).toEqual({
      datestyle: 'German',
      timezone: 'UTC',
    });
  });
});

describe('localeEncoding', () => {
  it.each([
    [{ LANG: 'de_DE.UTF-8' }, 'UTF8'],
    [{ LANG: 'de_DE.UTF-8', LC_ALL: 'C' }, 'SQL_ASCII'],
    [{ LC_CTYPE: 'fr_FR.ISO-8859-15' }, 'LATIN9'],
    [{ LC_CTYPE: 'fr_FR.ISO-8859-1' }, 'LATIN1'],
    [{}, 'SQL_ASCII'],
  ])('of %j is %s', (env, encoding) => {
    expect(localeEncoding(env)).toBe(encoding);
  });
});
