import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBackupSet } from '../../src/gpbackup/open-set.ts';
import { silentReporter } from '../../src/log.ts';
import { runHere, type Ended } from '../commands/fake-io.ts';
import { backupSet, digestQuery, tablesIn } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

const schemas = { name: 'greenplum-6/schemas', timestamp: '20261121031735' };
const single = { name: 'greenplum-7/latin1-single-zstd', timestamp: '20261121032635' };
type Stored = typeof schemas;

/** All files of a set in one directory, as the S3 plugin has them: `backups/<day>/<timestamp>`. */
async function store({ name, timestamp }: Stored, directory: string): Promise<string> {
  const to = join(directory, 'backups', timestamp.slice(0, 8), timestamp);
  await mkdir(to, { recursive: true });
  for (const file of await readdir(backupSet(name), { recursive: true, withFileTypes: true })) {
    if (file.isFile()) await cp(join(file.parentPath, file.name), join(to, file.name));
  }
  const config = join(to, `gpbackup_${timestamp}_config.yaml`);
  const text = await readFile(config, 'utf8');
  await writeFile(config, text.replace(/^plugin: .*$/m, 'plugin: example-plugin.sh'));
  return to;
}

interface Held {
  readonly options: readonly string[];
  /** Calls of the plugin so far. */
  log(): Promise<readonly string[]>;
  readonly directory: string;
}

/** A set that our example plugin holds. */
const withHeld = (set: Stored, run: (held: Held) => Promise<void>, { fail = '', hang = '' } = {}): Promise<void> =>
  withTempDir(async (directory) => {
    const stored = await store(set, directory);
    const [config, log] = [join(directory, 'plugin.yaml'), join(directory, 'log')];
    const lines = [
      `executablepath: ${join(repository, 'test', 'support', 'example-plugin.sh')}`,
      'options:',
      `  directory: ${dirname(dirname(stored))}`,
      `  log: ${log}`,
      `  fail: ${fail}`,
      `  hang: ${hang}`,
      '  password: hunter22',
    ];
    await writeFile(config, `${lines.join('\n')}\n`);
    await run({
      options: ['--plugin-config', config, '--timestamp', set.timestamp],
      log: async () => (await readFile(log, 'utf8')).trimEnd().split('\n'),
      directory,
    });
  });

const temporary = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('gpferry-plugin-'));

const listed = ({ stdout }: Ended): string => stdout.replaceAll(/^;.*\n/gm, '');

describe('a set that a plugin holds', () => {
  it('is asked for as gprestore does: set-up, files of the coordinator, rows, clean-up', () =>
    withHeld(schemas, async ({ options, log, directory }) => {
      const file = join(directory, 'shop.dump');
      const { status, stderr } = await runHere(['convert', ...options, '-f', file]);
      expect(status, stderr).toBe(0);
      expect(stderr).toContain('3 tables, 270 rows');
      const { timestamp } = schemas;
      const hooks = (verb: string): readonly string[] =>
        ['master -1', 'segment_host', 'segment 0', 'segment 1', 'segment 2'].map(
          (scope) => `${verb}_plugin_for_restore ${timestamp} ${scope}`,
        );
      const calls = (await log()).map((line) => line.trimEnd());
      const rows = calls.filter((call) => call.startsWith('restore_data '));
      expect(calls).toEqual([
        ...hooks('setup').slice(0, 2),
        `restore_file gpbackup_${timestamp}_config.yaml`,
        ...hooks('setup').slice(2),
        `restore_file gpbackup_${timestamp}_metadata.sql`,
        `restore_file gpbackup_${timestamp}_toc.yaml`,
        ...rows,
        ...hooks('cleanup'),
      ]);
      expect(rows).toHaveLength(9);
      const local = await runHere(['list', backupSet(schemas.name)]);
      expect(listed(await runHere(['list', file]))).toContain('TABLE DATA');
      expect(listed(await runHere(['list', ...options]))).toBe(listed(local));
    }));

  it('has one file of rows for each segment, which is read once', () =>
    withHeld(single, async ({ options, log, directory }) => {
      const { status, stderr } = await runHere(['convert', ...options, '-f', join(directory, 'shop.dump')]);
      expect(status, stderr).toBe(0);
      expect(stderr).toContain('3 tables, 360 rows');
      const rows = (await log()).filter((call) => call.startsWith('restore_data '));
      expect(rows.map((call) => basename(call.trimEnd()))).toEqual(
        [0, 1, 2].map((content) => `restore_data gpbackup_${content}_${single.timestamp}.zst`),
      );
    }));

  it.each([
    ['restore_data gpbackup_1', 'restore_data gpbackup_1_'],
    ['toc.yaml', 'restore_file gpbackup_20261121031735_toc.yaml'],
    ['setup_plugin_for_restore', 'setup_plugin_for_restore'],
  ])('tells what the plugin says of %s, but no secrets, and cleans up', (words, what) =>
    withHeld(
      schemas,
      async ({ options, log, directory }) => {
        const file = join(directory, 'shop.dump');
        const { status, stderr } = await runHere(['convert', ...options, '-f', file]);
        expect(status).toBe(1);
        expect(stderr).toContain(`gpferry: error: plugin "example-plugin.sh" failed: ${what}`);
        expect(stderr).toContain('gpferry: detail: example plugin: no access with ***');
        expect(stderr).not.toContain('hunter22');
        expect((await log()).filter((call) => call.startsWith('cleanup_')).length).toBeGreaterThan(0);
        expect(await readdir(directory)).not.toContain('shop.dump');
      },
      { fail: words.replace(' ', '*') },
    ),
  );

  it('warns of a clean-up that fails', () =>
    withHeld(
      schemas,
      async ({ options, directory }) => {
        const { status, stderr } = await runHere(['convert', ...options, '-f', join(directory, 'shop.dump')]);
        expect(status).toBe(0);
        expect(stderr).toContain('gpferry: warning: plugin "example-plugin.sh" failed: cleanup_plugin_for_restore');
      },
      { fail: 'cleanup' },
    ));

  it('is given up at once when the user says so, and cleaned up', () =>
    withHeld(
      schemas,
      async ({ options: [, pluginConfig, , timestamp], log }) => {
        const aborting = new AbortController();
        const source = { directories: [], timestamp, pluginConfig, signal: aborting.signal };
        await using set = await openBackupSet(source, silentReporter);
        const rows = set.readData(set.entries.find(({ desc }) => desc === 'TABLE DATA')!);
        setTimeout(() => aborting.abort(new Error('given up')), 200);
        await expect(rows[Symbol.asyncIterator]().next()).rejects.toThrow('given up');
        await set[Symbol.asyncDispose]();
        expect((await log()).at(-1)).toBe(`cleanup_plugin_for_restore ${timestamp} segment 2`);
      },
      { hang: 'restore_data' },
    ));

  it('is of as many segments as a user says where it is too old to say it', () =>
    withHeld(schemas, async ({ options, directory }) => {
      const day = join(directory, 'backups', '20261121', schemas.timestamp);
      const config = join(day, `gpbackup_${schemas.timestamp}_config.yaml`);
      const text = await readFile(config, 'utf8');
      const convert = (...more: readonly string[]) =>
        runHere(['convert', ...options, ...more, '-f', join(directory, 'shop.dump')]);
      expect((await convert('--segment-count=2')).stderr).toContain(
        `backup ${schemas.timestamp} is of 3 segments, not of 2`,
      );
      await writeFile(config, text.replace(/^segmentcount: .*\n/m, ''));
      const { stderr } = await convert();
      expect(stderr).toContain(`backup ${schemas.timestamp} does not say of how many segments it is`);
      expect(stderr).toContain('say --segment-count=NUMBER');
      expect((await convert('--segment-count=3')).stderr).toContain('3 tables, 270 rows');
      expect((await convert('--segment-count=2')).stderr).toMatch(/has \d+ rows of a table of which \d+ were copied/);
      expect((await convert('--segment-count=4')).stderr).toContain('failed: restore_data gpbackup_3_');
    }));

  it('is named by its timestamp alone', async () => {
    const said = async (...options: readonly string[]) => (await runHere(['convert', ...options])).stderr;
    expect(await said('--plugin-config', 'x')).toContain('option --plugin-config requires option --timestamp');
    expect(await said('--plugin-config', 'x', '--backup-dir', 'y')).toContain('cannot be used together');
  });

  it('is read without the plugin where its files have been copied, as the S3 plugin has them', () =>
    withTempDir(async (directory) => {
      await store(schemas, join(directory, 'folder'));
      const { status, stdout, stderr } = await runHere(['verify', join(directory, 'folder')]);
      expect(status, stderr).toBe(0);
      expect(stdout).toContain('dot.ted');
    }));
});

describeWithServer('a set that a plugin holds, restored', () => {
  it('has all its rows, and leaves nothing behind', () =>
    withDatabase((database) =>
      withHeld(schemas, async ({ options }) => {
        const before = await temporary();
        const target = [...database.connectionArgs, '-d', database.database, '-O', '-x', '-j', '2'];
        const { stderr } = await runHere(['restore', ...options, ...target]);
        expect(stderr).toContain('3 tables, 270 rows');
        for (const { table, ...truth } of await tablesIn(schemas.name)) {
          expect((await database.query(digestQuery(table)))[0], table).toEqual(truth);
        }
        expect(await temporary()).toEqual(before);
      }),
    ));
});
