import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';
import { runHere } from './fake-io.ts';

const source = join(repository, 'fixtures', 'rewrite', 'greenplum-6', 'source.dump');

async function rewritten(directory: string, name: string, ...args: readonly string[]): Promise<string> {
  const file = join(directory, name);
  const { status, stderr } = await runHere(['rewrite', '--target=greenplum7', '-f', file, ...args]);
  expect(status, stderr).toBe(0);
  return file;
}

it('writes an archive that Greenplum 7 takes, with the rows as they are', () =>
  withTempDir(async (directory) => {
    const file = await rewritten(directory, 'new.dump', source);
    await using old = await openArchive({ path: source });
    await using reader = await openArchive({ path: file });
    expect(reader.format).toBe('custom');
    expect(reader.header).toMatchObject({ version: { minor: 14 }, serverVersion: old.header.serverVersion });
    expect(reader.entries.find(({ tag, desc }) => tag === 'legacy' && desc === 'TABLE')?.definition).toContain(
      'DISTRIBUTED BY (a, b);',
    );
    const rows = async (archive: typeof old): Promise<string> => {
      const entry = archive.entries.find(({ tag, desc }) => tag === 'legacy' && desc === 'TABLE DATA')!;
      const chunks: Uint8Array[] = [];
      for await (const chunk of archive.readData(entry)) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString('latin1');
    };
    expect(await rows(reader)).toBe(await rows(old));
  }));

it('writes the same bytes when it is done again', () =>
  withTempDir(async (directory) => {
    const once = await rewritten(directory, 'once.dump', source);
    const twice = await rewritten(directory, 'twice.dump', once);
    expect(await readFile(twice)).toEqual(await readFile(once));
  }));

it.each([
  ['-Fd', 'directory'],
  ['-Ft', 'tar'],
])('writes with %s a %s archive', (option, format) =>
  withTempDir(async (directory) => {
    await using reader = await openArchive({ path: await rewritten(directory, 'new', option, source) });
    expect(reader.format).toBe(format);
    expect(reader.entries.length).toBeGreaterThan(60);
  }),
);

it('gives other names without a target, and the old ones back', () =>
  withTempDir(async (directory) => {
    const rewrite = async (name: string, ...args: readonly string[]): Promise<string> => {
      const file = join(directory, name);
      const { status, stderr } = await runHere(['rewrite', '-f', file, ...args]);
      expect(status, stderr).toBe(0);
      return file;
    };
    const archive = join(repository, 'fixtures', 'archives', 'postgresql-15', 'custom.dump');
    const names = join(directory, 'names.yaml');
    await writeFile(names, 'schemas:\n  public: Other\nowners: { postgres: amy }\n');
    const there = await rewrite('there.dump', `--map-file=${names}`, archive);
    const back = await rewrite('back.dump', '--map-schema=Other=public', '--map-owner=amy=postgres', there);
    await using old = await openArchive({ path: archive });
    await using other = await openArchive({ path: there });
    await using same = await openArchive({ path: back });
    expect(other.entries.filter(({ namespace, owner }) => namespace === 'public' || owner === 'postgres')).toEqual([]);
    expect(same.entries).toEqual(old.entries);
    expect(same.header.version).toEqual(old.header.version);
  }));

it('refuses what the target could not read', () =>
  withTempDir(async (directory) => {
    const args = ['--target=greenplum7', '-Z', 'zstd', '-f', join(directory, 'new'), source];
    const { status, stderr } = await runHere(['rewrite', ...args]);
    expect(status).toBe(1);
    expect(stderr).toContain('archives of Greenplum 7 cannot be compressed with zstd');
  }));

it('does what is wanted of an archive that is for its own engine', () =>
  withTempDir(async (directory) => {
    const once = await rewritten(directory, 'once.dump', source);
    const map = join(directory, 'map.yaml');
    await writeFile(map, 's.legacy: by (b)\n');
    const file = await rewritten(directory, 'new.dump', `--distribution-map=${map}`, once);
    await using reader = await openArchive({ path: file });
    expect(reader.entries.find(({ tag, desc }) => tag === 'legacy' && desc === 'TABLE')?.definition).toContain(
      'DISTRIBUTED BY (b);',
    );
  }));

it.each(['postgresql-15/archive.tar', 'postgresql-15/custom-pipe.dump', 'postgresql-18/directory'])(
  'writes the large objects of %s as rows',
  (name) =>
    withTempDir(async (directory) => {
      const args = [
        '-Fc',
        '--store-large-objects=table',
        '--unique-conflict=drop',
        join(repository, 'fixtures', 'archives', name),
      ];
      await using reader = await openArchive({ path: await rewritten(directory, 'new.dump', ...args) });
      expect(reader.entries.filter(({ desc }) => desc.startsWith('BLOB'))).toEqual([]);
      const rows = reader.entries.find(({ tag, desc }) => tag === 'large_objects' && desc === 'TABLE DATA')!;
      const chunks: Uint8Array[] = [];
      for await (const chunk of reader.readData(rows)) chunks.push(Buffer.from(chunk));
      expect(Buffer.concat(chunks).toString('latin1').split('\n')).toEqual([
        `16800\t0\t\\\\x${Buffer.from('hello').toString('hex')}`,
        '16801\t0\t\\\\x',
        `4000000000\t0\t\\\\x${'00ff'.repeat(1500)}`,
        ...['\\.', '', '', ''],
      ]);
    }),
);
