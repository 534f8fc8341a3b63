import type { PlacementCheck } from './placement-check.ts';
import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { TableCount } from './table-count.ts';

/** What a set has beside its entries. */
export interface SetContents {
  readonly timestamp: string;
  /** Segments that the set was made of. */
  readonly segments: number;
  /** Roles and the like as a script; '': none. */
  readonly globals: ByteString;
  readonly about: SetAbout;
}

/** What a set says of itself. */
export interface SetAbout {
  /** Who has written it, and of which version, where that is said. */
  readonly program: 'gpbackup' | 'gp_dump';
  readonly programVersion: string | null;
  readonly database: ByteString;
  /** Version of the server, as it is said; null: it is not. */
  readonly serverVersion: string | null;
  /** `full`, `incremental`, `data only`, `metadata only`, and `filtered` where it is. */
  readonly kind: string;
  /** Timestamps of the backups that have its rows, oldest first. */
  readonly members: readonly string[];
  readonly compression: 'none' | 'gzip' | 'zstd';
  /** Of each segment: one for each table, or one for all of them. */
  readonly dataFiles: 'multiple' | 'single';
  /** The program that has its data; null: they are files. */
  readonly plugin: string | null;
}

/** What is counted while rows of a set are read. */
export interface SetCounts {
  /** Of each table that has been read to its end, unless its rows are INSERT commands, by the number of its rows' entry. */
  readonly counts: ReadonlyMap<DumpId, TableCount>;
  /** Bytes of files with rows, as they are stored. */
  readonly bytesRead: number;
  /** null: nobody asked where rows belong. */
  readonly placement?: PlacementCheck | null;
}
