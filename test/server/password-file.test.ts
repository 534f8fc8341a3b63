import { describe, expect, it } from 'vitest';
import { findPassword, passwordFileProblem } from '../../src/server/password-file.ts';

const key = { host: 'h', port: '5432', database: 'd', user: 'u' };

describe('findPassword', () => {
  it.each([
    ['h:5432:d:u:secret', 'secret'],
    ['*:*:*:*:any', 'any'],
    ['x:5432:d:u:no\nh:5432:d:u:second', 'second'],
    ['h:5432:d:u:first\n*:*:*:*:second', 'first'],
    ['# h:5432:d:u:comment\n\nh:*:d:u:star', 'star'],
    ['h:5432:d:u:with\\:colon and \\\\', 'with:colon and \\'],
    ['h:5432:d:u:cut:here', 'cut'],
    ['h:5432:d:u:windows\r\n', 'windows'],
    ['h:5432:d:u:', ''],
    ['h:5432:d:u', undefined],
    ['H:5432:d:u:case', undefined],
    ['h:5432:dd:u:prefix', undefined],
    ['**:5432:d:u:stars', undefined],
    ['h:5432:d:u:ends in backslash\\', 'ends in backslash\\'],
    ['', undefined],
  ])('finds in %j: %j', (text, password) => {
    expect(findPassword(text, key)).toBe(password);
  });

  it('matches escaped colons and backslashes', () => {
    expect(findPassword('\\:\\:1:5432:a\\\\b:u:pw', { ...key, host: '::1', database: 'a\\b' })).toBe('pw');
  });
});

describe('passwordFileProblem', () => {
  const file = (mode: number, isFile = true) => ({ mode, isFile: () => isFile });

  it.each([0o600, 0o400, 0o700])('accepts mode %o', (mode) => {
    expect(passwordFileProblem('p', file(mode))).toBeNull();
  });

  it.each([0o640, 0o604, 0o660, 0o777])('warns of mode %o in libpq’s words', (mode) => {
    expect(passwordFileProblem('/h/.pgpass', file(mode))).toBe(
      'WARNING: password file "/h/.pgpass" has group or world access; permissions should be u=rw (0600) or less',
    );
  });

  it('warns of what is no file', () => {
    expect(passwordFileProblem('/dev/null', file(0o600, false))).toBe(
      'WARNING: password file "/dev/null" is not a plain file',
    );
  });
});
