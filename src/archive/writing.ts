import { UserError } from '../errors.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { writableMinors } from '../toc/archive-versions.ts';
import type { ArchiveHeader, Compression, TocEntry } from '../toc/entry.ts';

export type SyncMethod = 'fsync' | 'syncfs';

export interface WriterOptions {
  /** Wait until the disk has everything; default true. */
  readonly sync?: boolean;
  /** Directory only: each file on its own, or the whole file system at once; default: `fsync`. */
  readonly syncMethod?: SyncMethod;
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
