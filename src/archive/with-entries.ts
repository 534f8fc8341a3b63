import type { ArchiveReader, DefinitionOf } from './archive.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Reads what an entry has, from the archive that it is made of. */
export type Payload = (entry: TocEntry, signal: AbortSignal | undefined) => AsyncIterable<Uint8Array>;

/** An archive with other entries, whose payloads are what `payload` makes of those of the archive. Closing it closes that. */
export const withEntries = (
  reader: ArchiveReader,
  entries: readonly TocEntry[],
  payload: Payload,
  definition: DefinitionOf | undefined = reader.definition,
): ArchiveReader => ({
  format: reader.format,
  header: reader.header,
  entries,
  access: reader.access,
  ...(definition === undefined ? {} : { definition }),
  dataLength: (entry) => reader.dataLength(entry),
  dataPlace: (entry) => reader.dataPlace?.(entry) ?? null,
  readData: payload,
  readLargeObjects: (entry, signal) => reader.readLargeObjects(entry, signal),
  [Symbol.asyncDispose]: () => reader[Symbol.asyncDispose](),
});
