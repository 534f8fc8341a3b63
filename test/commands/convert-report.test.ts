import { cp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backupSet } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { runHere } from './fake-io.ts';

const set = backupSet('greenplum-6/latin1');

const convert = (...args: readonly string[]) => runHere(['convert', ...args]);

/** Times differ from run to run, paths from machine to machine. */
const steady = (report: string, directory: string): string =>
  report
    .replaceAll(directory, 'OUT')
    .replaceAll(set, 'SET')
    .replace(/(start time: +|end time: +)\w.*/g, '$1SOME TIME')
    .replace(/(duration: +)\S+/g, '$10:00:00')
    .replace(/(bytes written: +).*/, '$1SOME')
    .replace(/(gpferry version: +).*/, '$1OURS');

describe('gpferry convert --report', () => {
  it("writes what was done in the layout of gpbackup's reports", () =>
    withTempDir(async (directory) => {
      const report = join(directory, 'report');
      const options = ['--check-placement', '--report', report];
      const { status, stderr } = await convert('--backup-dir', set, ...options, '-f', join(directory, 'it'));
      expect(status, stderr).toBe(0);
      expect(steady(await readFile(report, 'utf8'), directory)).toMatchInlineSnapshot(`
        "gpferry Conversion Report

        timestamp key:        20261121032431
        gpdb version:         6.24.3 build commit:25d3498a400ca5230e81abb94861f23389315213
        gpbackup version:     1.30.5+dev.0.g78ca035
        gpferry version:      OURS

        database name:        bklatin
        command line:         gpferry convert --backup-dir SET --check-placement --report OUT/report -f OUT/it
        made by:              gpbackup
        kind of backup:       full
        compression:          gzip
        plugin executable:    None
        data file format:     Multiple Data Files Per Segment

        output file:          OUT/it
        output format:        custom

        start time:           SOME TIME
        end time:             SOME TIME
        duration:             0:00:00

        conversion status:    Success

        segment count:        3
        tables:               3
        rows:                 360
        bytes read:           1,468 (1.4 kB)
        bytes of rows:        2,759 (2.7 kB)
        bytes written:        SOME

        checks:
        files                 each is there once, of 3 segments
        compressed data       whole to their ends and sums
        columns               each row has as many as its table
        row counts            as the set has them, of 3 of 3 tables
        replicated tables     not made: there are none
        placement             rows of 2 tables are on their segments

        count of database objects in archive:
        resource groups              4
        resource queues              4
        roles                        12
        schemas                      1
        tables                       3
        tablespaces                  1
        types                        1
        views                        1

        notes:
        roles, tablespaces, resource queues and groups are in "OUT/it.globals.sql"
          hint: An archive has no place for them: run it with psql before, where they are missing.
        "
      `);
    }));

  it('counts the objects that gpbackup has counted', () =>
    withTempDir(async (directory) => {
      const { stdout } = await convert('--backup-dir', set, '--json', '-f', join(directory, 'it'));
      const { objects } = JSON.parse(stdout) as { objects: Record<string, number> };
      const day = join(set, 'gpseg-1/backups/20261121/20261121032431');
      const own = await readFile(join(day, 'gpbackup_20261121032431_report'), 'utf8');
      const counted = own.split('count of database objects in backup:\n')[1]!.trimEnd().split('\n');
      const wanted = counted.map((line) => /^(.*?) +(\d+)$/.exec(line)!).filter(([, , count]) => count !== '0');
      expect(Object.entries(objects)).toEqual(wanted.map(([, kind, count]) => [kind, Number(count)]));
    }));

  it('says as JSON of each table how many rows each segment had, and how many gpbackup has counted', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'report.json');
      await convert('--backup-dir', set, '-Fp', '--report', file, '-f', join(directory, 'it'));
      const report = JSON.parse(await readFile(file, 'utf8'));
      expect(report).toMatchObject({
        status: 'Success',
        error: null,
        set: { timestamp: '20261121032431', database: 'bklatin', kind: 'full', segments: 3 },
        output: { format: 'plain' },
        rows: 360,
        brokenTables: 0,
      });
      expect(report.tables).toHaveLength(3);
      for (const { rows, rowsInSet, segments, isCounted, backup, isReplicated } of report.tables) {
        expect({ rowsInSet, isCounted, backup }).toEqual({
          rowsInSet: rows,
          isCounted: true,
          backup: '20261121032431',
        });
        expect(segments).toHaveLength(isReplicated ? 1 : 3);
        expect(segments.reduce((sum: number, each: { rows: number }) => sum + each.rows, 0)).toBe(rows);
      }
    }));

  it('says which numbers are those of the set alone', () =>
    withTempDir(async (directory) => {
      const { stdout } = await convert('--backup-dir', set, '--json', '--keep-csv', '-Fd', '-f', join(directory, 'it'));
      const { tables, checks, rows } = JSON.parse(stdout);
      expect(rows).toBe(360);
      expect(tables).toContainEqual(expect.objectContaining({ isCounted: false, segments: null }));
      expect(checks).toContainEqual({
        check: 'row counts',
        isMade: false,
        result: 'not looked at: files were joined as they are',
      });
    }));

  it('is written also where the conversion fails, with the error', () =>
    withTempDir(async (directory) => {
      await cp(set, join(directory, 'set'), { recursive: true });
      const day = join(directory, 'set/gpseg1/backups/20261121/20261121032431');
      await rm(join(day, (await readdir(day))[0]!));
      const file = join(directory, 'it');
      const { status, stdout } = await convert('--backup-dir', join(directory, 'set'), '--json', '-f', file);
      expect(status).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({
        status: 'Failure',
        error: { message: 'a file of backup 20261121032431 is missing' },
        notes: [],
      });
      const text = await convert('--backup-dir', join(directory, 'set'), '--report=-', '-f', file);
      expect(text.stdout).toMatch(
        /conversion status: +Failure\nconversion error: +a file of backup 20261121032431 is missing\ndetail: +gpbackup_1_/,
      );
    }));

  it('tells of a set that is known what it is, where reading its rows fails', () =>
    withTempDir(async (directory) => {
      await cp(set, join(directory, 'set'), { recursive: true });
      const day = (segment: number): string => `set/gpseg${segment}/backups/20261121/20261121032431`;
      const name = (segment: number): string => `gpbackup_${segment}_20261121032431_44065.gz`;
      await cp(join(directory, day(1), name(1)), join(directory, day(0), name(0)));
      const it = join(directory, 'it');
      const { stdout } = await convert('--backup-dir', join(directory, 'set'), '--check-placement', '--json', '-f', it);
      expect(JSON.parse(stdout)).toMatchObject({ status: 'Failure', set: { timestamp: '20261121032431' } });
    }));

  it('does not begin where the report cannot be written', () =>
    withTempDir(async (directory) => {
      const [file, nowhere] = [join(directory, 'it'), join(directory, 'nowhere', 'report')];
      const { status, stderr } = await convert('--backup-dir', set, '--report', nowhere, '-f', file);
      expect(status).toBe(1);
      expect(stderr).toContain(`could not open output file "${nowhere}"`);
      expect(await readdir(directory)).toEqual([]);
      expect((await convert('--backup-dir', set, '--json')).stderr).toContain(
        'the archive and its report cannot both be written to standard output',
      );
    }));
});
