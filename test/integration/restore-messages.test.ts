import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempDir } from '../support/files.ts';
import { gpferry, pgTool, pgToolOk, type ToolResult } from '../support/pg-tools.ts';
import { describeWithServer, type TestDatabase, withDatabase } from '../support/server.ts';

const source = `
  CREATE TABLE a (i integer PRIMARY KEY);
  INSERT INTO a VALUES (1), (2);
  CREATE TABLE b (i integer REFERENCES a, j integer);
  INSERT INTO b VALUES (1, 1), (2, 5);
  CREATE UNIQUE INDEX b_j ON b (j);
  CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE MATERIALIZED VIEW m AS SELECT * FROM b`;

/** What is in the way of some entries of each sort: definitions, rows, constraints, a refresh. */
const inTheWay = `
  CREATE TABLE a (i integer, z integer NOT NULL);
  CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 2';
  CREATE VIEW m AS SELECT 1`;

/** Rows that only COMMIT refuses. */
const deferred = `
  CREATE TABLE a (i integer UNIQUE DEFERRABLE INITIALLY DEFERRED);
  INSERT INTO a VALUES (2);
  CREATE TABLE b (i integer, j integer)`;

describeWithServer('gpferry pg_restore, where the server refuses statements', () => {
  let directory: AsyncDisposable & { readonly path: string };
  const archive = (): string => join(directory.path, 'archive');

  beforeAll(async () => {
    directory = await tempDir();
    await withDatabase(async (database) => {
      await database.query(source);
      await pgToolOk('pg_dump', ['-Fc', '-f', archive(), database.database]);
    });
  });
  afterAll(() => directory[Symbol.asyncDispose]());

  const into = (
    setUp: string,
    restore: (database: TestDatabase) => Promise<ToolResult>,
  ): Promise<Pick<ToolResult, 'status' | 'stderr'>> =>
    withDatabase(async (database) => {
      await database.query(setUp);
      const { status, stderr } = await restore(database);
      return { status, stderr };
    });

  it.each([
    ['', inTheWay],
    ['-v', inTheWay],
    ['-c -v', inTheWay],
    ['-e -v', inTheWay],
    ['-1', inTheWay],
    ['-1 -v', inTheWay],
    ['-v --role=nobody', inTheWay],
    ['-v -1 -a', deferred],
  ])('says what pg_restore says, and ends as that does: %s', async (options, setUp) => {
    const args = (database: TestDatabase): string[] => [
      ...options.split(' ').filter(Boolean),
      ...['-d', database.database, archive()],
    ];
    const genuine = await into(setUp, (database) => pgTool('pg_restore', args(database)));
    expect(genuine.status).toBe(1);
    expect(await into(setUp, (database) => gpferry(['pg_restore', ...args(database)]))).toEqual(genuine);
  });

  it('with -j says the same in its own order, and counts each error once', async () => {
    // pg_restore counts an entry that a worker had errors with as one more error (mark_restore_job_done).
    const parts = ({ status, stderr }: Pick<ToolResult, 'status' | 'stderr'>) => ({
      status,
      counted: /errors ignored on restore: (\d+)/.exec(stderr)?.[1],
      lines: stderr
        .replace(/^.*errors ignored on restore.*\n/m, '')
        .split('\n')
        .toSorted(),
    });
    const args = ({ database }: TestDatabase): string[] => ['-j3', '-d', database, archive()];
    const genuine = await into(inTheWay, (database) => pgTool('pg_restore', args(database)));
    const ours = await into(inTheWay, (database) => gpferry(['pg_restore', ...args(database)]));
    expect(parts(ours)).toEqual({ ...parts(genuine), counted: '6' });
    expect(parts(genuine).counted).toBe('9');
  });
});
