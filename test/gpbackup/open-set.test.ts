import { cp, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { quoteQualified } from '../../src/ddl/quote.ts';
import { openBackupSet } from '../../src/gpbackup/open-set.ts';
import type { BackupSetReader } from '../../src/gpbackup/set-reader.ts';
import type { Diagnostic } from '../../src/log.ts';
import { silentReporter } from '../../src/log.ts';
import { shown } from '../../src/model/text.ts';
import { backupSet, tablesIn } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';

const open = (...directories: string[]): Promise<BackupSetReader> => openBackupSet({ directories }, silentReporter);

/** Lines of each table's data, the end of them not counted. */
async function rowsOf(reader: BackupSetReader): Promise<Record<string, string[]>> {
  const rows: Record<string, string[]> = {};
  for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of reader.readData(entry)) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('latin1');
    expect(text.endsWith('\\.\n\n\n')).toBe(true);
    rows[entry.tag] = text.slice(0, -5).split('\n').slice(0, -1);
  }
  return rows;
}

const filesBelow = async (directory: string): Promise<string[]> =>
  (await readdir(directory, { recursive: true, withFileTypes: true }))
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));

/** A copy of a set whose files may be spoilt. */
const withCopy = <T>(name: string, work: (directory: string, files: string[]) => Promise<T>): Promise<T> =>
  withTempDir(async (directory) => {
    await cp(backupSet(name), directory, { recursive: true });
    return await work(directory, await filesBelow(directory));
  });

const readAll = async (directory: string): Promise<unknown> => {
  await using reader = await open(directory);
  return await rowsOf(reader);
};

const sets = ['greenplum-6/latin1', 'greenplum-7/latin1-single-zstd', 'greenplum-6/schemas'];

describe('a backup set', () => {
  it.each(sets)('%s has the rows of all segments', async (name) => {
    await using reader = await open(backupSet(name));
    const rows = await rowsOf(reader);
    const found = reader.entries.filter(({ hasData }) => hasData);
    const counts = found.map(({ namespace, tag }) => [shown(quoteQualified(namespace, tag)), rows[tag]!.length]);
    const truth = await tablesIn(name);
    expect(Object.fromEntries(counts)).toEqual(
      Object.fromEntries(truth.map(({ table, rows: count }) => [table, count])),
    );
  });

  it('has the same rows in a file for each table and in one for each segment', async () => {
    await using tables = await open(backupSet('greenplum-6/latin1'));
    await using single = await open(backupSet('greenplum-7/latin1-single-zstd'));
    const sorted = (rows: Record<string, string[]>): unknown =>
      Object.entries(rows).map(([tag, lines]) => [tag, lines.toSorted()]);
    expect(sorted(await rowsOf(single))).toEqual(sorted(await rowsOf(tables)));
  });

  it('gives tables of one file for each segment in whatever order they are asked for', async () => {
    await using reader = await open(backupSet('greenplum-7/latin1-single-zstd'));
    const forwards = await rowsOf(reader);
    const [first] = reader.entries.filter(({ hasData }) => hasData);
    const chunks: Uint8Array[] = [];
    for await (const chunk of reader.readData(first!)) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString('latin1').split('\n').slice(0, -4)).toEqual(forwards[first!.tag]);
  });

  it('has a header that says when it was made, of what and by what', async () => {
    await using reader = await open(backupSet('greenplum-6/latin1'));
    expect(reader.header).toMatchObject({
      version: { major: 1, minor: 13 },
      createdAt: { year: 2026, month: 11, day: 21, hour: 3, minute: 24, second: 31 },
      databaseName: 'bklatin',
      serverVersion: expect.stringMatching(/^9\.4\.26 \(Greenplum Database 6\.24\.3 /),
      dumperVersion: 'gpbackup 1.30.5+dev.0.g78ca035',
    });
  });

  it('keeps roles and the like apart', async () => {
    await using reader = await open(backupSet('greenplum-6/latin1'));
    expect(reader.contents.globals).toContain('CREATE ROLE bk_owner;');
    expect(reader.entries.map(({ definition }) => definition).join('')).not.toContain('CREATE ROLE');
  });

  it('is made of entries as pg_dump writes them', async () => {
    await using reader = await open(backupSet('greenplum-6/schemas'));
    const listed = reader.entries.map(({ dumpId, desc, namespace, tag, owner, dependencies }) =>
      [dumpId, desc, namespace ?? '-', tag, owner, dependencies.length === 0 ? '' : `(${dependencies.join(' ')})`]
        .map((each) => shown(String(each)))
        .join(' ')
        .trim(),
    );
    expect(listed).toMatchSnapshot();
  });

  it('tells what it is without', async () => {
    const notes: Diagnostic[] = [];
    const reporter = { ...silentReporter, diagnostic: (note: Diagnostic) => void notes.push(note) };
    await using _reader = await openBackupSet({ directories: [backupSet('greenplum-6/schemas')] }, reporter);
    expect(notes.map(({ message }) => message)).toEqual([
      'it has some schemas alone: what their objects need of others must be there',
    ]);
  });
});

describe('files are found', () => {
  it('by their names, whatever the directories are called', () =>
    withCopy('greenplum-6/latin1', async (directory, files) => {
      const elsewhere = join(directory, 'some', 'where');
      await mkdir(elsewhere, { recursive: true });
      for (const file of files) await rename(file, join(elsewhere, basename(file)));
      expect(Object.keys((await readAll(directory)) as object)).toHaveLength(3);
    }));

  it('below several directories', () =>
    withCopy('greenplum-6/latin1', async (directory) => {
      const hosts = (await readdir(directory)).map((host) => join(directory, host));
      expect(hosts).toHaveLength(4);
      await using reader = await open(...hosts, hosts[0]!);
      expect(Object.keys(await rowsOf(reader))).toHaveLength(3);
    }));

  it('though a link leads back up, and one into nothing', () =>
    withCopy('greenplum-6/latin1', async (directory) => {
      await symlink('..', join(directory, 'gpseg-1', 'up'));
      await symlink('nothing', join(directory, 'broken'));
      expect(Object.keys((await readAll(directory)) as object)).toHaveLength(3);
    }));

  it('of the newest set, or of the one that is asked for', async () => {
    const directories = [backupSet('greenplum-6')].map(dirname);
    await using newest = await openBackupSet({ directories }, silentReporter);
    expect(newest.contents.timestamp).toBe('20261121032431');
    await using asked = await openBackupSet({ directories, timestamp: '20261121031735' }, silentReporter);
    expect(asked.contents.timestamp).toBe('20261121031735');
  });
});

describe('a newer set that is not whole', () => {
  it('is told of where the newest is taken', () =>
    withCopy('greenplum-6/latin1', async (directory) => {
      await writeFile(join(directory, 'gpbackup_20300101000000_config.yaml'), 'status: Failure\n');
      const notes: Diagnostic[] = [];
      const reporter = { ...silentReporter, diagnostic: (note: Diagnostic) => void notes.push(note) };
      await using reader = await openBackupSet({ directories: [directory] }, reporter);
      expect(reader.contents.timestamp).toBe('20261121032431');
      expect(notes[0]?.message).toContain('20300101000000 would be newer than 20261121032431, but is not whole');
    }));
});

describe('it is an error', () => {
  it.each([
    ['a set that is not there', '20200101000000', 'there is no backup 20200101000000 in'],
    ['a timestamp that is none', '2020', 'invalid timestamp "2020"'],
  ])('to ask for %s', async (_, timestamp, message) => {
    const opening = openBackupSet({ directories: [backupSet('greenplum-6/latin1')], timestamp }, silentReporter);
    await expect(opening).rejects.toThrow(message);
  });

  it('where there is none', () =>
    withTempDir(async (directory) => {
      await expect(open(directory)).rejects.toThrow('there is no backup set in');
    }));

  it.each(sets)('where any file of set %s is missing', async (name) => {
    const all = await filesBelow(backupSet(name));
    for (const each of all.filter((file) => !file.endsWith('_report'))) {
      await withCopy(name, async (directory, files) => {
        await rm(files.find((file) => basename(file) === basename(each))!);
        await expect(readAll(directory), basename(each)).rejects.toThrow(/missing|has no file|there is no backup set/);
      });
    }
  });

  it.each(sets)('where any file of set %s is there twice', async (name) => {
    const all = await filesBelow(backupSet(name));
    for (const each of all.slice(0, 6)) {
      await withCopy(name, async (directory) => {
        await mkdir(join(directory, 'other'));
        await cp(each, join(directory, 'other', basename(each)));
        await expect(readAll(directory), basename(each)).rejects.toThrow('has files that are there twice');
      });
    }
  });

  it.each(sets)('where a data file of set %s is cut anywhere', async (name) => {
    const all = (await filesBelow(backupSet(name))).filter((file) => /\.(?:gz|zst)$/.test(file));
    for (const each of all) {
      const { length } = await readFile(each);
      for (const left of [0, 1, Math.floor(length / 2), length - 1]) {
        await withCopy(name, async (directory, files) => {
          await truncate(
            files.find((file) => basename(file) === basename(each))!,
            left,
          );
          await expect(readAll(directory), `${basename(each)} of ${left} bytes`).rejects.toHaveProperty(
            'detail',
            expect.stringContaining(basename(each)),
          );
        });
      }
    }
  });

  it('where something follows the data of a file', () =>
    withCopy('greenplum-6/latin1', async (directory, files) => {
      const file = files.find((each) => each.endsWith('.gz'))!;
      await writeFile(file, 'x', { flag: 'a' });
      await expect(readAll(directory)).rejects.toHaveProperty('detail', expect.stringContaining(basename(file)));
    }));

  it('where there are other rows than were copied', () =>
    withCopy('greenplum-6/latin1', async (directory, files) => {
      const toc = files.find((each) => /gpbackup_\d{14}_toc\.yaml$/.test(each))!;
      await writeFile(toc, (await readFile(toc, 'latin1')).replace('rowscopied: 300', 'rowscopied: 301'), 'latin1');
      await expect(readAll(directory)).rejects.toThrow(
        'the backup set has 300 rows of a table of which 301 were copied',
      );
    }));

  it('where the metadata are others than the table of contents says', () =>
    withCopy('greenplum-6/latin1', async (directory, files) => {
      const metadata = files.find((each) => each.endsWith('_metadata.sql'))!;
      await truncate(metadata, 500);
      await expect(open(directory)).rejects.toThrow('the table of contents does not fit the metadata');
    }));
});
