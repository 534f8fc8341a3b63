import { cp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupSet } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { runHere } from './fake-io.ts';

const set = backupSet('greenplum-6/latin1');
const day = (segment: number): string => `gpseg${segment}/backups/20261121/20261121032431`;
const fileOf = (segment: number, oid: number): string =>
  join(day(segment), `gpbackup_${segment}_20261121032431_${oid}.gz`);

/** Verifies a copy of the set in which something was spoiled. */
const spoiled = (spoil: (directory: string) => Promise<void>) =>
  withTempDir(async (directory) => {
    await cp(set, directory, { recursive: true });
    await spoil(directory);
    return await runHere(['verify', directory]);
  });

describe('gpferry verify of a backup set', () => {
  it('says of each table how many rows each segment has, and the set itself counted', async () => {
    const { status, stdout, stderr } = await runHere(['verify', set]);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "  ok  table data  public.Größe  300 rows  2.4 kB     300 in the set: 103 + 102 + 95
        ok  table data  public.a      40 rows   105 bytes  40 in the set: 11 + 14 + 15
        ok  table data  public.t      20 rows   156 bytes  20 in the set: 8 + 4 + 8
      "
    `);
    expect(stderr).toMatch(/^gpferry: all is well: \d+ entries, 3 tables, 360 rows, /);
  });

  it('says so for programs', async () => {
    const { stdout } = await runHere(['verify', '--json', '--backup-dir', set]);
    const { entries } = JSON.parse(stdout);
    expect(entries.find(({ name }: { name: string }) => name === 'Größe')).toMatchObject({
      rows: 300,
      rowsInSet: 300,
      segments: [{ segment: 0 }, { segment: 1 }, { segment: 2 }],
      isReplicated: false,
      backup: '20261121032431',
    });
  });

  it.each([
    ['is missing', (file: string) => rm(file), 'a file is missing (file "gpbackup_1_20261121032431_44065"'],
    ['is cut', (file: string) => truncate(file, 100), 'gpbackup_1_20261121032431_44065.gz'],
    [
      'is damaged',
      async (file: string) => {
        const bytes = await readFile(file);
        bytes[bytes.length >> 1]! ^= 1;
        await writeFile(file, bytes);
      },
      'table public."Größe", segment 1',
    ],
  ])('goes on behind a table of which a file %s', async (_, spoil, told) => {
    const { status, stdout, stderr } = await spoiled((directory) => spoil(join(directory, fileOf(1, 44065))));
    expect(status).toBe(1);
    expect(stdout).toMatch(/^ {2}WRONG +table data +public\.Größe/m);
    expect(stdout).toContain(told);
    expect(stdout.match(/^ {2}ok /gm)).toHaveLength(2);
    expect(stderr).toMatch(/^gpferry: 1 problem in /);
  });

  it('holds statements that gpbackup is not known to write for wrong', async () => {
    const { status, stdout, stderr } = await spoiled(async (directory) => {
      const file = join(directory, 'gpseg-1/backups/20261121/20261121032431/gpbackup_20261121032431_metadata.sql');
      await writeFile(file, (await readFile(file, 'latin1')).replace('\n\tid integer', '\n\tid NULL   '), 'latin1');
    });
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /^ {2}WRONG {2}backup 20261121032431: it has statements that gpbackup is not known to write \(file .*, byte \d+: TABLE /,
    );
    expect(stderr).toContain('gpferry: 1 problem in ');
  });

  it('finds rows that are in the file of another segment', async () => {
    const exchanged = async (directory: string): Promise<void> => {
      const files = [fileOf(0, 44065), fileOf(1, 44065)].map((name) => join(directory, name)) as [string, string];
      const [one, other] = [await readFile(files[0]), await readFile(files[1])];
      await writeFile(files[0], other);
      await writeFile(files[1], one);
    };
    const { status, stdout } = await spoiled(exchanged);
    expect(status).toBe(1);
    expect(stdout).toContain('row 1 of segment 0 belongs to segment 1');
  });
});

describe('gpferry verify of what was converted', () => {
  it.each([['-Fc'], ['-Fd'], ['-Ft'], ['-Fp'], ['-Fc', '--keep-csv'], ['-Fd', '--keep-csv']])(
    'with %s %s counts all rows',
    (...options) =>
      withTempDir(async (directory) => {
        const file = join(directory, 'it');
        expect((await runHere(['convert', '--backup-dir', set, ...options, '-f', file])).status).toBe(0);
        const { status, stdout, stderr } = await runHere(['verify', file]);
        expect(status, stdout).toBe(0);
        expect(stderr).toContain('3 tables, 360 rows');
      }),
  );

  it('finds that a script or a tar archive was cut, wherever that was', () =>
    withTempDir(async (directory) => {
      for (const [format, least] of [
        ['-Fp', 1200],
        ['-Ft', 11_000],
      ] as const) {
        const file = join(directory, `it${format}`);
        await runHere(['convert', '--backup-dir', set, format, '-f', file]);
        const { length } = await readFile(file);
        // The last blocks of a tar file are empty.
        const most = format === '-Ft' ? length - 1025 : length - 60;
        for (const size of [most, Math.round((least + most) / 2), least]) {
          await truncate(file, size);
          const { status, stdout, stderr } = await runHere(['verify', file]);
          expect({ size, status }, stdout + stderr).toEqual({ size, status: 1 });
        }
      }
    }));
});
