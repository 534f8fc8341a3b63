import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { loadShop } from '../support/databases.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, gpferryOk, pgTool, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, openDatabase, type TestDatabase, withDatabase } from '../support/server.ts';

/** Option sets whose script must be the genuine program's, byte by byte. */
const options: readonly (readonly string[])[] = [
  [],
  ['-s'],
  ['-a'],
  ['-a', '--disable-triggers', '-S', 'postgres'],
  ['-c'],
  ['-c', '--if-exists'],
  ['-C'],
  ['-C', '-c', '--if-exists', '-s'],
  ['-O'],
  ['-x'],
  ['-O', '-x', '-s'],
  ['--section=pre-data'],
  ['--section=data'],
  ['--section=post-data'],
  ['--section=pre-data', '--section=post-data'],
  ['--use-set-session-authorization', '-s'],
  ['--quote-all-identifiers', '-s'],
  ['--disable-dollar-quoting', '-s'],
  ['--no-comments', '--no-security-labels', '--no-publications', '--no-subscriptions', '-s'],
  ['--no-tablespaces', '--no-table-access-method', '--no-toast-compression', '-s'],
  ['--no-unlogged-table-data', '-a'],
  ['--load-via-partition-root', '-a'],
  ['--inserts'],
  ['--inserts', '-a', '--disable-triggers', '-O'],
  ['--column-inserts', '-a', '-n', 'shop'],
  ['--rows-per-insert=3', '--load-via-partition-root', '-a'],
  ['--inserts', '--on-conflict-do-nothing', '-a', '-B'],
  ['--enable-row-security', '-a', '-B'],
  ['--extra-float-digits=0', '-a'],
  ['-B'],
  ['-b', '-n', 'shop'],
  ['-n', 'shop', '-s'],
  ['-n', 'SHOP', '-n', 'ware*', '-s'],
  ['-N', 'shop', '-s'],
  ['-t', 'shop.orders*'],
  ['-t', '*.customer*', '-T', '*.*note*', '-s'],
  ['-T', 'shop.order*', '-s'],
  ['--exclude-table-data=shop.order*', '-a'],
  ['-E', 'UTF8', '-s'],
  ['-E', 'utf-8', '-s'],
  ['-E', 'SQL_ASCII'],
  ['-t', 'shop."orders"', '-s'],
  ['-t', 'shop.order[s]', '-s'],
  ['-t', 'shop.(orders|customer)', '-s'],
  ['--serializable-deferrable', '-s'],
  ['--role=postgres', '-s'],
  ['--strict-names', '-n', 'shop', '-s'],
];

/** Refused alike: the same words on standard error, the same exit status. */
const refused: readonly (readonly string[])[] = [
  ['-t', 'nowhere.*'],
  ['-n', 'nowhere'],
  ['-e', 'nowhere'],
  ['--strict-names', '-t', 'shop.orders*', '-t', 'nowhere*'],
  ['-t', 'a.b.c.d'],
  ['-t', 'elsewhere.shop.orders'],
  ['-n', 'a.b.c'],
  ['-e', 'a.b'],
  ['-e', 'nowhere', '--strict-names'],
  ['-N', 'a.b.c'],
  ['-N', 'a.b'],
  ['-n', 'template1.shop'],
  ['-n', '*.shop'],
  ['-T', 'a.b.c.d'],
  ['-T', 'a.b.c'],
  ['--exclude-table-data=a.b.c'],
  ['-t', 'template?.shop.orders'],
  ['-t', 'nowhere', '-T', 'a.b.c'],
  ['-t', 'nowhere', '-n', 'also nowhere'],
  ['-t', '.'],
  ['--strict-names', '-n', 'shop', '-n', 'no"where'],
  ['-E', 'MULE_INTERNAL'],
  ['-E', ''],
  ['--role=nobody_of_that_name'],
  ['-E', 'KLINGON'],
  ['--snapshot=00000000-00000000-0'],
  ['--lock-wait-timeout=forever'],
];

describeWithServer('options of a dump', () => {
  let shop: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    shop = await openDatabase();
    await loadShop(shop);
    return () => shop[Symbol.asyncDispose]();
  });

  it.each(options.map((list) => [list.join(' '), list] as const))('pg_dump %s', async (_title, list) => {
    const genuine = withoutRunMarks(await pgToolOk('pg_dump', [...list, shop.database]));
    const ours = withoutRunMarks(await gpferryOk(['pg_dump', ...list, shop.database]));
    expect(ours).toBe(genuine);
  });

  it.each([['-v'], ['-v', '-C', '-s']])('pg_dump %s %s says what entries are and depend on', async (...list) => {
    // pg_dump numbers also what it does not dump.
    const ofAnyNumber = (script: string): string =>
      withoutRunMarks(script).replaceAll(/^-- (TOC entry|Dependencies:) .*?(?= \(class|$)/gm, (line) =>
        line.replaceAll(/\d+/g, 'N'),
      );
    const genuine = ofAnyNumber(await pgToolOk('pg_dump', [...list, shop.database]));
    expect(ofAnyNumber(await gpferryOk(['pg_dump', ...list, shop.database]))).toBe(genuine);
    expect(genuine).toMatch(/^-- Dependencies: N$/m);
  });

  it.each(refused.map((list) => [list.join(' '), list] as const))('pg_dump %s is refused', async (_title, list) => {
    const genuine = await pgTool('pg_dump', [...list, shop.database]);
    const ours = await gpferry(['pg_dump', ...list, shop.database]);
    expect(genuine.status).toBe(1);
    expect(ours.stderr).toBe(genuine.stderr);
    expect(ours.status).toBe(genuine.status);
    expect(ours.stdout.toString()).toBe('');
  });
});

describeWithServer('a script in the append format', () => {
  it('stands behind what the file holds, as with pg_dump', async () => {
    await withDatabase(async ({ database, query }) => {
      await query('CREATE TABLE t AS SELECT 1 AS one');
      await withTempDir(async (directory) => {
        const both = async (run: (args: readonly string[]) => Promise<unknown>, file: string) => {
          for (const part of ['-s', '-a']) await run(['-Fa', part, '-f', join(directory, file), database]);
          return withoutRunMarks(await readFile(join(directory, file), 'utf8'));
        };
        const genuine = await both((args) => pgToolOk('pg_dump', args), 'genuine');
        expect(await both((args) => gpferryOk(['pg_dump', ...args]), 'ours')).toBe(genuine);
        expect(genuine.match(/PostgreSQL database dump complete/g)).toHaveLength(2);
      });
    });
  });
});

describeWithServer('foreign tables', () => {
  it.each(['--include-foreign-data=one*', '--include-foreign-data=o* --include-foreign-data=other --inserts -a'])(
    'are dumped with their rows as by pg_dump: %s',
    async (options) => {
      await withTempDir(async (directory) => {
        const lines = join(directory, 'lines');
        await writeFile(lines, '1,it is\n2,"a, b"\n');
        await chmod(directory, 0o755);
        await withDatabase(async ({ database, query }) => {
          await query(`CREATE EXTENSION file_fdw; CREATE SERVER ones FOREIGN DATA WRAPPER file_fdw;
            CREATE SERVER other FOREIGN DATA WRAPPER file_fdw; CREATE TABLE t AS SELECT 1 AS one;
            CREATE FOREIGN TABLE f (a integer, gone text, t text) SERVER ones OPTIONS (filename '${lines}', format 'csv');
            ALTER FOREIGN TABLE f DROP COLUMN gone;
            CREATE FOREIGN TABLE g (a integer, t text) SERVER other OPTIONS (filename '${lines}', format 'csv')`);
          const given = [...options.split(' '), database];
          const genuine = withoutRunMarks(await pgToolOk('pg_dump', given));
          expect(genuine).toMatch(/it is/);
          expect(withoutRunMarks(await gpferryOk(['pg_dump', ...given]))).toBe(genuine);
        });
      });
    },
  );

  it('of no server that matches are an error', async () => {
    await withDatabase(async ({ database }) => {
      const given = ['--include-foreign-data=nobody', database];
      const genuine = await pgTool('pg_dump', given);
      expect(genuine.stderr).toContain('no matching foreign servers were found for pattern "nobody"');
      expect(await gpferry(['pg_dump', ...given])).toMatchObject({ stderr: genuine.stderr, status: 1 });
    });
  });
});

describeWithServer('a table that cannot be read to its end', () => {
  it('is named, in the words of pg_dump', async () => {
    await withDatabase(async ({ database, query }) => {
      await query(`CREATE TYPE colour AS ENUM ('red', 'green'); CREATE TABLE painted (id integer, c colour);
        INSERT INTO painted SELECT i, 'red' FROM generate_series(1, 5000) AS i; INSERT INTO painted VALUES (0, 'green');
        DELETE FROM pg_enum WHERE enumlabel = 'green'`);
      const genuine = await pgTool('pg_dump', [database]);
      const ours = await gpferry(['pg_dump', database]);
      expect(genuine.stderr).toContain('Dumping the contents of table "painted" failed');
      expect(ours.stderr).toBe(genuine.stderr);
      expect(ours.status).toBe(genuine.status);
      // pg_dump says only that FETCH failed.
      const inserts = await gpferry(['pg_dump', '--inserts', database]);
      expect(inserts.stderr).toContain('Dumping the contents of table "painted" failed');
      expect(inserts.stderr).toContain('SELECT id, c FROM ONLY public.painted');
      expect(inserts.status).toBe(genuine.status);
    });
  });
});
