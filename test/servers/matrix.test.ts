import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { dump } from '../../src/dump/dump.ts';
import { followingKinds, leadingKinds } from '../../src/objects/registry.ts';
import { readNames } from '../../src/server/probe.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { comparable, expectSameText } from '../support/databases.ts';
import { entriesOf, withoutRunMarks } from '../support/dump-text.ts';
import { withTempDir } from '../support/files.ts';
import { gpferryOk, pgToolOk, toolEnvironment } from '../support/pg-tools.ts';
import { databaseOn, type TestDatabase } from '../support/server.ts';
import { dumpOptionsFrom } from '../commands/dump-options-from.ts';
import { sessionTo } from '../server/sessions.ts';
import { entryTypes } from './entry-types.ts';
import { createEverything, dropUnrestorable, everythingName } from './everything.ts';
import { installExtension } from './extension.ts';
import { asLaterMinors, asOlderServersKnow } from './judges.ts';
import { genuineProgram, isUpdating, majors, serverFixtures, serverPrograms, serversDirectory } from './majors.ts';
import { probeFile, probeText } from './probes.ts';

const isSkipped = serversDirectory === undefined;
const about = isSkipped ? ' (skipped: npm run test:servers fetches it)' : '';
const psqlIsMissing = inject('pgBin') === null;

// One server after the other.
describe.skipIf(isSkipped).each(majors)(`PostgreSQL %i${about}`, (major) => {
  let cluster: Cluster;
  let source: TestDatabase;

  beforeAll(async () => {
    const binDirectory = await serverPrograms(major);
    await installExtension(binDirectory);
    // Statistics are what ANALYZE finds here, and nothing else.
    cluster = await startCluster({ binDirectory, settings: ['autovacuum=off'] });
    source = await createDatabase(everythingName);
    await createEverything(source, major);
    await source.query(analyze);
  });
  afterAll(() => cluster?.[Symbol.asyncDispose]());

  const createDatabase = async (name: string): Promise<TestDatabase> => {
    await databaseOn(cluster.address, 'postgres').query(`CREATE DATABASE "${name}" TEMPLATE template0`);
    return databaseOn(cluster.address, name);
  };
  const dumpOf = ({ connectionArgs, database }: TestDatabase, ...options: readonly string[]): Promise<string> =>
    gpferryOk(['pg_dump', ...connectionArgs, ...options, database]);

  it('is dumped as genuine pg_dump has dumped it', async () => {
    const file = join(serverFixtures, 'everything', `postgresql-${major}.sql`);
    await record(file, ['-C'], genuineProgram('pg_dump', major));
    const ours = withoutRunMarks(await dumpOf(source, '-C'));
    const genuine = withoutRunMarks(await readFile(file, 'utf8'));
    if (major === 16 || major === 17) expectSameText(inAnyOrder(ours), inAnyOrder(asLaterMinors(genuine)));
    else expectSameText(ours, major < 15 ? asOlderServersKnow(genuine) : genuine);
  });

  it('has statistics that are dumped as genuine pg_dump 18 has dumped them', async () => {
    const file = join(serverFixtures, 'statistics', `postgresql-${major}.sql`);
    const options = ['--statistics-only'];
    await record(file, options, genuineProgram('pg_dump', 18));
    const ours = withoutRunMarks(await dumpOf(source, '--release=18', ...options));
    expectSameText(ours, withoutRunMarks(await readFile(file, 'utf8')));
  });

  /** With GPFERRY_UPDATE_FIXTURES=1. */
  async function record(file: string, options: readonly string[], pgDump: string | null): Promise<void> {
    if (!isUpdating || pgDump === null) return;
    const args = [...source.connectionArgs, ...options, source.database];
    const { stdout } = await promisify(execFile)(pgDump, args, { env: toolEnvironment(), maxBuffer: 2 ** 26 });
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, stdout.replaceAll(/^\\(?:un)?restrict \w+\n\n?/gm, ''));
  }

  it('has the names in pg_catalog that were recorded', async () => {
    await using session = await sessionTo(cluster.address);
    const file = probeFile(major);
    const names = probeText(session, await readNames(session));
    if (isUpdating) await writeFile(file, names);
    expectSameText(names, await readFile(file, 'utf8'));
  });

  /** What a dump says beyond the default. */
  const statistics = major >= 18 ? ['--statistics'] : [];

  it('has entries of every type that there is', async () => {
    const types = entriesOf(await dumpOf(source, '-C', ...statistics)).map(({ type }) => type);
    expect([...new Set(types)].toSorted()).toEqual(entryTypes(major).toSorted());
  });

  if (major === majors.at(-1))
    it('has objects of every kind that is known', async () => {
      // Tables of subscriptions are for --binary-upgrade, and known only to those that have reached their publisher.
      const kinds = [...leadingKinds, ...followingKinds].filter(({ type }) => !['subscription-table'].includes(type));
      const spies = kinds.map((kind) => vi.spyOn(kind, 'toEntries'));
      await withTempDir(async (directory) => {
        // Archives of releases before 17 have an entry for each large object.
        for (const options of [['--statistics'], ['--format=custom', '--archive-version=1.14']]) {
          const file = `--file=${join(directory, 'script')}`;
          await dump(await dumpOptionsFrom([...options, file, ...source.connectionArgs, source.database]));
        }
      });
      const isMissing = (i: number): boolean => !spies[i]!.mock.results.some(({ value }) => value.length > 0);
      expect(kinds.filter((_, i) => isMissing(i)).map(({ type }) => type)).toEqual([]);
      vi.restoreAllMocks();
    });

  describe('restored', () => {
    let expected: string;

    beforeAll(async () => {
      await dropUnrestorable(source, major);
      expected = comparable(await dumpOf(source, ...statistics));
    });

    it.each<[string, readonly string[], readonly string[]]>([
      ['a custom archive', ['-Fc'], []],
      ['a custom archive by four jobs', ['-Fc'], ['-j4']],
      ['a directory that four jobs wrote, by four jobs', ['-Fd', '-j4'], ['-j4']],
      ['a tar archive', ['-Ft'], []],
    ])('from %s is the same', async (name, dumping, restoring) => {
      await withTempDir(async (directory) => {
        const archive = join(directory, 'archive');
        const copy = await createDatabase(name);
        await dumpOf(source, ...dumping, ...statistics, `--file=${archive}`);
        await gpferryOk(['pg_restore', '-e', ...restoring, ...copy.connectionArgs, '-d', copy.database, archive]);
        expectSameText(comparable(await dumpOf(copy, ...statistics)), expected);
      });
    });

    it.skipIf(psqlIsMissing)(`by psql is the same${psqlIsMissing ? ' (skipped: no psql)' : ''}`, async () => {
      const copy = await createDatabase('by psql');
      const args = ['-Xq', '-v', 'ON_ERROR_STOP=1', ...copy.connectionArgs, '-d', copy.database];
      await pgToolOk('psql', args, { input: await dumpOf(source, ...statistics) });
      expectSameText(comparable(await dumpOf(copy, ...statistics)), expected);
    });

    it('in a database that the archive makes has its properties too', async () => {
      await withTempDir(async (directory) => {
        const archive = join(directory, 'archive');
        const created = comparable(await dumpOf(source, '-C', ...statistics));
        await dumpOf(source, '-Fc', '-C', ...statistics, `--file=${archive}`);
        const { query, connectionArgs } = databaseOn(cluster.address, 'postgres');
        await query(`ALTER DATABASE "${everythingName}" RENAME TO "the first"`);
        await gpferryOk(['pg_restore', '-e', '-C', ...connectionArgs, '-d', 'postgres', archive]);
        expectSameText(comparable(await dumpOf(source, '-C', ...statistics)), created);
      });
    });
  });
});

/** Refused are foreign tables, which nobody could read, and types that only look like real ones. */
const analyze = `DO $$
DECLARE analyzed regclass;
BEGIN
  FOR analyzed IN SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND oid >= 16384 ORDER BY oid LOOP
    BEGIN
      EXECUTE 'ANALYZE ' || analyzed;
    EXCEPTION WHEN others THEN
    END;
  END LOOP;
END $$`;

/**
 * The entries of a dump, sorted. The order of objects with the same name depends on their OIDs in releases before 16.10 and
 * 17.6, and those that comment on constraints of domains too early.
 */
const inAnyOrder = (dump: string): string =>
  entriesOf(dump)
    .map(({ text }) => text)
    .toSorted()
    .join('\n\n\n');
