import { setMaxListeners } from 'node:events';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import { holdsLargeObjects } from '../toc/entry-table.ts';
import type { ArchiveReader, ArchiveWriter, LargeObject } from './archive.ts';
import { watched } from './stored-payload.ts';

export interface TransferOptions {
  /** Default: the reader's. */
  readonly header?: ArchiveHeader;
  /** What to write, in the reader's order and with its dump ids; default: the reader's entries. */
  readonly entries?: readonly TocEntry[];
  /** Payloads carried at once, default 1; more only between a reader and a format that can. */
  readonly jobs?: number;
  /** Once it aborts the transfer rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each entry with data. */
  readonly onEntry?: (entry: TocEntry) => void;
  /** Called for each chunk of payload, uncompressed unless the writer keeps it as it is stored: some thousand times for a gigabyte. */
  readonly onProgress?: (entry: TocEntry, bytes: number) => void;
}

/** Copies an archive, or what can be seen as one, from begin to finish. The caller disposes both. */
export async function transferArchive(
  reader: ArchiveReader,
  writer: ArchiveWriter,
  options: TransferOptions = {},
): Promise<void> {
  const { jobs = 1 } = options;
  const entries = (options.entries ?? reader.entries).map(withPossibleDependencies);
  await writer.begin(options.header ?? reader.header, entries, reader.definition);
  const withData = entries.filter(({ hasData }) => hasData);
  await workOff(jobs > 1 ? biggestFirst(withData, reader) : withData, jobs, options.signal, async (entry, signal) => {
    options.onEntry?.(entry);
    const counted = (data: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
      watched(data, (bytes) => counting(bytes, signal, (length) => options.onProgress?.(entry, length)));
    if (holdsLargeObjects(entry))
      await writer.writeLargeObjects(entry, eachObject(reader.readLargeObjects(entry, signal), counted));
    else await writer.writeData(entry, counted(reader.readData(entry, signal)));
  });
  await writer.finish();
}

/** Long work begins first, or all would wait for it in the end. Of how much large objects are, nobody knows anything. */
function biggestFirst(entries: readonly TocEntry[], reader: ArchiveReader): readonly TocEntry[] {
  const length = (entry: TocEntry): number =>
    reader.dataLength(entry) ?? (holdsLargeObjects(entry) ? Number.MAX_SAFE_INTEGER : 0);
  return entries.toSorted((one, other) => length(other) - length(one) || one.dumpId - other.dumpId);
}

/** Carries `jobs` entries at a time. The first failure ends all of them, and is thrown when the last has ended. */
async function workOff(
  entries: readonly TocEntry[],
  jobs: number,
  outer: AbortSignal | undefined,
  carry: (entry: TocEntry, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failing = new AbortController();
  const signal = outer === undefined ? failing.signal : AbortSignal.any([outer, failing.signal]);
  // One listener for each entry under way is no leak.
  setMaxListeners(0, signal);
  const queue = entries.values();
  const work = async (): Promise<void> => {
    try {
      for (const entry of queue) {
        signal.throwIfAborted();
        await carry(entry, signal);
      }
    } catch (error) {
      failing.abort(error);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, entries.length) }, work));
  signal.throwIfAborted();
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
  signal: AbortSignal,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of data) {
    signal.throwIfAborted();
    count(chunk.length);
    yield chunk;
  }
}
