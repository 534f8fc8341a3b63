import type { ArchiveReader } from '../archive/archive.ts';
import { UserError } from '../errors.ts';
import type { SetCounts } from '../gpbackup/set-contents.ts';
import type { TableCount } from '../gpbackup/table-count.ts';
import { type Reporter, silentReporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { archiveSettings } from '../restore/archive-settings.ts';
import { splitCommands } from '../sink/split-commands.ts';
import { copyStatementOf } from '../sql/copy-statement.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { holdsLargeObjects } from '../toc/entry-table.ts';
import type { TocEntry } from '../toc/entry.ts';
import { CopyCheck } from './copy-check.ts';
import { tocProblems } from './toc-check.ts';
import { Utf8Check } from './utf8-check.ts';

/** What was found in the data of one entry. */
export interface VerifiedEntry {
  readonly entry: TocEntry;
  /** Rows of COPY, INSERT commands, or large objects; null: it was not read, or its rows are neither text nor CSV. */
  readonly count: number | null;
  /** Uncompressed. */
  readonly bytes: number;
  /** Of a backup set: rows of each segment, and how many the set says. */
  readonly inSet: TableCount | null;
  readonly problems: readonly string[];
}

export interface Verification {
  /** In all. */
  readonly entryCount: number;
  /** Of the table of contents. */
  readonly problems: readonly string[];
  /** Entries with data, in the archive's order. */
  readonly entries: readonly VerifiedEntry[];
  readonly isWhole: boolean;
}

/**
 * Reads all that an archive holds and loads nothing. What is wrong with one table keeps nobody from reading the others,
 * where the archive can be read in any order. Rejects where not even its table of contents can be read, and with the
 * signal's reason once that aborts.
 */
export async function verifyArchive(
  reader: ArchiveReader & Partial<SetCounts>,
  reporter: Reporter = silentReporter,
  signal?: AbortSignal,
): Promise<Verification> {
  const { encoding, standardStrings } = archiveSettings(reader.entries, reader.header.version, { clean: false });
  const withData = reader.entries.filter(({ hasData }) => hasData);
  const verified: VerifiedEntry[] = [];
  let bytesDone = 0;
  let isOver = false;
  for (const entry of withData) {
    if (isOver) {
      verified.push({ ...notRead, entry });
      continue;
    }
    const data = new DataCheck(entry, { isUtf8: encoding === 'UTF8', standardStrings });
    try {
      await data.read(reader, signal, (length) => {
        bytesDone += length;
        reporter.progress({
          phase: 'verify',
          current: shown(entry.tag),
          entriesDone: verified.length,
          entriesTotal: withData.length,
          rows: null,
          bytes: bytesDone,
          bytesTotal: null,
        });
      });
      verified.push(readToItsEnd(reader, data.found()));
    } catch (error) {
      const found = data.found();
      verified.push({ ...found, problems: [...found.problems, textOf(error, signal)] });
      // A set's files can be read again from their begin.
      isOver = reader.access === 'sequential' && reader.format !== 'backup-set';
    }
  }
  const problems = [...tocProblems(reader.entries), ...(isOver ? [] : await behindData(reader, signal))];
  const isWhole = problems.length === 0 && verified.every((each) => each.problems.length === 0);
  return { problems, entries: verified, entryCount: reader.entries.length, isWhole };
}

/** With what the reader knows of a payload that it has given whole. */
function readToItsEnd(reader: ArchiveReader & Partial<SetCounts>, found: VerifiedEntry): VerifiedEntry {
  const misplaced = reader.misplaced?.(found.entry) ?? null;
  return {
    ...found,
    inSet: reader.counts?.get(found.entry.dumpId) ?? null,
    problems: misplaced === null ? found.problems : [...found.problems, misplaced],
  };
}

async function behindData(reader: ArchiveReader, signal: AbortSignal | undefined): Promise<readonly string[]> {
  try {
    await reader.readToEnd?.();
    return [];
  } catch (error) {
    return [textOf(error, signal)];
  }
}

/** Of an error that is the archive's; others are thrown. */
function textOf(error: unknown, signal: AbortSignal | undefined): string {
  signal?.throwIfAborted();
  if (!(error instanceof UserError)) throw error;
  return `${error.message}${error.detail === undefined ? '' : ` (${error.detail})`}`;
}

const notRead = {
  count: null,
  bytes: 0,
  inSet: null,
  problems: ['not read, since what stands ahead of it is broken'],
};

class DataCheck {
  readonly #entry: TocEntry;
  readonly #utf8: Utf8Check | null;
  readonly #standardStrings: boolean;
  /** null: the data are commands, or rows that are no text. */
  readonly #copy: CopyCheck | null;
  readonly #isCounted: boolean;
  #count = 0;
  #bytes = 0;

  constructor(entry: TocEntry, options: { readonly isUtf8: boolean; readonly standardStrings: boolean }) {
    this.#entry = entry;
    const isLarge = holdsLargeObjects(entry);
    this.#utf8 = options.isUtf8 && !isLarge ? new Utf8Check() : null;
    this.#standardStrings = options.standardStrings;
    this.#copy = copyCheckOf(entry);
    this.#isCounted = isLarge || (entry.copyStatement ?? '') === '';
  }

  async read(reader: ArchiveReader, signal: AbortSignal | undefined, onBytes: (length: number) => void): Promise<void> {
    const seen = (chunk: Uint8Array): void => {
      signal?.throwIfAborted();
      this.#bytes += chunk.length;
      this.#utf8?.push(chunk);
      this.#copy?.push(chunk);
      onBytes(chunk.length);
    };
    if (holdsLargeObjects(this.#entry)) {
      for await (const { data } of reader.readLargeObjects(this.#entry, signal)) {
        for await (const chunk of data) seen(chunk);
        this.#count += 1;
      }
      return;
    }
    const data = through(reader.readData(this.#entry, signal), seen);
    if (this.#copy === null && this.#entry.copyStatement === null) {
      for await (const _ of splitCommands(data, { standardStrings: this.#standardStrings })) this.#count += 1;
    } else for await (const _ of data);
    this.#copy?.finish();
    this.#utf8?.finish();
  }

  found(): VerifiedEntry {
    const wrongAt = this.#utf8?.wrongAt ?? null;
    return {
      entry: this.#entry,
      count: this.#copy?.rows ?? (this.#isCounted ? this.#count : null),
      bytes: this.#bytes,
      inSet: null,
      problems: [
        ...(this.#copy?.problems ?? []),
        ...(wrongAt === null ? [] : [`byte ${wrongAt}: no UTF-8, which the archive says it is`]),
      ],
    };
  }
}

async function* through(
  data: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const chunk of data) {
    seen(chunk);
    yield chunk;
  }
}

/** null: the data are none of COPY, or the statement has options of its own. */
function copyCheckOf({ desc, copyStatement }: TocEntry): CopyCheck | null {
  if (desc !== 'TABLE DATA' || copyStatement === null || copyStatement === '') return null;
  const copy = copyStatementOf(new TokenCursor(copyStatement));
  if (copy === null || copy.format === null) return null;
  const columns = copy.columns === null ? undefined : copy.columns.length + (copy.withOids ? 1 : 0);
  return new CopyCheck(columns, copy.format);
}
