import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/log.ts';
import { silentReporter } from '../../src/log.ts';
import { restore } from '../../src/restore/command.ts';
import type { RestoreOptions } from '../../src/restore/options.ts';
import type { RestoreSummary } from '../../src/restore/tally.ts';
import { expectSameText, genuineDump } from '../support/databases.ts';
import { tempDir } from '../support/files.ts';
import { pgTool, pgToolOk } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { databaseOn, describeWithServer, server, type TestDatabase, withDatabase } from '../support/server.ts';
import { genuineArchive, openSample, type SampleFormat, sampleFormats } from './sample.ts';

describeWithServer('restores into databases', () => {
  let sample: TestDatabase & AsyncDisposable;
  let expected: string;
  let directory: AsyncDisposable & { readonly path: string };
  const archives = new Map<SampleFormat, string>();
  const archive = (format: SampleFormat): string => archives.get(format) ?? '';

  beforeAll(async () => {
    sample = await openSample();
    expected = await genuineDump(sample);
    directory = await tempDir();
    for (const format of sampleFormats) archives.set(format, await genuineArchive(sample, format, directory.path));
  });

  afterAll(async () => {
    await sample?.[Symbol.asyncDispose]();
    await directory?.[Symbol.asyncDispose]();
  });

  function into(
    { host, port, user, database }: TestDatabase,
    input: string,
    options: Partial<RestoreOptions> = {},
    said: Diagnostic[] = [],
  ): Promise<RestoreSummary> {
    const target = { connection: { host, port, user, database } };
    return restore(
      { ...options, archive: { path: input }, target },
      { ...silentReporter, diagnostic: (diagnostic) => said.push(diagnostic) },
    );
  }

  it.each<[string, SampleFormat, Partial<RestoreOptions>]>([
    ['custom', 'custom', {}],
    ['directory', 'directory', {}],
    ['tar', 'tar', {}],
    ['custom, four connections', 'custom', { jobs: 4 }],
    ['directory, four connections', 'directory', { jobs: 4 }],
    ['custom, one transaction', 'custom', { singleTransaction: true }],
    ['tar, one transaction', 'tar', { singleTransaction: true }],
    ['custom, a transaction every five entries', 'custom', { transactionSize: 5 }],
    ['directory, transactions and connections', 'directory', { transactionSize: 5, jobs: 3 }],
  ])('makes the same database from a genuine archive (%s)', async (_, format, options) => {
    await withDatabase(async (target) => {
      const summary = await into(target, archive(format), options);
      expect(summary).toMatchObject({ errors: 0, tables: 6, rows: 535 });
      expectSameText(await genuineDump(target), expected);
    });
  });

  it.each<Partial<RestoreOptions>>([{}, { jobs: 2 }, { singleTransaction: true }])(
    'runs archives of INSERT commands (%j)',
    async (options) => {
      await using own = await tempDir();
      const input = await genuineArchive(sample, 'custom', own.path, ['--rows-per-insert=7']);
      await withDatabase(async (target) => {
        expect(await into(target, input, options)).toMatchObject({ errors: 0 });
        expectSameText(await genuineDump(target), expected);
      });
    },
  );

  it.each([1, 3])('loses no row but those that the server refuses (%d connections)', async (jobs) => {
    await using own = await tempDir();
    const input = await genuineArchive(sample, 'custom', own.path, ['--inserts']);
    await withDatabase(async (target) => {
      const said: Diagnostic[] = [];
      await into(target, input, { data: false });
      await target.query('ALTER TABLE public.serials ADD CONSTRAINT no CHECK (a NOT IN (7, 400))');
      await into(target, input, { schema: false, tables: ['serials'], jobs }, said);
      expect(said.map(({ message }) => message.split('\n').slice(2))).toEqual([
        ['Command was: INSERT INTO public.serials VALUES (7, 1.00000000000000000000);'],
        ['Command was: INSERT INTO public.serials VALUES (400, 57.1428571428571429);'],
      ]);
      expect(await target.query('SELECT count(*)::int AS n FROM public.serials')).toEqual([{ n: 498 }]);
    });
  });

  it('creates the database, and drops it before with --clean', async () => {
    await withDatabase(async (scratch) => {
      await scratch.query('CREATE TABLE public.a AS SELECT 1 AS b');
      await scratch.query(`ALTER DATABASE "${scratch.database}" SET work_mem = '7MB'`);
      const before = await genuineDump(scratch);
      await using own = await tempDir();
      const input = await genuineArchive(scratch, 'custom', own.path, ['-C']);
      const postgres = databaseOn(server(), 'postgres');
      for (const options of [{ jobs: 1 }, { jobs: 3 }, { transactionSize: 2 }]) {
        const summary = await into(postgres, input, { clean: true, create: true, ...options });
        expect(summary).toMatchObject({ errors: 0, rows: 1 });
        expect(await genuineDump(scratch)).toBe(before);
        expect(await scratch.query('SHOW work_mem')).toEqual([{ work_mem: '7MB' }]);
      }
    });
  });

  it('counts and tells what the server refuses, as pg_restore does', async () => {
    await withDatabase(async (ours) => {
      await withDatabase(async (theirs) => {
        await into(ours, archive('custom'));
        await pgToolOk('pg_restore', ['-d', theirs.database, archive('custom')]);
        const said: Diagnostic[] = [];
        const { errors } = await into(ours, archive('custom'), {}, said);
        const { status, stderr } = await pgTool('pg_restore', ['-d', theirs.database, archive('custom')]);
        expect(status).toBe(1);
        expect(stderr).toContain(`errors ignored on restore: ${errors}\n`);
        const told = said.map(({ severity, message }) => `pg_restore: ${severity}: ${message}\n`).join('');
        const withoutLast = stderr.replace(/pg_restore: warning: errors ignored.*\n$/, '');
        expectSameText(told, withoutLast);
        expect(said[0]?.subject).toMatch(/^from TOC entry \d+; 2615 \d+ SCHEMA /);
        expectSameText(await genuineDump(ours), await genuineDump(theirs));
        expect((await into(ours, archive('directory'), { jobs: 3, clean: true, ifExists: true })).errors).toBe(0);
        expectSameText(await genuineDump(ours), expected);
      });
    });
  });

  it('stops at the first error where asked to', async () => {
    await withDatabase(async (target) => {
      await target.query('CREATE SCHEMA s1');
      const input = archive('custom');
      const refused = /^could not execute query: ERROR: {2}schema "s1" already exists\nCommand was: CREATE SCHEMA s1;/;
      await expect(into(target, input, { singleTransaction: true })).rejects.toThrow(refused);
      const odd = "SELECT FROM pg_namespace WHERE nspname LIKE 'Odd%'";
      expect(await target.query(odd)).toHaveLength(0);
      await expect(into(target, input, { exitOnError: true })).rejects.toThrow(refused);
      expect(await target.query(odd)).toHaveLength(1);
    });
  });

  it('leaves out the rows of tables it could not create, where asked to', async () => {
    await withDatabase(async (target) => {
      await target.query('CREATE TABLE public.serials (a integer, b numeric)');
      const wanted = { tables: ['serials'], jobs: 2 };
      const count = async (): Promise<unknown> =>
        (await target.query('SELECT count(*)::int AS n FROM public.serials'))[0];
      await into(target, archive('custom'), { ...wanted, noDataForFailedTables: true });
      expect(await count()).toEqual({ n: 0 });
      const { errors } = await into(target, archive('custom'), wanted);
      expect(errors).toBe(1);
      expect(await count()).toEqual({ n: 500 });
    });
  });

  it('names the table whose rows the server refuses, and goes on', async () => {
    await withDatabase(async (target) => {
      const said: Diagnostic[] = [];
      await into(target, archive('tar'), { data: false });
      await target.query('ALTER TABLE public.serials ADD CHECK (a < 10)');
      const summary = await into(target, archive('tar'), { schema: false, excludeSchemas: ['s1'] }, said);
      expect(summary).toMatchObject({ errors: 1, rows: 32 });
      expect(said.map(({ message }) => message)[0]).toMatch(
        /^COPY failed for table "serials": ERROR: {2}new row .*\nDETAIL: .*\nCONTEXT: {2}COPY serials, line 10: /,
      );
    });
  });

  it.each([1, 3])('stops what it does when it is told to (%d connections)', async (jobs) => {
    await withDatabase(async (target) => {
      await target.query(`
        CREATE FUNCTION public.wait() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN IF tg_tag = 'CREATE INDEX' THEN PERFORM pg_sleep(60); END IF; END $$;
        CREATE EVENT TRIGGER wait ON ddl_command_start EXECUTE FUNCTION public.wait()`);
      const { host, port, user, database } = target;
      const task = {
        archive: { path: archive('custom') },
        target: { connection: { host, port, user, database } },
      };
      const stop = new AbortController();
      const reporter = {
        ...silentReporter,
        verbose: (message: string) => {
          if (message.startsWith('creating INDEX')) setTimeout(() => stop.abort(new Error('told to stop')), 50);
        },
      };
      const running = restore({ jobs, ...task }, reporter, { signal: stop.signal });
      await expect(running).rejects.toThrow('told to stop');
      const left = 'SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';
      expect(await target.query(left)).toHaveLength(0);
    });
  });

  it('stops all connections at the first error of one where asked to', async () => {
    await withDatabase(async (target) => {
      await into(target, archive('custom'), { sections: ['pre-data'] });
      const [first, ...others] = await target.query(
        `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace >= 16384 ORDER BY 1`,
      );
      await target.query(`
        CREATE FUNCTION public.wait() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$;
        CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN PERFORM pg_sleep(0.2); RAISE 'refused'; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON ${first?.['name']} FOR EACH STATEMENT EXECUTE FUNCTION public.refuse()`);
      for (const { name } of others) {
        await target.query(
          `CREATE TRIGGER wait BEFORE INSERT ON ${name} FOR EACH STATEMENT EXECUTE FUNCTION public.wait()`,
        );
      }
      const jobs = others.length + 1;
      await expect(into(target, archive('custom'), { sections: ['data'], exitOnError: true, jobs })).rejects.toThrow(
        /ERROR: {2}refused/,
      );
    });
  });

  it.each(['custom.dump', 'directory', 'archive.tar'])('reads %s of PostgreSQL 18', async (name) => {
    await withDatabase(async (ours) => {
      await withDatabase(async (theirs) => {
        const made = (version: string): string =>
          join(repository, 'fixtures', 'archives', `postgresql-${version}`, name);
        expect(await into(ours, made('18'))).toMatchObject({ errors: 0 });
        await pgToolOk('pg_restore', ['-d', theirs.database, made('15')]);
        expectSameText(await genuineDump(ours), await genuineDump(theirs));
      });
    });
  });

  it('ends when the connection is lost', async () => {
    await withDatabase(async (target) => {
      await target.query(`
        CREATE FUNCTION public.cut() RETURNS event_trigger LANGUAGE plpgsql AS $$
          BEGIN IF tg_tag = 'CREATE INDEX' THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; END $$;
        CREATE EVENT TRIGGER cut ON ddl_command_start EXECUTE FUNCTION public.cut()`);
      await expect(into(target, archive('custom'))).rejects.toThrow('server closed the connection unexpectedly');
      await expect(into(target, archive('custom'), { clean: true, ifExists: true, jobs: 3 })).rejects.toThrow(
        'server closed the connection unexpectedly',
      );
    });
  });

  it('refuses several connections where the archive can be read only once', async () => {
    await withDatabase(async (target) => {
      await expect(into(target, archive('tar'), { jobs: 2 })).rejects.toThrow(
        'parallel restore is not supported with this archive file format',
      );
    });
  });
});
