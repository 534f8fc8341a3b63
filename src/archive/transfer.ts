import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import { holdsLargeObjects } from '../toc/entry-table.ts';
import type { ArchiveReader, ArchiveWriter, LargeObject } from './archive.ts';

export interface TransferOptions {
  /** Default: the reader's. */
  readonly header?: ArchiveHeader;
  /** What to write, in the reader's order and with its dump ids; default: the reader's entries. */
  readonly entries?: readonly TocEntry[];
  /** Called before each entry with data. */
  readonly onEntry?: (entry: TocEntry) => void;
  /** Called for each chunk of payload, uncompressed: some thousand times for a gigabyte. */
  readonly onProgress?: (entry: TocEntry, bytes: number) => void;
}

/** Copies an archive, or what can be seen as one, from begin to finish. The caller disposes both. */
export async function transferArchive(
  reader: ArchiveReader,
  writer: ArchiveWriter,
  options: TransferOptions = {},
): Promise<void> {
  const entries = (options.entries ?? reader.entries).map(withPossibleDependencies);
  await writer.begin(options.header ?? reader.header, entries);
  for (const entry of entries.filter(({ hasData }) => hasData)) {
    options.onEntry?.(entry);
    const counted = (data: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
      counting(data, (bytes) => options.onProgress?.(entry, bytes));
    if (holdsLargeObjects(entry))
      await writer.writeLargeObjects(entry, eachObject(reader.readLargeObjects(entry), counted));
    else await writer.writeData(entry, counted(reader.readData(entry)));
  }
  await writer.finish();
}

/** Greenplum 6 says of schemas that they depend on 0; newer pg_restores take that for corruption. */
function withPossibleDependencies(entry: TocEntry): TocEntry {
  if (entry.dependencies.every((dumpId) => dumpId > 0)) return entry;
  return { ...entry, dependencies: entry.dependencies.filter((dumpId) => dumpId > 0) };
}

async function* eachObject(
  objects: AsyncIterable<LargeObject>,
  through: (data: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): AsyncGenerator<LargeObject, void, undefined> {
  for await (const { oid, data } of objects) yield { oid, data: through(data) };
}

async function* counting(
  data: AsyncIterable<Uint8Array>,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of data) {
    count(chunk.length);
    yield chunk;
  }
}
