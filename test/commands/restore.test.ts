import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { defaultRestoreOptions } from '../../src/restore/options.ts';
import { noRestoreGiven, restoreOptions } from '../../src/commands/options/restore-options.ts';
import { readArguments } from '../../src/commands/options/read-arguments.ts';
import { ownProgram } from '../../src/commands/program.ts';
import { restoreOptionsOf } from '../../src/commands/restore-arguments.ts';
import type { RestoreOptions } from '../../src/restore/options.ts';
import { runHere } from './fake-io.ts';
import { gpferry, pgTool, pgToolOk } from '../support/pg-tools.ts';
import type { ToolResult } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

describe('restore’s options', () => {
  const nothing: Record<string, unknown> = { ...defaultRestoreOptions };

  /** What a command line changes. */
  async function changed(line: string): Promise<Partial<RestoreOptions>> {
    const input = { program: ownProgram('restore'), stdin: Readable.from([]) };
    const { given } = await readArguments(['-l', ...line.split(' ')], restoreOptions, noRestoreGiven, input);
    const asked: Record<string, unknown> = {
      ...restoreOptionsOf(given, {
        archive: { path: 'shop.dump' },
        target: { file: '-' },
        engine: null,
      }),
    };
    const names = Object.keys(nothing).filter((name) => JSON.stringify(asked[name]) !== JSON.stringify(nothing[name]));
    return Object.fromEntries(names.map((name) => [name, asked[name]]));
  }

  it.each<[string, Partial<RestoreOptions>]>([
    ['-a', { schema: false, statistics: false }],
    ['-cC --if-exists', { clean: true, create: true, ifExists: true }],
    ['-e', { exitOnError: true }],
    ['-1', { singleTransaction: true, exitOnError: true }],
    ['-j3', { jobs: 3 }],
    ['-I i -I j', { indexes: ['i', 'j'] }],
    ['-P f()', { functions: ['f()'] }],
    ['-T t', { triggers: ['t'] }],
    ['-t t --table=u', { tables: ['t', 'u'] }],
    ['-n a -N b', { schemas: ['a'], excludeSchemas: ['b'] }],
    ['-L list', { useList: 'list' }],
    ['-Ox -S root --role r', { noOwner: true, noPrivileges: true, superuser: 'root', role: 'r' }],
    ['-s', { data: false, statistics: false }],
    ['--statistics-only', { schema: false, data: false }],
    ['--no-statistics', { statistics: false }],
    ['--no-schema', { schema: false }],
    ['--no-data', { data: false }],
    ['--no-policies', { noPolicies: true }],
    ['--transaction-size=5', { transactionSize: 5, exitOnError: true }],
    ['--release 17', { release: 17 }],
    ['--section post-data', { sections: ['post-data'] }],
    ['--disable-triggers --enable-row-security', { disableTriggers: true, enableRowSecurity: true }],
    ['--no-comments --no-publications', { noComments: true, noPublications: true }],
    ['--no-security-labels --no-subscriptions', { noSecurityLabels: true, noSubscriptions: true }],
    ['--no-table-access-method --no-tablespaces', { noTableAccessMethod: true, noTablespaces: true }],
    ['--no-data-for-failed-tables', { noDataForFailedTables: true }],
    ['--restrict-key abc', { restrictKey: 'abc' }],
    ['--strict-names', { strictNames: true }],
    ['--use-set-session-authorization', { useSetSessionAuthorization: true }],
    ['-v', { verbose: true }],
    ['-R', {}],
  ])('%s', async (line, expected) => {
    expect(await changed(line)).toEqual(expected);
  });
});

describe('a list with names that nothing has', () => {
  it('is printed before --strict-names ends it', async () => {
    const archive = join(repository, 'fixtures/archives/postgresql-15/custom.dump');
    const { status, stdout, stderr } = await runHere(['pg_restore', '-l', '-t', 'nowhere', '--strict-names', archive]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'pg_restore: error: table "nowhere" not found\n' });
    expect(stdout).toMatch(/; Selected TOC Entries:\n;\n$/);
  });
});

describe('a restore by several connections', () => {
  it.each([['15'], ['18']])('of a tar archive is refused before one is tried: pg_restore %s', async (release) => {
    vi.stubEnv('GPFERRY_RELEASE', release);
    const archive = join(repository, 'fixtures/archives/postgresql-15/archive.tar');
    expect(await runHere(['pg_restore', '-j2', '-d', 'host=/nonexistent', archive])).toEqual({
      status: 1,
      stdout: '',
      stderr: 'pg_restore: error: parallel restore is not supported with this archive file format\n',
    });
    vi.unstubAllEnvs();
  });
});

describeWithServer('gpferry restore', () => {
  let directory = '';
  let archive = '';

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'gpferry-restore-'));
    archive = join(directory, 'x.dump');
    await withDatabase(async ({ database, query }) => {
      await query(`
        CREATE TABLE t (a int PRIMARY KEY, b text);
        INSERT INTO t SELECT i, 'row ' || i FROM generate_series(1, 1234) i;
        CREATE TABLE u ();
        CREATE VIEW v AS SELECT * FROM t;
      `);
      await pgToolOk('pg_dump', ['-Fc', '-f', archive, database]);
    });
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('says what it has carried, on standard error', async () => {
    await withDatabase(async ({ database }) => {
      const { status, stdout, stderr } = await gpferry(['restore', '-d', database, archive]);
      expect({ status, stdout: stdout.toString() }).toEqual({ status: 0, stdout: '' });
      expect(stderr.replaceAll(directory, 'DIR').replace(/[\d.]+ s$/m, 'TIME')).toBe(
        `gpferry: restored 2 tables, 1,234 rows, 14.7 kB from DIR/x.dump into ${database} in TIME\n`,
      );
    });
  });

  /** The program’s answer to a restore into a database that has everything already. */
  async function again(run: (args: readonly string[]) => Promise<ToolResult>, options: readonly string[]) {
    return withDatabase(async ({ database }) => {
      await pgToolOk('pg_restore', ['-d', database, archive]);
      const { status, stdout, stderr } = await run([...options, '-d', database, archive]);
      return { status, stdout: stdout.toString(), stderr };
    });
  }

  it.each([[[]], [['-e']], [['-1']], [['-v', '-t', 't']], [['--no-data-for-failed-tables']], [['-c']], [['-c', '-v']]])(
    'with %j tells refused statements as pg_restore does, under its name',
    async (options) => {
      const genuine = await again((args) => pgTool('pg_restore', args), options);
      expect(await again((args) => gpferry(['pg_restore', ...args]), options)).toEqual(genuine);
    },
  );

  it('names the object of each refused statement, counts them and ends with status 1', async () => {
    const { status, stderr } = await again((args) => gpferry(['restore', ...args]), []);
    expect(status).toBe(1);
    expect(stderr).toContain('Command was: CREATE TABLE public.u (\n);\ngpferry: detail: from TOC entry ');
    expect(stderr).toContain('gpferry: warning: errors ignored on restore: 5\n');
    expect(stderr).toMatch(/, 5 errors from .* in [\d.]+ s\n$/);
  });

  it('writes a script to standard output, or to a file', async () => {
    const script = await gpferry(['restore', '-f', '-', '--restrict-key=k', archive]);
    expect(script.stdout.toString()).toBe(await pgToolOk('pg_restore', ['-f', '-', '--restrict-key=k', archive]));
    const file = join(directory, 'x.sql');
    expect(await gpferry(['pg_restore', '-f', file, '--restrict-key=k', archive])).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(await readFile(file, 'utf8')).toBe(script.stdout.toString());
  });

  it('lists to a file', async () => {
    const file = join(directory, 'x.list');
    const listed = await gpferry(['pg_restore', '-l', '-f', file, archive]);
    expect({ ...listed, stdout: listed.stdout.toString() }).toMatchObject({ status: 0, stdout: '', stderr: '' });
    expect(await readFile(file, 'utf8')).toBe(await pgToolOk('pg_restore', ['-l', archive]));
  });

  it('reads standard input where no file is named', async () => {
    const input = await readFile(archive);
    const script = await gpferry(['pg_restore', '-f', '-', '--restrict-key=k'], { input });
    expect(script.stdout.toString()).toBe(await pgToolOk('pg_restore', ['-f', '-', '--restrict-key=k', archive]));
  });
});
