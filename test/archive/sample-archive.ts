import type { ArchiveReader, ArchiveWriter, LargeObject } from '../../src/archive/archive.ts';
import { CorruptArchiveError, UserError } from '../../src/errors.ts';
import type { DumpId, Oid } from '../../src/model/catalog-id.ts';
import { type ByteString, byteStringOf, bytesOf } from '../../src/model/text.ts';
import type { ArchiveHeader, Compression, TocEntry } from '../../src/toc/entry.ts';
import { holdsLargeObjects } from '../../src/toc/entry-table.ts';

/** An archive in memory: what the formats are to keep. */
export interface SampleArchive {
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly data: ReadonlyMap<DumpId, ByteString>;
  readonly largeObjects: ReadonlyMap<DumpId, ReadonlyMap<Oid, ByteString>>;
}

export const noCompression: Compression = { method: 'none', level: null };
export const defaultGzip: Compression = { method: 'gzip', level: null };

export function headerOf(minor: number, compression: Compression): ArchiveHeader {
  return {
    version: { major: 1, minor, revision: 0 },
    intSize: 4,
    offsetSize: 8,
    compression,
    createdAt: { second: 12, minute: 41, hour: 2, day: 21, month: 11, year: 2026, daylightSaving: 0 },
    databaseName: 'db',
    serverVersion: '15.18',
    dumperVersion: '15.18',
  };
}

export function entryOf(dumpId: DumpId, desc: string, changes: Partial<TocEntry> = {}): TocEntry {
  return {
    dumpId,
    catalogId: { tableoid: 0, oid: 0 },
    desc,
    tag: desc,
    namespace: null,
    tablespace: null,
    tableAccessMethod: null,
    relkind: null,
    owner: '',
    section: 'pre-data',
    definition: '',
    dropStatement: '',
    copyStatement: null,
    withOids: false,
    dependencies: [],
    hasData: false,
    ...changes,
  };
}

const table = (dumpId: DumpId, name: string): TocEntry =>
  entryOf(dumpId, 'TABLE', {
    catalogId: { tableoid: 1259, oid: 90000 + dumpId },
    tag: name,
    namespace: 'public',
    tablespace: '',
    owner: 'postgres',
    definition: `CREATE TABLE public.${name} (\n    a text\n);\n`,
    dropStatement: `DROP TABLE public.${name};\n`,
  });

const tableData = (dumpId: DumpId, name: string, tableId: DumpId): TocEntry =>
  entryOf(dumpId, 'TABLE DATA', {
    catalogId: { tableoid: 0, oid: 90000 + tableId },
    tag: name,
    namespace: 'public',
    owner: 'postgres',
    section: 'data',
    copyStatement: `COPY public.${name} (a) FROM stdin;\n`,
    dependencies: [tableId],
    hasData: true,
  });

const copyEnd = '\\.\n\n\n';
const manyRows = Array.from({ length: 20_000 }, (_, row) => `row ${row} ${(row * 2654435761) % 4294967296}\n`).join('');

const largeObjects: ReadonlyMap<Oid, ByteString> = new Map([
  [16800, 'hello'],
  [16801, ''],
  [2147483648, '\0\xff\n\0'],
  [4000000000, 'large '.repeat(12_000)],
]);

/** Tables with many, few and no rows, and large objects, as the version lists them. */
export function sampleArchive(minor: number, compression: Compression): SampleArchive {
  const grouped = minor >= 16;
  const oids = [...largeObjects.keys()];
  const group = `${oids[0]}..${oids.at(-1)}`;
  const metadata = grouped
    ? [entryOf(30, 'BLOB METADATA', { section: 'data', tag: group, owner: 'postgres', definition: oids.join('\n') })]
    : oids.map((oid, index) =>
        entryOf(30 + index, 'BLOB', {
          catalogId: { tableoid: 2613, oid },
          tag: `${oid}`,
          owner: 'postgres',
          definition: `SELECT pg_catalog.lo_create('${oid}');\n`,
          dropStatement: `SELECT pg_catalog.lo_unlink('${oid}');\n`,
        }),
      );
  return {
    header: headerOf(minor, compression),
    entries: [
      entryOf(1, 'ENCODING', { definition: "SET client_encoding = 'UTF8';\n" }),
      entryOf(2, 'STDSTRINGS', { definition: "SET standard_conforming_strings = 'on';\n" }),
      entryOf(3, 'SEARCHPATH', { definition: "SELECT pg_catalog.set_config('search_path', '', false);\n" }),
      table(10, 'many'),
      table(11, 'few'),
      table(12, 'none'),
      ...metadata,
      tableData(21, 'many', 10),
      tableData(20, 'few', 11),
      tableData(22, 'none', 12),
      entryOf(40, 'BLOBS', { section: 'data', hasData: true, ...(grouped ? { tag: group, dependencies: [30] } : {}) }),
      entryOf(41, 'INDEX', { section: 'post-data', tag: 'i', definition: 'CREATE INDEX i ON public.few (a);\n' }),
    ],
    data: new Map([
      [21, manyRows + copyEnd],
      [20, `1\n\\N\n${copyEnd}`],
      [22, copyEnd],
    ]),
    largeObjects: new Map([[40, largeObjects]]),
  };
}

/** Pieces of uneven sizes, some empty. */
export async function* uneven(text: ByteString): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes = bytesOf(text);
  for (let start = 0, size = 0; start < bytes.length; start += size, size = (size * 7 + 3) % 40_009) {
    yield bytes.subarray(start, start + size);
  }
}

export async function* objectsOf(objects: ReadonlyMap<Oid, ByteString>): AsyncGenerator<LargeObject, void, undefined> {
  for (const [oid, bytes] of objects) yield { oid, data: uneven(bytes) };
}

export async function writeArchive(writer: ArchiveWriter, sample: SampleArchive): Promise<void> {
  await using open = writer;
  await open.begin(sample.header, sample.entries);
  for (const entry of sample.entries.filter(({ hasData }) => hasData)) await writeEntry(open, sample, entry);
  await open.finish();
}

export async function writeEntry(writer: ArchiveWriter, sample: SampleArchive, entry: TocEntry): Promise<void> {
  const objects = sample.largeObjects.get(entry.dumpId);
  if (objects !== undefined) await writer.writeLargeObjects(entry, objectsOf(objects));
  else await writer.writeData(entry, uneven(sample.data.get(entry.dumpId) ?? ''));
}

/** Reads everything there is, in order. */
export async function readArchive(reader: ArchiveReader): Promise<SampleArchive> {
  const data = new Map<DumpId, ByteString>();
  const objects = new Map<DumpId, Map<Oid, ByteString>>();
  for (const entry of reader.entries.filter(({ hasData }) => hasData)) {
    if (holdsLargeObjects(entry)) objects.set(entry.dumpId, await readObjects(reader.readLargeObjects(entry)));
    else data.set(entry.dumpId, await textOf(reader.readData(entry)));
  }
  return { header: reader.header, entries: reader.entries, data, largeObjects: objects };
}

async function readObjects(objects: AsyncIterable<LargeObject>): Promise<Map<Oid, ByteString>> {
  const read = new Map<Oid, ByteString>();
  for await (const { oid, data } of objects) read.set(oid, await textOf(data));
  return read;
}

export async function allBytes(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** Strings are compared fast, and shown short. */
export const textOf = async (chunks: AsyncIterable<Uint8Array>): Promise<ByteString> =>
  byteStringOf(await allBytes(chunks));

/** What the call failed with; it must be something a user is told. */
export async function failureOf(work: () => Promise<unknown>): Promise<UserError> {
  const outcome = await work().then(
    () => null,
    (error: unknown) => error,
  );
  if (outcome instanceof UserError) return outcome;
  throw new Error(`neither success nor a UserError was expected: ${String(outcome)}`, { cause: outcome });
}

export const isCorruption = (error: unknown): error is CorruptArchiveError => error instanceof CorruptArchiveError;

/** The same on every run. */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** With one byte changed. */
export const flipped = (bytes: Buffer, random: (below: number) => number): { damaged: Buffer; at: number } => {
  const at = random(bytes.length);
  const damaged = Buffer.from(bytes);
  damaged[at] = (damaged[at] ?? 0) ^ (1 + random(255));
  return { damaged, at };
};
