import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type DumpedEntry, entriesOf, withoutRunMarks } from '../support/dump-text.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, gpferryOk, pgToolOk, runTool } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

/** `case.json` of a fixture: pg_dump's options, and the releases that have recorded what they write. */
interface Case {
  readonly options: readonly string[];
  readonly releases: readonly number[];
}

const root = join(repository, 'fixtures', 'releases');
const names = (await readdir(root, { withFileTypes: true })).filter((each) => each.isDirectory());
const cases = await Promise.all(
  names.map(async ({ name }) => ({
    name,
    ...(JSON.parse(await readFile(join(root, name, 'case.json'), 'utf8')) as Case),
  })),
);
const runs = cases.flatMap(({ name, options, releases }) =>
  releases.map((release) => ({ name, options, release, expected: join(root, name, `expected-${release}.sql`) })),
);

/** The server's minor release stands in statistics, and numbers of its own choice in what an upgrade keeps. */
const ofAnyServer = (script: string): string =>
  withoutRunMarks(script)
    .replaceAll(/('version', )'\d+'/g, "$1'…'")
    .replaceAll(/(binary_upgrade_set_next_\w+\(|relfrozenxid = |relminmxid = |^WHERE oid = )'\d+'/gm, "$1'…'");

/** With GENUINE_<release> the directory of that release's programs, takes what they write as expected from now on. */
async function record(release: number, options: readonly string[], database: string, path: string): Promise<void> {
  const directory = process.env[`GENUINE_${release}`];
  if (directory === undefined) return;
  const { stdout } = await runTool(join(directory, 'pg_dump'), [...options, database], {});
  await writeFile(path, ofAnyServer(stdout.toString()));
}

async function withFixture(name: string, fn: (database: string) => Promise<void>): Promise<void> {
  const directory = join(root, name);
  await withDatabase(async ({ database }) => {
    const run = (script: string) =>
      pgToolOk('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', join(directory, script)]);
    await run('create.sql');
    try {
      await fn(database);
    } finally {
      if (existsSync(join(directory, 'cleanup.sql'))) await run('cleanup.sql');
    }
  });
}

describeWithServer('a dump that follows a newer release than its server', () => {
  it.each(runs)('$name: as pg_dump $release writes it', async ({ name, options, release, expected }) => {
    await withFixture(name, async (database) => {
      await record(release, options, database, expected);
      const ours = await gpferryOk(['pg_dump', `--release=${release}`, ...options, database]);
      expect(ofAnyServer(ours)).toBe(await readFile(expected, 'utf8'));
    });
  });

  it.each([
    ['--release=18', ['BLOB METADATA 5001..6000', 'BLOB METADATA 6001..6003', 'BLOBS 5001..6000', 'BLOBS 6001..6003']],
    ['--release=18 --archive-version=1.15', ['BLOB 5001', 'BLOB 5002', 'BLOB 5003', 'BLOB 5004']],
    ['--archive-version=1.16', ['BLOB 5001', 'BLOB 5002', 'BLOB 5003', 'BLOB 5004']],
  ])(
    'groups large objects, a thousand each, where pg_dump and the archive know groups: %s',
    async (options, listed) => {
      await withDatabase(async ({ database, query }) => {
        await query('SELECT lo_create(i) FROM generate_series(5001, 6003) i');
        await withTempDir(async (directory) => {
          const archive = join(directory, 'archive');
          await gpferryOk(['pg_dump', ...options.split(' '), '-Fc', '-f', archive, database]);
          const entries = (await gpferryOk(['pg_restore', '-l', archive])).match(/BLOB.* - [0-9.]+/g) ?? [];
          expect(entries.slice(0, 4).map((entry) => entry.replace(' -', ''))).toEqual(listed);
        });
      });
    },
  );

  it('is restored without its statistics on a server that could not be given them, and says so once', async () => {
    await withFixture('statistics', async (database) => {
      await withTempDir(async (directory) => {
        const archive = join(directory, 'archive');
        await gpferryOk(['pg_dump', '--release=18', '--statistics', '-Fc', '-f', archive, database]);
        await withDatabase(async (target) => {
          const { status, stderr } = await gpferry(['pg_restore', '-d', target.database, archive]);
          expect(stderr).toBe(
            'pg_restore: warning: statistics are not restored: the server has no functions for them\n' +
              'pg_restore: hint: Run ANALYZE.\n',
          );
          expect(status).toBe(0);
          expect(await target.query('SELECT count(*)::integer AS words FROM words')).toEqual([{ words: 200 }]);
        });
      });
    });
  });

  it('has nothing but the statistics with --statistics-only, and none without such an option', async () => {
    await withFixture('statistics', async (database) => {
      // Without their data materialized views need not wait for it, so the order is another one.
      const texts = (entries: readonly DumpedEntry[]) => entries.map(({ text }) => text).toSorted();
      const dumped = async (...options: readonly string[]) =>
        texts(entriesOf(ofAnyServer(await gpferryOk(['pg_dump', '--release=18', ...options, database]))));
      const all = entriesOf(await readFile(join(root, 'statistics', 'expected-18.sql'), 'utf8'));
      expect(await dumped('--statistics-only')).toEqual(texts(all.filter(({ type }) => type === 'STATISTICS DATA')));
      expect(await dumped()).toEqual(texts(all.filter(({ type }) => type !== 'STATISTICS DATA')));
    });
  });
});
