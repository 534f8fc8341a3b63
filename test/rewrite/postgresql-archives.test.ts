import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import type { Diagnostic } from '../../src/log.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { liveCluster, withoutCluster } from '../support/live-cluster.ts';
import { gpferry, gpferryOk } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { conninfo } from '../support/databases.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

const fixtures = join(repository, 'fixtures', 'rewrite');
const engines = ['greenplum6', 'greenplum7', 'cloudberry'] as const;

/** With GPFERRY_UPDATE_FIXTURES what is said now is expected from now on: the live test is to say whether it is right. */
async function expectFixture(path: string, text: string): Promise<void> {
  if (process.env.GPFERRY_UPDATE_FIXTURES !== undefined) await writeFile(path, text, 'latin1');
  expect(text).toBe(await readFile(path, 'latin1'));
}

describe.each(['postgresql-15', 'postgresql-18'])('an archive of %s', (release) => {
  const directory = join(fixtures, release);
  const source = join(directory, 'source.dump');

  it.each(engines)('is written as %s takes it', async (engine) => {
    const script = await gpferryOk(['restore', '-s', `--target=${engine}`, '-f', '-', source]);
    await expectFixture(join(directory, `${engine}.sql`), withoutRunMarks(script));
  });

  it.each(engines)('tells what %s will have otherwise, and what not at all', async (engine) => {
    const { stderr } = await gpferry(['restore', '-s', `--target=${engine}`, '-f', '-', source]);
    await expectFixture(
      join(directory, `${engine}.notes`),
      stderr.replace(/ from \S+source\.dump,?| in [\d.]+ s/g, ''),
    );
  });

  it.each(engines)('is not changed again for %s', async (engine) => {
    await using reader = await openArchive({ path: source });
    const told: Diagnostic[] = [];
    const reporter = { diagnostic: (each: Diagnostic) => void told.push(each), verbose: () => {}, progress: () => {} };
    const first = rewriteEntries(reader.entries, targets[engine], reporter);
    told.length = 0;
    const second = rewriteEntries(first.entries, targets[engine], reporter);
    // What holds of the target however it is said.
    expect(told.filter(({ subject }) => subject !== null)).toEqual([]);
    expect(second.entries).toEqual(first.entries);
    expect(second.summary).toMatchObject({ changed: 0, leftOut: 0 });
  });

  it('is written for older releases of PostgreSQL, and told of', async () => {
    for (const major of [12, 14, 15, 17]) {
      const { stdout, stderr } = await gpferry(['restore', '-s', `--target=postgresql:${major}`, '-f', '-', source]);
      const path = join(directory, `postgresql-${major}`);
      await expectFixture(`${path}.sql`, withoutRunMarks(stdout.toString('latin1')));
      await expectFixture(`${path}.notes`, stderr.replace(/ from \S+source\.dump,?| in [\d.]+ s/g, ''));
    }
  });

  for (const name of ['GREENPLUM6', 'GREENPLUM7'] as const) {
    const cluster = liveCluster(name);
    it.skipIf(cluster === null)(`is taken by a live ${name}${withoutCluster(name)}`, () =>
      cluster!.withDatabase(async (database) => {
        const { status, stderr } = await gpferry(['restore', '-O', '-d', cluster!.conninfo(database), source]);
        expect(stderr).not.toContain('ERROR');
        expect(status, stderr).toBe(0);
      }),
    );
  }
});

describeWithServer('an archive of PostgreSQL 18', () => {
  it('is taken by an older server, with what that cannot have left out', () =>
    withDatabase(async ({ database, query }) => {
      const source = join(fixtures, 'postgresql-18', 'source.dump');
      const { status, stderr } = await gpferry(['restore', '-O', '-x', '-d', conninfo(database), source]);
      expect(stderr).not.toContain('ERROR');
      expect(stderr).toMatch(/ of its entries rewritten for PostgreSQL 1\d and \d+ left out/);
      expect(status, stderr).toBe(0);
      const columns = await query("SELECT attname FROM pg_attribute WHERE attgenerated = 's' AND attnum > 0");
      expect(columns.length).toBeGreaterThan(0);
    }));
});

describeWithServer('what is dumped from PostgreSQL for another engine', () => {
  it("sets what the engine's own programs set", () =>
    withDatabase(async ({ database, query }) => {
      await query('CREATE TABLE t (id int PRIMARY KEY)');
      const script = await gpferryOk(['dump', '-s', '--target=greenplum6', '-d', conninfo(database)]);
      expect(script).toContain('DISTRIBUTED BY (id)');
      expect(script).toContain('SET gp_default_storage_options');
      expect(script).not.toMatch(/idle_in_transaction_session_timeout|row_security|^\\restrict/m);
      const globals = await gpferryOk(['dumpall', '-g', '--target=greenplum7', '-d', conninfo(database)]);
      expect(globals).not.toMatch(/^\\restrict/m);
    }));
});
