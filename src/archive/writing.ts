import { UserError } from '../errors.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { writableMinors } from '../toc/archive-versions.ts';
import { encodeEntries, encodeEntryCount, fileNameExtra } from '../toc/codec.ts';
import type { ArchiveHeader, Compression, TocEntry } from '../toc/entry.ts';
import { encodeHeader, formatCodes } from '../toc/header.ts';
import { type DefinitionOf, wholeEntry } from './archive.ts';

export type SyncMethod = 'fsync' | 'syncfs';

export interface WriterOptions {
  /** Wait until the disk has everything; default true. */
  readonly sync?: boolean;
  /** Directory only: each file on its own, or the whole file system at once; default: `fsync`. */
  readonly syncMethod?: SyncMethod;
  /** Payloads that are compressed with the same method, or not at all, where they come from are taken as they are; default false. */
  readonly keepsStored?: boolean;
  /** Tar only: text of the member `restore.sql`, which restores the extracted archive with psql; none: no such member. */
  readonly restoreScript?: (entries: readonly TocEntry[]) => AsyncIterable<Uint8Array>;
  /** Tar only: where members wait until their length is known; default: beside the archive, or the system's temporary directory. */
  readonly spoolDirectory?: string;
}

/** Integer sizes of the machines everybody has; level 0 is no compression. */
export function writableHeader(header: ArchiveHeader): ArchiveHeader {
  const { version, compression } = header;
  if (version.major !== 1 || !writableMinors.includes(version.minor)) {
    throw new UserError(`cannot write archive version ${version.major}.${version.minor}`, {
      hint: `Versions 1.${writableMinors.join(', 1.')} can be written.`,
    });
  }
  return { ...header, intSize: 4, offsetSize: 8, compression: effectiveCompression(compression) };
}

const effectiveCompression = (compression: Compression): Compression =>
  compression.method === 'gzip' && compression.level === 0 ? { method: 'none', level: null } : compression;

/**
 * Entries in the pieces in which a table of contents is written: one whose definition is made only now is a piece by
 * itself, so that no more than one such definition is held.
 */
export async function* wholeEntries(
  entries: readonly TocEntry[],
  definitionOf: DefinitionOf | undefined,
): AsyncGenerator<readonly TocEntry[], void, undefined> {
  if (definitionOf === undefined) return yield entries;
  let piece: TocEntry[] = [];
  for (const entry of entries) {
    const whole = await wholeEntry(entry, definitionOf);
    if (whole === entry) piece.push(entry);
    else {
      yield piece;
      yield [whole];
      piece = [];
    }
  }
  yield piece;
}

/** The table of contents of a directory or a tar file, with its header. */
export async function* tocFile(
  header: ArchiveHeader,
  entries: readonly TocEntry[],
  definitionOf: DefinitionOf | undefined,
  fileName: (entry: TocEntry) => string,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield encodeHeader(header, formatCodes.tar);
  yield encodeEntryCount(header, entries.length);
  for await (const piece of wholeEntries(entries, definitionOf)) {
    const stored = piece.map((entry) => ({ entry, extra: entry.hasData ? fileName(entry) : '' }));
    yield encodeEntries(header, stored, fileNameExtra);
  }
}

/** Keeps callers to the contract of ArchiveWriter: each payload once. A breach is a bug of ours, not of the user. */
export class WriterProgress {
  readonly entries: readonly TocEntry[];
  readonly #order: 'in order' | 'any order';
  readonly #missing: Set<DumpId>;

  constructor(entries: readonly TocEntry[], order: 'in order' | 'any order') {
    this.entries = entries;
    this.#order = order;
    this.#missing = new Set(entries.filter(({ hasData }) => hasData).map(({ dumpId }) => dumpId));
  }

  begin({ dumpId, desc }: TocEntry): void {
    if (!this.#missing.has(dumpId)) throw new Error(`entry ${dumpId} ${desc} has no data to write, or has it already`);
    const [expected] = this.#missing;
    if (this.#order === 'in order' && dumpId !== expected) {
      throw new Error(`data of entry ${dumpId} ${desc} was given before that of ${expected}`);
    }
    this.#missing.delete(dumpId);
  }

  mustBeComplete(): void {
    const [missing] = this.#missing;
    if (missing !== undefined) throw new Error(`no data was given for entry ${missing}`);
  }
}
