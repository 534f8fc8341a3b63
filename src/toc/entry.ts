import type { CatalogId, DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';

export type Section = 'none' | 'pre-data' | 'data' | 'post-data';

/** One line of the table of contents: exactly what an archive file stores, readonly. Offsets, file names and progress
 *  live with the format or scheduler that needs them, keyed by dumpId. All strings are byte strings. */
export interface TocEntry {
  readonly dumpId: DumpId;
  readonly catalogId: CatalogId;
  /** pg_dump's word for the kind of entry: TABLE, TABLE DATA, ACL, … */
  readonly desc: string;
  readonly tag: ByteString;
  readonly namespace: ByteString | null;
  /** null: no tablespace notion; '': the database's default. */
  readonly tablespace: ByteString | null;
  readonly tableAccessMethod: ByteString | null;
  /** pg_class.relkind, one character; null: not said (archives before 1.16, or not a relation). */
  readonly relkind: string | null;
  readonly owner: ByteString | null;
  readonly section: Section;
  readonly definition: ByteString | null;
  readonly dropStatement: ByteString | null;
  readonly copyStatement: ByteString | null;
  readonly withOids: boolean;
  /** As stored: may repeat, dangle, or hold 0 (Greenplum 6). */
  readonly dependencies: readonly DumpId[];
  /** The entry has a data block or file (pg_dump's hadDumper). */
  readonly hasData: boolean;
}

/** Local time of the dumper, the zone unknown, as C's struct tm holds it. */
export interface ArchiveTime {
  readonly second: number;
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  /** 1 … 12 (the file stores 0 … 11). */
  readonly month: number;
  /** Four digits (the file stores year − 1900). */
  readonly year: number;
  /** C's tm_isdst. */
  readonly daylightSaving: number;
}

export type CompressionMethod = 'none' | 'gzip' | 'lz4' | 'zstd';

export interface Compression {
  readonly method: CompressionMethod;
  /** null: the method's default. */
  readonly level: number | null;
  /** zstd only, when writing: matches are looked for in 128 MB instead of what the level says. */
  readonly longDistance?: boolean;
}

export interface ArchiveVersion {
  readonly major: number;
  readonly minor: number;
  readonly revision: number;
}

export interface ArchiveHeader {
  readonly version: ArchiveVersion;
  readonly intSize: number;
  readonly offsetSize: number;
  readonly compression: Compression;
  readonly createdAt: ArchiveTime;
  readonly databaseName: ByteString | null;
  readonly serverVersion: ByteString | null;
  readonly dumperVersion: ByteString | null;
}
