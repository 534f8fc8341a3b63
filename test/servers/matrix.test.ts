import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { readNames } from '../../src/server/probe.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { comparable, expectSameText } from '../support/databases.ts';
import { entriesOf, withoutRunMarks } from '../support/dump-text.ts';
import { withTempDir } from '../support/files.ts';
import { gpferryOk, toolEnvironment } from '../support/pg-tools.ts';
import { databaseOn, type TestDatabase } from '../support/server.ts';
import { sessionTo } from '../server/sessions.ts';
import { createEverything } from './everything.ts';
import { genuinePgDump, isUpdating, majors, serverFixtures, serverPrograms, serversDirectory } from './majors.ts';
import { probeFile, probeText } from './probes.ts';

const isSkipped = serversDirectory === undefined;
const about = isSkipped ? ' (skipped: npm run test:servers fetches it)' : '';

// One server after the other.
describe.skipIf(isSkipped).each(majors)(`PostgreSQL %i${about}`, (major) => {
  let cluster: Cluster;
  let source: TestDatabase;

  beforeAll(async () => {
    cluster = await startCluster({ binDirectory: await serverPrograms(major) });
    source = await createDatabase('everything');
    await createEverything(source, major);
  });
  afterAll(() => cluster?.[Symbol.asyncDispose]());

  const createDatabase = async (name: string): Promise<TestDatabase> => {
    await databaseOn(cluster.address, 'postgres').query(`CREATE DATABASE ${name} TEMPLATE template0`);
    return databaseOn(cluster.address, name);
  };
  const dumpOf = async ({ connectionArgs, database }: TestDatabase, ...options: readonly string[]): Promise<string> =>
    await gpferryOk(['pg_dump', ...connectionArgs, ...options, database]);

  it.each(['custom', 'directory'])('is the same when it was restored from a %s archive', async (format) => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      const copy = await createDatabase(`from_${format}`);
      await dumpOf(source, `--format=${format}`, `--file=${archive}`);
      await gpferryOk(['pg_restore', '--exit-on-error', ...copy.connectionArgs, '-d', copy.database, archive]);
      expectSameText(comparable(await dumpOf(copy)), comparable(await dumpOf(source)));
    });
  });

  it('is dumped as genuine pg_dump has dumped it', async () => {
    const file = join(serverFixtures, 'everything', `postgresql-${major}.sql`);
    await record(file, genuinePgDump(major));
    const ours = withoutRunMarks(await dumpOf(source, '-s'));
    const genuine = withoutRunMarks(await readFile(file, 'utf8'));
    expectSameText(inAnyOrder(ours), inAnyOrder(genuine));
  });

  /** With GPFERRY_UPDATE_FIXTURES=1. */
  async function record(file: string, pgDump: string | null): Promise<void> {
    if (!isUpdating || pgDump === null) return;
    const args = [...source.connectionArgs, '-s', source.database];
    const { stdout } = await promisify(execFile)(pgDump, args, { env: toolEnvironment(), maxBuffer: 2 ** 26 });
    await mkdir(join(serverFixtures, 'everything'), { recursive: true });
    await writeFile(file, stdout.replaceAll(/^\\(?:un)?restrict \w+\n\n?/gm, ''));
  }

  it('has the names in pg_catalog that were recorded', async () => {
    await using session = await sessionTo(cluster.address);
    const file = probeFile(major);
    const names = probeText(session, await readNames(session));
    if (isUpdating) await writeFile(file, names);
    expectSameText(names, await readFile(file, 'utf8'));
  });
});

/**
 * The entries of a dump, sorted. The order of objects with the same name depends on their OIDs in releases before 16.10 and
 * 17.6, and those that comment on constraints of domains too early.
 */
const inAnyOrder = (dump: string): string =>
  entriesOf(dump)
    .map(({ text }) => text)
    .toSorted()
    .join('\n\n\n');
