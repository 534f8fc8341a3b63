import { cp, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { segmentPrefixOf } from '../../src/gpbackup/segment-prefix.ts';
import { backupSet } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { writeGpDump } from '../support/gp-dump.ts';
import { shop } from '../support/made-database.ts';
import { runHere } from './fake-io.ts';

const set = backupSet('greenplum-6/latin1');

/** Backups that two clusters have made in the same second, below one directory. */
const withTwoClusters = (run: (directory: string) => Promise<void>): Promise<void> =>
  withTempDir(async (directory) => {
    await cp(set, directory, { recursive: true });
    for (const name of await readdir(directory)) await rename(join(directory, name), join(directory, `x-${name}`));
    await cp(set, directory, { recursive: true });
    await run(directory);
  });

describe('--prefix', () => {
  it('chooses the cluster, of which others are told apart by the prefixes of their directories', () =>
    withTwoClusters(async (directory) => {
      const refused = await runHere(['verify', '--backup-dir', directory]);
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain('backup 20261121032431 has files that are there twice');
      expect(refused.stderr).toContain(
        'hint: They are of several clusters: choose one with --prefix, which is "gpseg" or "x-gpseg".',
      );
      for (const prefix of ['gpseg', 'x-gpseg']) {
        const { status, stderr } = await runHere(['verify', '--backup-dir', directory, '--prefix', prefix]);
        expect(status, stderr).toBe(0);
        const list = await runHere(['list', '--backup-dir', directory, '--prefix', prefix]);
        expect(list.stdout).toMatch(/20261121032431 .* Success\n$/);
      }
      const { stderr } = await runHere(['verify', '--backup-dir', directory, '--prefix', 'other']);
      expect(stderr).toContain(`there is no backup set in "${directory}" with prefix "other"`);
    }));

  it('chooses what gpcrondump --prefix has written', () =>
    withTempDir(async (directory) => {
      const timestamp = '20170714030405';
      for (const shape of [{ prefix: 'a' }, { prefix: 'b_c' }, {}]) {
        await writeGpDump(directory, shop, { timestamp }, shape);
      }
      const listed = (...options: readonly string[]) =>
        runHere(['list', '--backup-dir', directory, `--timestamp=${timestamp}`, ...options]);
      expect((await listed()).stderr).toContain(`there are several dumps ${timestamp}`);
      for (const prefix of ['a', 'b_c', '']) {
        const { status, stderr } = await listed(`--prefix=${prefix}`);
        expect(status, stderr).toBe(0);
      }
    }));
});

it.each([
  ['/b/gpseg-1/backups/20261121/20261121032431', 'gpseg'],
  ['/b/demoDataDir12/backups/20261121/20261121032431', 'demoDataDir'],
  ['/b/a-1-2/backups/20261121/20261121032431', 'a-1-'],
  ['/b/backups/20261121/20261121032431', null],
  ['/b/gpseg-1', null],
])('the prefix of %s is %s', (directory, prefix) => {
  expect(segmentPrefixOf(directory)).toBe(prefix);
});
