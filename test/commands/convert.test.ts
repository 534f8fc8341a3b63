import { cp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { backupSet } from '../support/backup-sets.ts';
import { withTempDir } from '../support/files.ts';
import { runHere } from './fake-io.ts';

const set = backupSet('greenplum-6/latin1');

describe('gpferry convert', () => {
  it.each([
    ['-Fc', 'custom'],
    ['-Fd', 'directory'],
    ['-Ft', 'tar'],
  ])('writes with %s a %s archive, and roles beside it for its owner alone', (option, format) =>
    withTempDir(async (directory) => {
      const file = join(directory, 'shop');
      const { status, stderr } = await runHere(['convert', '--backup-dir', set, option, '-f', file]);
      expect(status, stderr).toBe(0);
      expect(stderr).toMatch(/gpferry: backup 20261121032431 of 3 segments: 3 tables, 360 rows, [\d.]+ kB carried in /);
      await using reader = await openArchive({ path: file });
      expect(reader.format).toBe(format);
      expect(reader.header.version.minor).toBe(13);
      expect(await readFile(`${file}.globals.sql`, 'latin1')).toContain('CREATE ROLE bk_owner;');
      expect((await stat(`${file}.globals.sql`)).mode & 0o777).toBe(0o600);
    }),
  );

  it('writes with -Fp a script', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'shop.sql');
      const { status, stderr } = await runHere(['convert', '--backup-dir', set, '-Fp', '-f', file]);
      expect(status, stderr).toBe(0);
      const script = await readFile(file, 'latin1');
      expect(script).toContain('COPY public."Gr\xf6\xdfe" (');
    }));

  it.each([
    ['what its programs would run on any database', '-Fc'],
    ['what a script has no place for', '-Fp'],
  ] as const)('puts %s beside it', (_what, format) =>
    withTempDir(async (directory) => {
      const file = join(directory, 'shop');
      const options = ['--timestamp', '20261121031735', format, '-f', file];
      const { status, stderr } = await runHere([
        'convert',
        '--backup-dir',
        backupSet('greenplum-6/schemas'),
        ...options,
      ]);
      expect(status, stderr).toBe(0);
      expect((await readFile(`${file}.globals.sql`, 'latin1')).split('-- Once the database is there.')[1]).toMatch(
        /COMMENT ON DATABASE bktest IS [^]*GRANT ALL ON DATABASE bktest TO gpadmin;[^]*SET DateStyle TO ISO, MDY;/,
      );
      expect(await readFile(file, 'latin1')).not.toContain('ALTER DATABASE');
    }),
  );

  it('writes the version of the format that is asked for', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'shop.dump');
      const line = ['convert', '--backup-dir', set, '-f', file, '--archive-version'];
      expect((await runHere([...line, '1.16'])).status).toBe(0);
      await using reader = await openArchive({ path: file });
      expect(reader.header.version.minor).toBe(16);
      expect((await runHere([...line, '1.9'])).stderr).toContain('error: invalid archive version "1.9"');
      const { stderr } = await runHere([...line, '1.14', '-Z', 'lz4']);
      expect(stderr).toContain('error: archives of version 1.14 cannot be compressed with lz4');
    }));

  it('leaves nothing where the set is not whole', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'shop.dump');
      const { status, stderr } = await runHere(['convert', '--backup-dir', join(set, 'gpseg-1'), '-f', file]);
      expect(status).toBe(1);
      expect(stderr).toContain('gpferry: error: backup 20261121032431 has no files of segments 0, 1, 2');
      await expect(stat(file)).rejects.toThrow('ENOENT');
    }));
});

describe('a backup set is taken', () => {
  it.each([
    ['list', ['--table'], 'Größe'],
    ['verify', [], 'Größe'],
    ['plan', ['--target=postgresql'], '12 entries for PostgreSQL'],
  ])('by %s in the place of an archive', async (command, options, told) => {
    const byDirectory = await runHere([command, ...options, set]);
    expect(byDirectory.status, byDirectory.stderr).toBe(0);
    expect(byDirectory.stdout).toContain(told);
    const byOption = await runHere([command, ...options, '--backup-dir', set, '--timestamp=20261121032431']);
    expect(byOption.stdout).toBe(byDirectory.stdout);
  });

  it('by rewrite', () =>
    withTempDir(async (directory) => {
      const file = join(directory, 'shop.dump');
      const { status, stderr } = await runHere(['rewrite', '--target=postgresql', '-f', file, set]);
      expect(status, stderr).toBe(0);
      await using reader = await openArchive({ path: file });
      expect(reader.entries.find(({ tag, desc }) => tag === 'a' && desc === 'TABLE')?.definition).not.toContain(
        'DISTRIBUTED',
      );
    }));

  it('by pg_restore under its own name never', async () => {
    const { status, stderr } = await runHere(['pg_restore', '-l', set]);
    expect(status).toBe(1);
    expect(stderr).toContain('does not appear to be a valid archive ("toc.dat" does not exist)');
  });
});

describe('gpferry convert --keep-csv', () => {
  const convertedRows = async (file: string): Promise<Record<string, string>> => {
    await using reader = await openArchive({ path: file });
    const rows: Record<string, string> = {};
    for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
      expect(entry.copyStatement).toMatch(/^COPY public\..* FROM stdin WITH CSV;\n$/);
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.readData(entry)) chunks.push(Buffer.from(chunk));
      rows[entry.tag] = Buffer.concat(chunks).toString('latin1');
    }
    return rows;
  };

  it('joins packed files as they are, and has the same rows where it packs them anew', () =>
    withTempDir(async (directory) => {
      const joined = join(directory, 'joined');
      const anew = join(directory, 'anew');
      const { stderr } = await runHere(['convert', '--backup-dir', set, '--keep-csv', '-Fd', '-f', joined]);
      expect(stderr).toContain('3 tables, 360 rows');
      expect((await runHere(['convert', '--backup-dir', set, '--keep-csv', '-f', anew])).stderr).toContain('360 rows');
      const rows = await convertedRows(joined);
      expect(Object.keys(rows)).toHaveLength(3);
      for (const text of Object.values(rows)) expect(text).toMatch(/\n\\\.\n\n\n$/);
      expect(await convertedRows(anew)).toEqual(rows);
    }));

  it.each([
    ['-Ft', 'a tar archive'],
    ['-Fp', 'a script'],
  ])('is refused with %s', async (format, what) => {
    const { status, stderr } = await runHere(['convert', '--backup-dir', set, '--keep-csv', format, '-f', '/nowhere']);
    expect(status).toBe(1);
    expect(stderr).toContain(`${what} cannot have rows as CSV`);
  });
});

describe('gpferry list --backup-dir', () => {
  it('says which sets there are', async () => {
    const { status, stdout } = await runHere(['list', '--backup-dir', join(set, '..', '..')]);
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "  TIMESTAMP       DATABASE  KIND            SEGMENTS  SIZE     GPBACKUP               STATUS   NEEDS
        20261121031735  bktest    full, filtered  3         24.1 kB  1.30.5+dev.0.g78ca035  Success
        20261121032431  bklatin   full            3         18.8 kB  1.30.5+dev.0.g78ca035  Success
      "
    `);
  });

  it('says what they lack', () =>
    withTempDir(async (directory) => {
      await cp(join(set, 'gpseg0'), join(directory, 'one'), { recursive: true });
      const { stdout } = await runHere(['list', '--json', '--backup-dir', directory]);
      expect(JSON.parse(stdout)).toMatchObject({
        sets: [{ timestamp: '20261121032431', database: null, status: "the coordinator's files are missing" }],
      });
      await cp(join(set, 'gpseg-1'), join(directory, 'other'), { recursive: true });
      const { stdout: more } = await runHere(['list', '--json', '--backup-dir', directory]);
      expect(JSON.parse(more)).toMatchObject({
        sets: [
          { database: 'bklatin', segments: { found: 1, of: 3 }, status: 'Success, files of segments are missing' },
        ],
      });
    }));
});

describe('gpferry convert --check-placement', () => {
  const converted = (directory: string, ...options: readonly string[]) =>
    runHere(['convert', '--backup-dir', directory, ...options, '-f', join(directory, 'archive')]);

  it('finds nothing wrong with a set that is as it was made', () =>
    withTempDir(async (directory) => {
      await cp(set, directory, { recursive: true });
      const { status, stderr } = await converted(directory, '--check-placement');
      expect(status, stderr).toBe(0);
      expect(stderr).not.toContain('cannot be known');
    }));

  it('refuses rows that are in the files of another segment, which are carried without it', () =>
    withTempDir(async (directory) => {
      await cp(set, directory, { recursive: true });
      const file = (segment: number): string =>
        join(directory, `gpseg${segment}/backups/20261121/20261121032431/gpbackup_${segment}_20261121032431_44065.gz`);
      const [one, other] = [await readFile(file(0)), await readFile(file(1))];
      await writeFile(file(0), other);
      await writeFile(file(1), one);
      expect((await converted(directory)).status).toBe(0);
      const { status, stderr } = await converted(directory, '--check-placement');
      expect(status).toBe(1);
      expect(stderr).toContain('gpferry: error: row 1 of segment 0 belongs to segment 1');
      expect(stderr).toContain('gpbackup_0_20261121032431_44065.gz", table public."Größe", segment 0');
    }));
});

describe('gpferry convert --skip-broken-tables', () => {
  const saved = async (spoil: (file: string) => Promise<void>): Promise<{ stderr: string; tags: string[] }> =>
    await withTempDir(async (directory) => {
      await cp(set, directory, { recursive: true });
      await spoil(join(directory, 'gpseg1/backups/20261121/20261121032431/gpbackup_1_20261121032431_44065.gz'));
      const file = join(directory, 'archive');
      const refused = await runHere(['convert', '--backup-dir', directory, '-f', file]);
      expect(refused.status).toBe(1);
      const { status, stderr } = await runHere([
        'convert',
        '--backup-dir',
        directory,
        '--skip-broken-tables',
        '-f',
        file,
      ]);
      expect(status).toBe(1);
      await using reader = await openArchive({ path: file });
      return { stderr, tags: reader.entries.filter(({ hasData }) => hasData).map(({ tag }) => tag) };
    });

  it('saves the tables whose files are whole', async () => {
    const { stderr, tags } = await saved((file) => truncate(file, 100));
    expect(tags).toEqual(['a', 't'].toSorted());
    expect(stderr).toContain('rows of table public.Größe are left out: could not read from input file');
    expect(stderr).toContain('2 tables, 60 rows');
  });

  it('saves the tables whose files are there', async () => {
    const { stderr, tags } = await saved((file) => rm(file));
    expect(tags).toHaveLength(2);
    expect(stderr).toContain('rows of table public.Größe are left out: a file is missing');
  });
});
