import type { ArchiveReader } from './archive.ts';
import type { TocEntry } from '../toc/entry.ts';

/** An archive with other entries, whose payloads are those of the archive, made otherwise by `payload`. Closing it closes that. */
export const withEntries = (
  reader: ArchiveReader,
  entries: readonly TocEntry[],
  payload: (entry: TocEntry, data: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): ArchiveReader => ({
  format: reader.format,
  header: reader.header,
  entries,
  access: reader.access,
  ...(reader.definition === undefined ? {} : { definition: reader.definition }),
  dataLength: (entry) => reader.dataLength(entry),
  dataPlace: (entry) => reader.dataPlace?.(entry) ?? null,
  readData: (entry, signal) => payload(entry, reader.readData(entry, signal)),
  readLargeObjects: (entry, signal) => reader.readLargeObjects(entry, signal),
  [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose](),
});
