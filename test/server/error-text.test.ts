import { describe, expect, it } from 'vitest';
import { ServerError } from '../../src/errors.ts';
import { toByteString } from '../../src/model/text.ts';
import { errorPosition, serverErrorText } from '../../src/server/error-text.ts';
import { pgTool } from '../support/pg-tools.ts';
import { describeWithServer, server } from '../support/server.ts';
import { errorOf, sessionTo } from './sessions.ts';

const long = (before: number, after: number) => `SELECT ${'1, '.repeat(before)}nope${', 2'.repeat(after)}`;

describeWithServer('serverErrorText, compared with genuine psql', () => {
  it.each([
    'SELECT nope',
    'SELECT 1,\n  2,\n\tnope,\r\n 3',
    'SELECT 1\r, nope\n, 2',
    'SELECT FROM FROM',
    'SELECT 1 FROM',
    long(5, 40),
    long(40, 40),
    long(40, 0),
    long(40, 1),
    long(15, 5),
    long(18, 5),
    `SELECT '${'日本語'.repeat(12)}', nope, '${'ö'.repeat(70)}'`,
    `SELECT '日本', nope`,
    'SELECT 1/0',
    `DO $$ BEGIN PERFORM 1 FROM nowhere; END $$`,
    `DO $$ BEGIN RAISE EXCEPTION 'told' USING DETAIL = 'more', HINT = 'do', ERRCODE = 'P0042'; END $$`,
    `DO $$ BEGIN EXECUTE 'SELECT syntax error here'; END $$`,
    'ALTER TABLE nowhere ADD x int',
    `SELECT 'a'::int`,
  ])('%j', async (sql) => {
    await using session = await sessionTo(server());
    const error = await errorOf(() => session.execute(toByteString(sql)));
    const psql = await pgTool('psql', ['-Xq', '-d', 'postgres', '-c', sql]);
    expect(serverErrorText(error as ServerError)).toBe(psql.stderr.replace(/^psql:[^:]*:\d+: /, ''));
  });
});

describe('errorPosition', () => {
  it('points at nothing outside the statement', () => {
    expect(errorPosition('SELECT', 0)).toBe('');
    expect(errorPosition('SELECT', 8)).toBe('');
    expect(errorPosition('SELECT', 7)).toBe('LINE 1: SELECT\n              ^\n');
  });

  it('is said in words where the statement is not known', () => {
    expect(serverErrorText(new ServerError('no', { code: '42601', position: 5 }))).toBe('ERROR:  no at character 5\n');
  });
});
