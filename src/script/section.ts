import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { PassedOver, Part } from './part.ts';
import type { Extent } from './piece.ts';

/** Where an entry's payload is. */
export interface Payload {
  readonly extents: readonly Extent[];
  /** What ends rows; nothing ends INSERT commands. */
  readonly mark: ByteString;
}

/** What a script says of one database. */
export interface ScriptSection {
  /** As `\connect` names it; null: the one that the script is run in. */
  readonly database: ByteString | null;
  /** Whose dump it is, as that calls itself; null: of nobody's program. */
  readonly product: string | null;
  /** Null where the script does not say. */
  readonly serverVersion: ByteString | null;
  readonly dumperVersion: ByteString | null;
  readonly entries: readonly TocEntry[];
  /** Where the payloads of entries are. */
  readonly payloads: ReadonlyMap<DumpId, Payload>;
  /** Of entries that drop something those that make it anew. */
  readonly drops: ReadonlyMap<DumpId, DumpId>;
  /** psql is told to leave it at its first error. */
  readonly stopsAtErrors: boolean;
  readonly parts: readonly Part[];
  readonly passedOver: readonly PassedOver[];
}
