import type { ArchiveReader } from '../archive/archive.ts';
import type { Progress, Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import type { RewriteSummary } from '../rewrite/rewrite-entries.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { PickedEntry } from './pick.ts';

/** What a finished restore did, for the closing line. */
export interface RestoreSummary {
  readonly entries: number;
  /** Tables filled. */
  readonly tables: number;
  /** Rows the server counted; null: a script was written. */
  readonly rows: number | null;
  /** Bytes of payload carried. */
  readonly bytes: number;
  /** Statements and payloads the server refused. */
  readonly errors: number;
  readonly seconds: number;
  /** What was said otherwise for the target; null: nothing was asked to be. */
  readonly rewrite: RewriteSummary | null;
}

/** Counts what is done and tells the reporter. Shared by all workers of a restore. */
export class Tally {
  readonly #reporter: Reporter;
  readonly #started = performance.now();
  readonly #entriesTotal: number;
  readonly #bytesTotal: number | null;
  readonly #signal: AbortSignal | undefined;
  #current: string | null = null;
  #entries = 0;
  #tables = 0;
  #rows: number | null = null;
  #bytes = 0;

  constructor(reader: ArchiveReader, wanted: readonly PickedEntry[], reporter: Reporter, signal?: AbortSignal) {
    this.#reporter = reporter;
    this.#signal = signal;
    this.#entriesTotal = wanted.length;
    this.#bytesTotal = totalLength(reader, wanted);
  }

  begin(): void {
    this.#signal?.throwIfAborted();
  }

  entryDone(): void {
    this.#entries += 1;
    this.#current = null;
    this.#tell();
  }

  tableDone(rows: number | null): void {
    this.#tables += 1;
    if (rows !== null) this.#rows = (this.#rows ?? 0) + rows;
  }

  /** Passes a payload on, counting it. Throws the signal's reason once that aborts, as `begin` does. */
  async *carried(entry: TocEntry, data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#current = shown(entry.namespace ? `${entry.namespace}.${entry.tag}` : entry.tag);
    for await (const chunk of data) {
      this.#signal?.throwIfAborted();
      this.#bytes += chunk.length;
      this.#tell();
      yield chunk;
    }
  }

  summary(errors: number): Omit<RestoreSummary, 'rewrite'> {
    const seconds = (performance.now() - this.#started) / 1000;
    return { entries: this.#entries, tables: this.#tables, rows: this.#rows, bytes: this.#bytes, errors, seconds };
  }

  #tell(): void {
    const progress: Progress = {
      phase: 'restore',
      current: this.#current,
      entriesDone: this.#entries,
      entriesTotal: this.#entriesTotal,
      rows: this.#rows,
      bytes: this.#bytes,
      bytesTotal: this.#bytesTotal,
    };
    this.#reporter.progress(progress);
  }
}

/** Bytes of all wanted payloads; null where one is not known. */
function totalLength(reader: ArchiveReader, wanted: readonly PickedEntry[]): number | null {
  let total = 0;
  for (const { entry, data } of wanted) {
    if (!data || !entry.hasData) continue;
    const length = reader.dataLength(entry);
    if (length === null) return null;
    total += length;
  }
  return total;
}
