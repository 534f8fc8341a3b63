import { createReadStream } from 'node:fs';
import { chmod, mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { ArchiveReader } from '../../src/archive/archive.ts';
import { type ArchiveFormatName, createArchive, openArchive } from '../../src/archive/formats.ts';
import { transferArchive } from '../../src/archive/transfer.ts';
import { bytesOf } from '../../src/model/text.ts';
import type { Compression, TocEntry } from '../../src/toc/entry.ts';
import {
  type SampleArchive,
  allBytes,
  failureOf,
  noCompression,
  readArchive,
  sampleArchive,
  textOf,
  writeArchive,
  writeEntry,
} from '../archive/sample-archive.ts';
import { withTempDir } from '../support/files.ts';
import { pgToolOk } from '../support/pg-tools.ts';

export interface ArchiveFormatContract {
  readonly format: ArchiveFormatName;
  readonly compressions: readonly Compression[];
  readonly access: ArchiveReader['access'];
  /** The archive is one file. */
  readonly singleFile: boolean;
}

const minors = [13, 14, 15, 16];

/** What every archive format does, said once. */
export function describeArchiveFormat(contract: ArchiveFormatContract): void {
  const { format, compressions, access, singleFile } = contract;

  const writtenSample = async (directory: string, sample: SampleArchive): Promise<string> => {
    const path = join(directory, 'archive');
    await writeArchive(createArchive(format, { path }, { sync: false }), sample);
    return path;
  };
  const entryCalled = (reader: ArchiveReader, tag: string): TocEntry => {
    const entry = reader.entries.find((candidate) => candidate.tag === tag && candidate.hasData);
    if (entry === undefined) throw new Error(`no entry with data is called ${tag}`);
    return entry;
  };

  const cases = minors.flatMap((minor) =>
    compressions
      .filter(({ method }) => minor >= 15 || method === 'none' || method === 'gzip')
      .map((compression) => [minor, compression] as const),
  );

  describe(`the ${format} format`, () => {
    it.each(cases)('version 1.%i, %j: gives back what it was given', (minor, compression) =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(minor, compression);
        const path = await writtenSample(directory, sample);
        await using reader = await openArchive({ path });
        expect(reader.format).toBe(format);
        expect(reader.access).toBe(access);
        const read = await readArchive(reader);
        // From 1.15 on the header says the method only.
        const level = minor >= 15 ? null : compression.level;
        expect(read).toEqual({ ...sample, header: { ...sample.header, compression: { ...compression, level } } });
      }),
    );

    it('writes into an output that is not complete under another name, and leaves nothing of it', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, noCompression);
        await using writer = createArchive(format, { path: join(directory, 'archive') });
        await writer.begin(sample.header, sample.entries);
        expect(await readdir(directory)).not.toContain('archive');
        for (const entry of sample.entries.filter(({ hasData }) => hasData)) await writeEntry(writer, sample, entry);
        expect(await readdir(directory)).not.toContain('archive');
        await writer.finish();
        expect(await readdir(directory)).toEqual(['archive']);
      }));

    it('asks for definitions that the entries are without, in their order, and writes them as any other', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(16, noCompression);
        const path = join(directory, 'archive');
        const asked: string[] = [];
        const isLong = ({ desc, tag }: TocEntry): boolean => desc === 'INDEX' || (desc === 'TABLE' && tag !== 'few');
        const without = sample.entries.map((entry) => (isLong(entry) ? { ...entry, definition: null } : entry));
        await using writer = createArchive(format, { path });
        await writer.begin(sample.header, without, async (entry) => {
          if (!isLong(entry)) return undefined;
          asked.push(entry.tag);
          return sample.entries.find(({ dumpId }) => dumpId === entry.dumpId)?.definition ?? undefined;
        });
        for (const entry of without.filter(({ hasData }) => hasData)) await writeEntry(writer, sample, entry);
        await writer.finish();
        expect(asked).toEqual(['many', 'none', 'i']);
        await using reader = await openArchive({ path });
        const read = await readArchive(reader);
        expect(read.entries).toEqual(sample.entries);
        expect(read.data).toEqual(sample.data);
      }));

    it('removes what was written when it is disposed before its end', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, noCompression);
        const failure = await failureOf(async () => {
          await using writer = createArchive(format, { path: join(directory, 'archive') });
          await writer.begin(sample.header, sample.entries);
          const broken = (async function* () {
            yield Buffer.alloc(3_000_000, 'row\n');
            throw await openArchive({ path: join(directory, 'not there') }).catch((error: unknown) => error);
          })();
          const [first] = sample.entries.filter(({ hasData }) => hasData);
          if (first !== undefined) await writer.writeData(first, broken);
        });
        expect(failure.message).toContain('No such file or directory');
        expect(await readdir(directory)).toEqual([]);
      }));

    it('says where it cannot write', async () => {
      const { header, entries } = sampleArchive(14, noCompression);
      await using writer = createArchive(format, { path: '/nowhere/archive' });
      const failure = await failureOf(() => writer.begin(header, entries));
      expect(failure.message).toMatch(
        /^could not (open output file|open TOC file|create directory) "\/nowhere\/archive"(?: for output)?: No such file/,
      );
    });

    it('refuses data twice, out of turn, and too little of it: that is a bug of the caller', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, noCompression);
        const [many, few] = sample.entries.filter(({ hasData }) => hasData);
        await using writer = createArchive(format, { path: join(directory, 'archive') });
        await writer.begin(sample.header, sample.entries);
        if (many === undefined || few === undefined) throw new Error('the sample has no data');
        if (singleFile) await expect(writeEntry(writer, sample, few)).rejects.toThrow('was given before that of');
        await writeEntry(writer, sample, many);
        await expect(writeEntry(writer, sample, many)).rejects.toThrow('has it already');
        await expect(writer.finish()).rejects.toThrow('no data was given for entry');
      }));

    it('reads on behind an entry, and a large object, that was left in the middle', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, compressions.at(-1) ?? noCompression);
        await using reader = await openArchive({ path: await writtenSample(directory, sample) });
        for await (const chunk of reader.readData(entryCalled(reader, 'many'))) {
          expect(chunk.length).toBeGreaterThan(0);
          break;
        }
        expect(await textOf(reader.readData(entryCalled(reader, 'few')))).toEqual(sample.data.get(20));
        const oids: number[] = [];
        for await (const { oid } of reader.readLargeObjects(entryCalled(reader, 'BLOBS'))) oids.push(oid);
        expect(oids).toEqual([16800, 16801, 2147483648, 4000000000]);
      }));

    it('skips entries nobody asks for', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, noCompression);
        await using reader = await openArchive({ path: await writtenSample(directory, sample) });
        expect(await textOf(reader.readData(entryCalled(reader, 'none')))).toEqual(sample.data.get(22));
      }));

    if (access === 'random') {
      it('reads several entries at once and in any order', () =>
        withTempDir(async (directory) => {
          const sample = sampleArchive(14, compressions.at(-1) ?? noCompression);
          await using reader = await openArchive({ path: await writtenSample(directory, sample) });
          const tags = ['none', 'many', 'few', 'many'];
          const read = await Promise.all(tags.map((tag) => textOf(reader.readData(entryCalled(reader, tag)))));
          expect(read).toEqual([22, 21, 20, 21].map((dumpId) => sample.data.get(dumpId)));
        }));
    } else {
      it('refuses an entry that has gone by', () =>
        withTempDir(async (directory) => {
          const sample = sampleArchive(14, noCompression);
          await using reader = await openArchive({ path: await writtenSample(directory, sample) });
          await textOf(reader.readData(entryCalled(reader, 'few')));
          const failure = await failureOf(() => textOf(reader.readData(entryCalled(reader, 'many'))));
          expect(failure.message).toContain('out of order');
        }));
    }

    it('is copied to every other format', () =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(14, noCompression);
        const path = await writtenSample(directory, sample);
        for (const other of ['custom', 'directory', 'tar'] as const) {
          await using reader = await openArchive({ path });
          await using writer = createArchive(other, { path: join(directory, other) });
          await transferArchive(reader, writer);
          await using copy = await openArchive({ path: join(directory, other) });
          expect(await readArchive(copy)).toEqual(sample);
        }
      }));

    if (singleFile) describeSingleFile(contract, writtenSample);
    describeGenuine(contract, writtenSample);
  });
}

type WriteSample = (directory: string, sample: SampleArchive) => Promise<string>;

function describeSingleFile({ format, compressions }: ArchiveFormatContract, writtenSample: WriteSample): void {
  it.each(compressions.map((compression) => [compression] as const))('%j: is read from a pipe', (compression) =>
    withTempDir(async (directory) => {
      const sample = sampleArchive(16, compression);
      const stream = createReadStream(await writtenSample(directory, sample), { highWaterMark: 1021 });
      await using reader = await openArchive({ stream, name: 'pipe' });
      expect(reader.access).toBe('sequential');
      expect((await readArchive(reader)).data).toEqual(sample.data);
    }),
  );

  it('is written to a stream, which it leaves open', () =>
    withTempDir(async (directory) => {
      const { PassThrough } = await import('node:stream');
      const sample = sampleArchive(14, noCompression);
      const stream = new PassThrough();
      const received = allBytes(stream);
      await writeArchive(createArchive(format, { stream }), sample);
      expect(stream.writableEnded).toBe(false);
      stream.end();
      const path = join(directory, 'archive');
      await writeFile(path, await received);
      await using reader = await openArchive({ path });
      expect(await readArchive(reader)).toEqual(sample);
    }));

  it('tells when the stream is broken', async () => {
    const { Writable } = await import('node:stream');
    const stream = new Writable({
      write: (_chunk, _encoding, done) =>
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE', errno: -32, syscall: 'write' })),
    });
    const failure = await failureOf(() =>
      writeArchive(createArchive(format, { stream }), sampleArchive(14, noCompression)),
    );
    expect(failure.message).toBe('could not write to output stream: Broken pipe');
  });

  it('replaces an older file when it is complete, and keeps its permissions', () =>
    withTempDir(async (directory) => {
      const path = join(directory, 'archive');
      await writeFile(path, 'older');
      await chmod(path, 0o640);
      const sample = sampleArchive(14, noCompression);
      {
        await using writer = createArchive(format, { path });
        await writer.begin(sample.header, sample.entries);
      }
      expect(await readFile(path, 'utf8')).toBe('older');
      await writtenSample(directory, sample);
      expect((await stat(path)).mode & 0o777).toBe(0o640);
      expect((await stat(path)).size).toBeGreaterThan(100_000);
    }));

  it('writes to a device as it is', async () => {
    const written = writeArchive(createArchive(format, { path: '/dev/null' }), sampleArchive(14, noCompression));
    await expect(written).resolves.toBeUndefined();
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true);
  });

  it.each([
    ['at the end', 1],
    ['in the middle of a payload', 2_000_000],
  ])('says that a disk is full %s', async (_, rows) => {
    const sample = sampleArchive(14, noCompression);
    const data = new Map([...sample.data].map(([dumpId, text]) => [dumpId, text.repeat(1 + rows / text.length)]));
    const failure = await failureOf(() =>
      writeArchive(createArchive(format, { path: '/dev/full' }), { ...sample, data }),
    );
    expect(failure.message).toMatch(/^could not write to output file ".*": No space left on device$/);
  });

  it('refuses a directory as output', () =>
    withTempDir(async (directory) => {
      await mkdir(join(directory, 'archive'));
      const failure = await failureOf(() => writtenSample(directory, sampleArchive(14, noCompression)));
      expect(failure.message).toMatch(
        /^could not open (output|TOC) file ".*\/archive"(?: for output)?: Is a directory$/,
      );
    }));
}

/** pg_restore 15 reads versions up to 1.14, and needs no server to write a script. */
function describeGenuine({ format, compressions }: ArchiveFormatContract, writtenSample: WriteSample): void {
  const known = compressions.filter(({ method }) => method === 'none' || method === 'gzip');
  const suite = inject('pgBin') === null ? describe.skip : describe;
  suite(`for genuine pg_restore${inject('pgBin') === null ? ' (skipped: no PostgreSQL 15 programs)' : ''}`, () => {
    const cases = [13, 14].flatMap((minor) => known.map((compression) => [minor, compression] as const));
    it.each(cases)('version 1.%i, %j: is listed and turned into a script', (minor, compression) =>
      withTempDir(async (directory) => {
        const sample = sampleArchive(minor, compression);
        const path = await writtenSample(directory, sample);
        const listing = await pgToolOk('pg_restore', ['-l', path]);
        expect(listing).toContain(`Format: ${format.toUpperCase()}`);
        expect(listing).toContain('10; 1259 90010 TABLE public many postgres\n');
        const script = await pgToolOk('pg_restore', ['-f', '-', path], { timeoutMs: 20_000 });
        for (const data of sample.data.values()) expect(script).toContain(`FROM stdin;\n${data}`);
        for (const [oid, bytes] of sample.largeObjects.get(40) ?? []) {
          expect(script).toContain(`SELECT pg_catalog.lo_open('${oid}', 131072);`);
          expect(script).toContain(bytesOf(bytes).subarray(0, 1000).toString('hex'));
        }
      }),
    );

    it('has its data in any order, where the format allows', () =>
      withTempDir(async (directory) => {
        const path = await writtenSample(directory, sampleArchive(14, noCompression));
        if (format === 'tar') return;
        await writeFile(join(directory, 'list'), '22;\n20;\n21;\n');
        const script = await pgToolOk('pg_restore', ['-L', join(directory, 'list'), '-f', '-', path]);
        expect(script.indexOf('COPY public.none')).toBeLessThan(script.indexOf('COPY public.few'));
        expect(script.indexOf('COPY public.few')).toBeLessThan(script.indexOf('COPY public.many'));
      }));
  });
}
