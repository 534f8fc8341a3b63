import { cp, mkdir, readFile, readdir, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import { encodeToc, fileNameExtra } from '../../src/toc/codec.ts';
import { encodeHeader, formatCodes } from '../../src/toc/header.ts';
import { withTempDir } from '../support/files.ts';
import { fixturePath } from '../toc/genuine-archives.ts';
import {
  defaultGzip,
  entryOf,
  failureOf,
  headerOf,
  isCorruption,
  noCompression,
  readArchive,
  sampleArchive,
  textOf,
  writeArchive,
  writeEntry,
} from './sample-archive.ts';

const rows = '1\n2\n\\.\n\n\n';
const entry = entryOf(11, 'TABLE DATA', {
  tag: 't',
  section: 'data',
  hasData: true,
  copyStatement: 'COPY t FROM stdin;\n',
});

/** Writes a toc.dat that names one file for one table. */
async function writeToc(directory: string, fileName: string): Promise<void> {
  const header = headerOf(14, defaultGzip);
  const toc = encodeToc(header, [{ entry, extra: fileName }], fileNameExtra);
  await writeFile(join(directory, 'toc.dat'), Buffer.concat([encodeHeader(header, formatCodes.tar), toc]));
}

async function readRows(directory: string, of = entry): Promise<string> {
  await using reader = await openArchive({ path: directory });
  return await textOf(reader.readData(of));
}

describe('a data file', () => {
  it('of INSERT commands that is not compressed ends with pg_dump’s blank lines, or it was cut', () =>
    withTempDir(async (parent) => {
      const directory = join(parent, 'archive');
      const inserts = { ...entry, copyStatement: null };
      const data = `${'INSERT INTO t VALUES (1);\n'.repeat(2)}\n\n`;
      const sample = { header: headerOf(14, noCompression), entries: [inserts], data: new Map([[11, data]]) };
      await writeArchive(createArchive('directory', { path: directory }), { ...sample, largeObjects: new Map() });
      expect(await readRows(directory, inserts)).toBe(data);
      for (const cut of ['', 'INSERT INTO t VALUES (1);\n', 'INSERT INTO t']) {
        await writeFile(join(directory, '11.dat'), cut);
        expect(await failureOf(() => readRows(directory, inserts)), cut).toSatisfy(isCorruption);
      }
    }));

  it.each<[string, Buffer]>([
    ['11.dat', Buffer.from(rows)],
    ['11.dat.gz', gzipSync(rows)],
    ['11.dat.gz', Buffer.concat([gzipSync('1\n'), gzipSync(rows.slice(2))])],
    ['11.dat.gz', Buffer.from(rows)],
  ])('%s is read as zlib reads it', (name, content) =>
    withTempDir(async (directory) => {
      await writeToc(directory, '11.dat');
      await writeFile(join(directory, name), content);
      expect(await readRows(directory)).toBe(rows);
    }),
  );

  it('may be named with its suffix', () =>
    withTempDir(async (directory) => {
      await writeToc(directory, '11.dat.gz');
      await writeFile(join(directory, '11.dat.gz'), gzipSync(rows));
      expect(await readRows(directory)).toBe(rows);
    }));

  it.each<[string, Buffer]>([
    ['could not read from input file: incorrect data check', withByte(gzipSync(rows), -8)],
    ['could not read from input file: unexpected end of file', gzipSync(rows).subarray(0, -1)],
    ['could not read from input file: unexpected end of file', Buffer.alloc(0)],
    [
      'could not read from input file: bytes after the end of the compressed data',
      Buffer.concat([gzipSync(rows), Buffer.alloc(10)]),
    ],
    ['could not read from input file: incorrect header check', Buffer.concat([gzipSync(rows), Buffer.from('more')])],
    ['could not read from input file: incorrect header check', withByte(gzipSync(rows), 0)],
  ])('is corrupt: %s', (message, content) =>
    withTempDir(async (directory) => {
      await writeToc(directory, '11.dat');
      await writeFile(join(directory, '11.dat.gz'), content);
      const failure = await failureOf(() => readRows(directory));
      expect(failure).toSatisfy(isCorruption);
      expect(failure).toMatchObject({
        message,
        detail: `file "${join(directory, '11.dat.gz')}", entry 11 TABLE DATA t`,
      });
    }),
  );

  it('that is missing is corruption', () =>
    withTempDir(async (directory) => {
      await writeToc(directory, '11.dat');
      const failure = await failureOf(() => readRows(directory));
      expect(failure).toSatisfy(isCorruption);
      const path = join(directory, '11.dat');
      expect(failure.message).toBe(`could not open input file "${path}": No such file or directory`);
    }));

  it('that is a directory or a device is none', () =>
    withTempDir(async (directory) => {
      await writeToc(directory, '11.dat');
      await symlink('/dev/zero', join(directory, '11.dat'));
      const failure = await failureOf(() => readRows(directory));
      expect(failure.message).toBe(`could not open input file "${join(directory, '11.dat')}": not a regular file`);
    }));

  it.each(['../11.dat', '/etc/passwd', 'a/b', '..', '.', 'a\\b'])('is never %s', (name) =>
    withTempDir(async (directory) => {
      await writeToc(directory, name);
      const failure = await failureOf(() => openArchive({ path: directory }));
      expect(failure).toSatisfy(isCorruption);
      expect(failure.message).toBe(`invalid file name in archive: "${name}"`);
    }),
  );
});

function withByte(bytes: Buffer, at: number): Buffer {
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 0xff;
  return bytes;
}

describe('the list of large objects', () => {
  const withList = (lines: string, name = 'postgresql-15/directory') =>
    withTempDir(async (parent) => {
      const directory = join(parent, 'archive');
      await cp(fixturePath(name), directory, { recursive: true });
      const list = (await readdir(directory)).find((file) => /^blobs.*\.toc$/.test(file)) ?? '';
      await writeFile(join(directory, list), lines);
      return await failureOf(async () => {
        await using reader = await openArchive({ path: directory });
        await readArchive(reader);
      });
    });

  it.each([
    ['invalid line in large object TOC file', 'nonsense\n'],
    ['invalid line in large object TOC file', '99999999999 blob_1.dat\n'],
    ['invalid line in large object TOC file', `16800 ${'x'.repeat(5000)}`],
    ['invalid file name in archive: "../toc.dat"', '16800 ../toc.dat\n'],
    ['could not open input file', '16800 blob_1.dat\n'],
    ['the list of large objects is not complete', '16800 blob_16800.dat\n'],
  ])('is corrupt: %s', async (message, lines) => {
    const failure = await withList(lines);
    expect(failure).toSatisfy(isCorruption);
    expect(failure.message).toContain(message);
    expect((await withList(lines, 'postgresql-18/directory')).message).toContain(message);
  });

  it('is shared up to 1.15 and each entry’s own from 1.16 on', () =>
    withTempDir(async (directory) => {
      for (const [minor, list] of [
        [15, 'blobs.toc'],
        [16, 'blobs_40.toc'],
      ] as const) {
        const path = join(directory, `${minor}`);
        await writeArchive(createArchive('directory', { path }), sampleArchive(minor, defaultGzip));
        expect((await readdir(path)).toSorted()).toEqual(
          [
            '20.dat.gz',
            '21.dat.gz',
            '22.dat.gz',
            'blob_16800.dat.gz',
            'blob_16801.dat.gz',
            'blob_2147483648.dat.gz',
            'blob_4000000000.dat.gz',
            list,
            'toc.dat',
          ].toSorted(),
        );
        expect(await readFile(join(path, list), 'utf8')).toBe(
          '16800 blob_16800.dat\n16801 blob_16801.dat\n2147483648 blob_2147483648.dat\n4000000000 blob_4000000000.dat\n',
        );
      }
    }));
});

describe('the directory writer', () => {
  it('takes data of several entries at once, in any order', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      const sample = sampleArchive(14, defaultGzip);
      await using writer = createArchive('directory', { path });
      await writer.begin(sample.header, sample.entries);
      const withData = sample.entries.filter(({ hasData }) => hasData);
      await Promise.all(withData.toReversed().map((one) => writeEntry(writer, sample, one)));
      await writer.finish();
      await using reader = await openArchive({ path });
      expect(await readArchive(reader)).toEqual(sample);
    }));

  it('makes a directory only its owner can enter, and keeps one that is there', () =>
    withTempDir(async (directory) => {
      const sample = sampleArchive(14, noCompression);
      await writeArchive(createArchive('directory', { path: join(directory, 'new/') }), sample);
      expect((await stat(join(directory, 'new'))).mode & 0o777).toBe(0o700);
      await mkdir(join(directory, 'there'), { mode: 0o755 });
      const { ino } = await stat(join(directory, 'there'));
      await writeArchive(createArchive('directory', { path: join(directory, 'there') }), sample);
      expect(await stat(join(directory, 'there'))).toMatchObject({ ino, mode: 0o40755 });
      expect(await readdir(join(directory, 'there'))).toHaveLength(9);
    }));

  it('leaves an empty directory empty when it does not finish', () =>
    withTempDir(async (directory) => {
      const { header, entries } = sampleArchive(14, noCompression);
      {
        await using writer = createArchive('directory', { path: directory });
        await writer.begin(header, entries);
      }
      expect(await readdir(directory)).toEqual([]);
    }));

  it('does not take the place of a directory that somebody else has filled meanwhile', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      const sample = sampleArchive(14, noCompression);
      await using writer = createArchive('directory', { path });
      await writer.begin(sample.header, sample.entries);
      for (const one of sample.entries.filter(({ hasData }) => hasData)) await writeEntry(writer, sample, one);
      await mkdir(path);
      await writeFile(join(path, 'precious'), '');
      const failure = await failureOf(() => writer.finish());
      expect(failure.message).toBe(`could not finish directory "${path}": Directory not empty`);
      await writer[Symbol.asyncDispose]();
      expect(await readdir(path)).toEqual(['precious']);
      await rename(path, `${path}.moved`);
      await rm(`${path}.moved`, { recursive: true });
      expect(await readdir(directory)).toEqual([]);
    }));
});
