import { describe, expect, it } from 'vitest';
import { UserError } from '../../src/errors.ts';
import { conninfoOf, parseConnectionString } from '../../src/server/conninfo.ts';
import { conninfoCases } from './conninfo-cases.ts';

describe('parseConnectionString', () => {
  it.each(conninfoCases)('reads %j as libpq does', (text, expected) => {
    if (typeof expected === 'string') expect(() => parseConnectionString(text)).toThrow(new UserError(expected));
    else expect(Object.fromEntries(parseConnectionString(text))).toEqual(expected);
  });

  it.each([
    'postgresql://me:s3cret@[::1',
    'postgresql://me:s3cret%zz@host',
    'host=h password=my s3cret',
    'postgresql://host?password=s3cret%',
  ])('does not print the password of the faulty %j', (text) => {
    expect(() => parseConnectionString(text)).toThrow(/^(?!.*s3cret)/s);
  });

  it('knows the keywords of libpq 16 to 18', () => {
    const text = 'require_auth=md5 load_balance_hosts=random sslnegotiation=direct sslcertmode=disable sslkeylogfile=x';
    expect(parseConnectionString(text).size).toBe(5);
  });
});

describe('conninfoOf', () => {
  it('lets a connection string win over host, port and user', () => {
    const options = { host: 'h', port: 1, user: 'u', database: 'port=2 dbname=d' };
    expect(Object.fromEntries(conninfoOf(options))).toEqual({ host: 'h', port: '2', user: 'u', dbname: 'd' });
  });

  it('lets overrides win over the connection string, unexpanded', () => {
    const options = { database: 'postgresql://h/d', overrides: { dbname: 'a=b', password: 'p' } };
    expect(Object.fromEntries(conninfoOf(options))).toEqual({ host: 'h', dbname: 'a=b', password: 'p' });
  });

  it('takes the typed password unless the connection string has one', () => {
    expect(conninfoOf({ database: 'd' }, 'typed').get('password')).toBe('typed');
    expect(conninfoOf({ database: 'password=own' }, 'typed').get('password')).toBe('own');
  });

  it('leaves empty options to the environment', () => {
    expect(conninfoOf({ host: '', port: '', user: '', database: '' }).size).toBe(0);
  });

  it('refuses an override libpq does not know', () => {
    expect(() => conninfoOf({ overrides: { hots: 'h' } })).toThrow('invalid connection option "hots"');
  });
});
