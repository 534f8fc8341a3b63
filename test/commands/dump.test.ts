import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { withTempDir } from '../support/files.ts';
import { gpferry, pgTool } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

const sample = `
  CREATE TABLE t (a int PRIMARY KEY, b text);
  INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 1234) i;
  CREATE TABLE u ();
  SELECT lo_from_bytea(0, 'abc')`;

describeWithServer('gpferry dump', () => {
  it('says what it has carried, on standard error', async () => {
    await withDatabase(async ({ database, query }) => {
      await query(sample);
      await withTempDir(async (directory) => {
        const file = join(directory, 'x.dump');
        const { status, stdout, stderr } = await gpferry(['dump', '-Fc', '-f', file, database]);
        expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: '' });
        expect(stderr.replace(directory, 'DIR')).toMatch(
          /^gpferry: dumped 2 tables, 1,234 rows, 1 large object, 1\d\.\d kB into DIR\/x\.dump \(\d\.\d kB\) in [\d.]+ s\n$/,
        );
      });
    });
  });

  it('says nothing under the genuine name', async () => {
    await withDatabase(async ({ database, query }) => {
      await query(sample);
      const { status, stderr } = await gpferry(['pg_dump', database]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    });
  });

  it('writes a script to standard output where the file is -', async () => {
    await withDatabase(async ({ database, query }) => {
      await query(sample);
      const { status, stdout, stderr } = await gpferry(['dump', '-f', '-', database]);
      expect(status).toBe(0);
      expect(stdout.toString()).toContain('CREATE TABLE public.t (');
      expect(stderr).toMatch(/^gpferry: dumped 2 tables, 1,234 rows, 1 large object, [\d.]+ kB in [\d.]+ s\n$/);
    });
  });

  it('logs progress to a file where it is asked to, and nothing where not', async () => {
    await withDatabase(async ({ database, query }) => {
      await query(sample);
      expect((await gpferry(['dump', database])).stderr.split('\n')).toHaveLength(2);
      expect((await gpferry(['dump', '--progress', database])).stderr).not.toContain('\r');
    });
  });
});

describeWithServer('what pg_dump cannot do', () => {
  // The server lets everybody in, so these are the errors it has.
  it.each([
    [['-t', 'nothere', 'postgres']],
    [['-n', 'nothere', 'postgres']],
    [['--strict-names', '-n', 'pg_catalog', '-n', 'nothere', 'postgres']],
    [['nothere']],
    [['--role=nothere', 'postgres']],
    [['--snapshot=x', 'postgres']],
    [['-h', '127.0.0.1', '-p', '1', 'postgres']],
    [['-h', '/nonexistent', 'postgres']],
  ])('%j is told in its words and with its exit status', async (args) => {
    const genuine = await pgTool('pg_dump', args);
    expect(genuine.status).toBe(1);
    const { status, stderr } = await gpferry(['pg_dump', ...args]);
    expect({ status, stderr }).toEqual({ status: genuine.status, stderr: genuine.stderr });
  });
});

describe('secrets', () => {
  it.each([
    [['dump', '-d', 'postgresql://me:s3cret@127.0.0.1:1/db']],
    [['dump', '-d', 'host=127.0.0.1 port=1 password=s3cret']],
    [['dump', 'a', 'postgres://me:s3cret@h/db']],
    [['dump', '-d', 'postgresql://me:s3cret@h/db?nonsense=1']],
    [['pg_dump', '-d', 'host=127.0.0.1 port=1 password=s3cret bogus']],
    [['dump', '-v', '-f', '/nonexistent/x', '-d', 'postgresql://me:s3cret@127.0.0.1:1/db']],
  ])('%j keeps its password to itself', async (args) => {
    const { status, stdout, stderr } = await gpferry(args);
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).not.toContain('s3cret');
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});
