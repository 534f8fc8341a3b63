import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { toByteString } from '../../src/model/text.ts';
import { type Cluster, startCluster } from '../support/cluster.ts';
import { expectSameText } from '../support/databases.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { scriptFor } from '../support/fixture-script.ts';
import { withTempDir } from '../support/files.ts';
import { gpferryOk, pgTool, toolEnvironment } from '../support/pg-tools.ts';
import { databaseOn } from '../support/server.ts';
import { sessionTo } from '../server/sessions.ts';
import { asLaterMinors, asOlderServersKnow } from './judges.ts';
import { genuineProgram, isUpdating, majors, serverFixtures, serverPrograms, serversDirectory } from './majors.ts';

const isSkipped = serversDirectory === undefined;
const about = isSkipped ? ' (skipped: npm run test:servers fetches it)' : '';
const psqlIsMissing = inject('pgBin') === null;

describe.skipIf(isSkipped).each(majors)(`a cluster of PostgreSQL %i${about}`, (major) => {
  let source: Cluster;

  beforeAll(async () => {
    source = await start(major);
    const script = scriptFor(major, await readFile(join(serverFixtures, 'cluster', 'create.sql'), 'utf8'));
    await using session = await sessionTo(source.address);
    // CREATE DATABASE and CREATE TABLESPACE want to be alone.
    for (const statement of script.split(/;\n/)) {
      await session.execute(toByteString(inDirectoryOf(source, statement)));
    }
  });
  afterAll(() => source?.[Symbol.asyncDispose]());

  it('is dumped as genuine pg_dumpall has dumped it', async () => {
    const file = join(serverFixtures, 'cluster', `postgresql-${major}.sql`);
    // Nothing is at hand that was made by 17.
    const judge = major === 17 ? 18 : major;
    await record(file, source, genuineProgram('pg_dumpall', judge));
    const genuine = withoutRunMarks(await readFile(file, 'utf8'));
    const expected = judge === 16 ? asLaterMinors(genuine) : judge < 15 ? asOlderServersKnow(genuine) : genuine;
    expectSameText(await dumpOf(source, `--release=${Math.max(judge, 15)}`), expected);
  });

  it('has databases that an archive makes anew, whatever their locales', async () => {
    const { query } = databaseOn(source.address, 'postgres');
    const databases = await query(`SELECT datname AS name, quote_ident(datname) AS quoted FROM pg_database
      WHERE datallowconn AND NOT datistemplate AND datname <> 'postgres' ORDER BY datname`);
    expect(databases.length).toBeGreaterThanOrEqual(3);
    await withTempDir(async (directory) => {
      for (const { name, quoted } of databases) {
        const args = [...argsOf(source), `${name}`];
        const archive = join(directory, `${name}`);
        const before = withoutRunMarks(await gpferryOk(['pg_dump', '-C', ...args]));
        await gpferryOk(['pg_dump', '-C', '-Fc', `--file=${archive}`, ...args]);
        await query(`DROP DATABASE ${quoted}`);
        await gpferryOk(['pg_restore', '-e', '-C', ...argsOf(source), '-d', 'postgres', archive]);
        expectSameText(withoutRunMarks(await gpferryOk(['pg_dump', '-C', ...args])), before);
      }
    });
  });

  it.skipIf(psqlIsMissing)(
    `is the same when psql restored it${psqlIsMissing ? ' (skipped: no psql)' : ''}`,
    async () => {
      await using copy = await start(major);
      const script = inDirectoryOf(copy, await dumpOf(source));
      const { stderr } = await pgTool('psql', ['-Xq', ...argsOf(copy), '-d', 'postgres'], { input: script });
      expect(stderr.match(/ERROR: .*/g)).toEqual(['ERROR:  role "postgres" already exists']);
      expectSameText(await dumpOf(copy), await dumpOf(source));
    },
  );
});

async function start(major: number): Promise<Cluster> {
  const cluster = await startCluster({
    binDirectory: await serverPrograms(major),
    settings: major < 17 ? [] : ['allow_in_place_tablespaces=on'],
  });
  // The server makes the directories, so that they are its own; a program that does not read what it is sent may fail.
  for (const name of ['one', 'two']) {
    await databaseOn(cluster.address, 'postgres').query(
      inDirectoryOf(cluster, `COPY (SELECT 1) TO PROGRAM 'cat; mkdir DIRECTORY/${name}'`),
    );
  }
  return cluster;
}

const inDirectoryOf = (cluster: Cluster, script: string): string =>
  script.replaceAll('DIRECTORY', join(cluster.dataDirectory, '..'));

const withoutDirectory = (cluster: Cluster, script: string): string =>
  script.replaceAll(join(cluster.dataDirectory, '..'), 'DIRECTORY');

const argsOf = ({ address }: Cluster): readonly string[] => [
  ...['-h', address.host, '-p', `${address.port}`, '-U', address.user],
];

const dumpOf = async (cluster: Cluster, ...options: readonly string[]): Promise<string> =>
  withoutDirectory(cluster, withoutRunMarks(await gpferryOk(['pg_dumpall', ...options, ...argsOf(cluster)])));

/** With GPFERRY_UPDATE_FIXTURES=1. */
async function record(file: string, cluster: Cluster, pgDumpAll: string | null): Promise<void> {
  if (!isUpdating || pgDumpAll === null) return;
  const { stdout } = await promisify(execFile)(pgDumpAll, argsOf(cluster), { env: toolEnvironment() });
  await writeFile(file, withoutDirectory(cluster, stdout.replaceAll(/^\\(?:un)?restrict \w+\n\n?/gm, '')));
}
