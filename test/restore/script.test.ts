import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparable, conninfo, expectSameText, genuineDump, loadShop } from '../support/databases.ts';
import { withTempDir } from '../support/files.ts';
import { liveCluster, withoutCluster } from '../support/live-cluster.ts';
import { gpferry, gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';
import { runHere } from '../commands/fake-io.ts';

describeWithServer('a script of pg_dump', () => {
  it.each([[[]], [['--inserts']], [['--disable-triggers', '-a']], [['-C']]])(
    'with %j is restored as it was dumped',
    (options) =>
      withDatabase((source) =>
        withDatabase((target) =>
          withTempDir(async (directory) => {
            await loadShop(source);
            const file = join(directory, 'shop.sql');
            await pgToolOk('pg_dump', [...options, '-f', file, source.database]);
            if (options.includes('-a')) {
              const schema = join(directory, 'schema.dump');
              await pgToolOk('pg_dump', ['-s', '-Fc', '-f', schema, source.database]);
              await gpferryOk(['restore', '--section=pre-data', '-d', conninfo(target.database), schema]);
            }
            const { status, stderr } = await gpferry(['restore', '-d', conninfo(target.database), file]);
            expect(stderr).not.toContain('ERROR');
            expect(status, stderr).toBe(0);
            // INSERT commands lose the sign of -0.
            if (!options.includes('-a') && !options.includes('--inserts')) {
              expectSameText(comparable(await genuineDump(target)), comparable(await genuineDump(source)));
            }
          }),
        ),
      ),
  );

  it('lets what is wanted of it be chosen', () =>
    withDatabase((source) =>
      withTempDir(async (directory) => {
        await loadShop(source);
        const file = join(directory, 'shop.sql');
        await pgToolOk('pg_dump', ['-f', file, source.database]);
        const dump = join(directory, 'shop.dump');
        await pgToolOk('pg_dump', ['-Fc', '-f', dump, source.database]);
        const chosen = async (from: string) =>
          (await gpferryOk(['restore', '-t', 'orders', '-f', '-', from])).replace(
            /^(?:(?:\\|SET|SELECT|--).*)?\n/gm,
            '',
          );
        expectSameText(await chosen(file), await chosen(dump));
      }),
    ));
});

describeWithServer('a script by hand', () => {
  const text = `\\set ON_ERROR_STOP on
CREATE SCHEMA own; SET search_path = own, public;
CREATE TABLE a (id serial PRIMARY KEY, v text); -- ours
INSERT INTO a (v) VALUES ('x;y'), (E'it\\'s'); INSERT INTO a (v) VALUES ($$z$$);
/* rows */ COPY a (v) FROM stdin WITH (FORMAT csv);
"1,2"
\\.
UPDATE a SET v = upper(v);
CREATE FUNCTION n() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM a; END;
SELECT n()`;

  it('runs in its own order', () =>
    withDatabase(({ database, query }) =>
      withTempDir(async (directory) => {
        const file = join(directory, 'own.sql');
        await writeFile(file, text);
        const { status, stderr } = await gpferry(['restore', '-d', conninfo(database), file]);
        expect(status, stderr).toBe(0);
        const rows = await query("SELECT string_agg(v, '|' ORDER BY id) AS all, own.n() AS n FROM own.a");
        expect(rows).toEqual([{ all: "X;Y|IT'S|Z|1,2", n: '4' }]);
      }),
    ));

  it('stops at its first error where it tells psql so', () =>
    withDatabase(({ database, query }) =>
      withTempDir(async (directory) => {
        const file = join(directory, 'own.sql');
        await writeFile(file, '\\set ON_ERROR_STOP on\nSELECT 1/0;\nCREATE TABLE never ();\n');
        const { status } = await gpferry(['restore', '-d', conninfo(database), file]);
        const [never] = await query("SELECT to_regclass('never') AS name");
        expect({ status, never }).toEqual({ status: 1, never: { name: null } });
      }),
    ));

  it('becomes no archive that is without a part of it', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'own.sql');
      await writeFile(file, 'CREATE TABLE t (a int);\n\\i more.sql\n');
      const archive = join(directory, 'own.dump');
      const { status, stderr } = await runHere(['rewrite', '--target=greenplum7', '-Fc', '-f', archive, file]);
      expect({ status, stderr }).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("psql's command \\i more.sql"),
      });
    }));
});

it('is read from standard input as well, and may be called plain', () =>
  withTempDir(async (directory) => {
    const file = join(directory, 'own.sql');
    await writeFile(file, 'CREATE TABLE s.t (a int);\n');
    const { stdout } = await runHere(['list', '-Fp', file]);
    expect(stdout).toContain('TABLE s t');
    const { stdout: piped } = await gpferry(['list', '--table'], { input: await readFile(file) });
    expect(piped.toString()).toMatch(/pre-data\s+TABLE\s+s\s+t/);
  }));

describe('a script is not run', () => {
  it.each([
    ['\\i more.sql\n', "psql's command \\i more.sql"],
    ['SELECT 1;\n\\! rm x\n', "psql's command \\! rm x"],
    ["\\copy t from '/tmp/x'\n", "psql's command \\copy t from '/tmp/x'"],
    ["SELECT 'DROP TABLE t' \\gexec\n", "psql's command \\gexec"],
    ["SELECT 'unfinished\n", 'a quote or comment never ends'],
    ['\\connect shop\nSELECT 1;\n', 'connects to database "shop"'],
    ['\\connect "dbname=shop password=secret"\n', 'connects to database "shop"'],
    ['\\c postgresql://joe:secret@host/shop?a=b\n', 'connects to database "shop"'],
    ['\\c -reuse-previous=on "password=secret"\nSELECT 1;\n', "psql's command \\c\n"],
    ['\\connect - joe\nSELECT 1;\n', "psql's command \\connect"],
    ['\\encoding LATIN1\nSELECT 1;\n', "psql's command \\encoding LATIN1"],
    ['\\set AUTOCOMMIT off\nSELECT 1;\n', "psql's command \\set AUTOCOMMIT"],
    ['\\set NAME value\nSELECT :NAME;\n', "psql's command \\set NAME\n"],
    ['SELECT 1\\; SELECT 2;\n', 'commands of psql stand inside a statement'],
    ['SELECT 1;\n\\connect a\nSELECT 1;\n\\c b\nSELECT 2;\n', 'several databases'],
  ])('that says %j', (text, reason) =>
    withTempDir(async (directory) => {
      const file = join(directory, 'own.sql');
      await writeFile(file, text);
      const { status, stdout, stderr } = await runHere(['restore', '-f', '-', file]);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toContain(reason);
    }),
  );

  it('by what stands in for pg_restore, which says so in its words', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'own.sql');
      await writeFile(file, '--\n-- PostgreSQL database dump\n--\n\nSELECT 1;\n');
      const { status, stderr } = await runHere(['pg_restore', '-f', '-', file]);
      expect(status).toBe(1);
      expect(stderr).toContain('input file appears to be a text format dump. Please use psql.');
    }));
});

describe('what PostgreSQL 15 has written', () => {
  for (const name of ['GREENPLUM6', 'GREENPLUM7'] as const) {
    const cluster = liveCluster(name);
    it.skipIf(cluster === null)(`is taken as a script by a live ${name}${withoutCluster(name)}`, () =>
      cluster!.withDatabase((database) =>
        withTempDir(async (directory) => {
          const file = join(directory, 'dump.sql');
          const archive = join(repository, 'fixtures', 'rewrite', 'postgresql-15', 'source.dump');
          await gpferryOk(['pg_restore', '-f', file, archive]);
          const { status, stderr } = await gpferry(['restore', '-O', '-d', cluster!.conninfo(database), file]);
          expect(stderr).not.toContain('ERROR');
          expect(status, stderr).toBe(0);
        }),
      ),
    );
  }
});
