import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';

export type FormatName = 'custom' | 'directory' | 'tar' | 'plain';

export interface LargeObject {
  readonly oid: Oid;
  /** Must be read to its end before the next object is asked for. */
  readonly data: AsyncIterable<Uint8Array>;
}

/**
 * Reads one archive, or anything that can be seen as one: a live database, a gpbackup set.
 *
 * Payloads come as stored and uncompressed: COPY text ends with `\.\n\n\n`, INSERT mode is commands followed by `\n\n`.
 * Each payload is read at most once at a time. A `sequential` reader (a pipe, a tar file) gives payloads only in the
 * order of `entries`; asking out of order is an error.
 */
export interface ArchiveReader extends AsyncDisposable {
  readonly format: FormatName | 'database' | 'backup-set';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly access: 'random' | 'sequential';
  /**
   * Definitions that the entries are without because they would be long to hold: statistics of a live database. Best
   * asked for in the order of the entries. Absent: the entries have them all.
   */
  readonly definition?: DefinitionOf;
  /** Roles and the like, as a script; '' or absent: none. */
  readonly globals?: ByteString;
  /** Bytes of the entry's stored payload where known (for progress and for scheduling), else null. */
  dataLength(entry: TocEntry): number | null;
  /** What pg_restore --verbose writes above an entry about its payload: `Data Pos: 4711`, `File: 12.dat`; null: nothing. */
  dataPlace?(entry: TocEntry): string | null;
  /** Where a payload that was read is, and where the archive says that it were: pg_restore looks there. null: it is there. */
  misplaced?(entry: TocEntry): string | null;
  /** Once the signal aborts, a read that waits for others ends with an error. */
  readData(entry: TocEntry, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  readLargeObjects(entry: TocEntry, signal?: AbortSignal): AsyncIterable<LargeObject>;
  /** Reads what no entry tells of, behind the last payload that was read: an error where it was cut. Absent: there is none. */
  readToEnd?(): Promise<void>;
}

/** Makes the definition of an entry that is without it; undefined: the entry has what there is. */
export type DefinitionOf = (entry: TocEntry) => Promise<ByteString | undefined>;

/** An entry with its definition. */
export async function wholeEntry(entry: TocEntry, definitionOf?: DefinitionOf): Promise<TocEntry> {
  const definition = await definitionOf?.(entry);
  return definition === undefined ? entry : { ...entry, definition };
}

/**
 * Writes one archive: `begin` once, data once for each entry with `hasData`, `finish` once. Data come in the order of the
 * entries and one after the other, unless the format takes them concurrently (`archiveFormats`).
 * Output appears under its final name only in `finish`; disposal without `finish` removes what was written.
 * When the table of contents is written is the format's own affair.
 */
export interface ArchiveWriter extends AsyncDisposable {
  /** `definition` is asked once for each entry, in their order: see ArchiveReader. */
  begin(header: ArchiveHeader, entries: readonly TocEntry[], definition?: DefinitionOf): Promise<void>;
  /** Pulls the payload; never holds more of it than a few chunks. */
  writeData(entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<void>;
  writeLargeObjects(entry: TocEntry, objects: AsyncIterable<LargeObject>): Promise<void>;
  finish(): Promise<void>;
}
