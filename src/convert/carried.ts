import type { SetCounts } from '../gpbackup/set-contents.ts';
import type { Reporter } from '../log.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { shown } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Counts what is carried of each table, and tells how far it is. */
export class Carried {
  /** Bytes of each table's payload, by the number of its entry. */
  readonly byTable = new Map<DumpId, number>();
  #bytes = 0;
  #rows = 0;
  readonly #begun: TocEntry[] = [];
  readonly #tables: number;
  readonly #set: SetCounts;
  readonly #reporter: Reporter;

  constructor(tables: number, set: SetCounts, reporter: Reporter) {
    this.#tables = tables;
    this.#set = set;
    this.#reporter = reporter;
  }

  get bytes(): number {
    return this.#bytes;
  }

  readonly onEntry = (entry: TocEntry): void => {
    const before = this.#begun.at(-1);
    if (before !== undefined) this.#rows += this.#set.counts.get(before.dumpId)?.rows ?? 0;
    this.#begun.push(entry);
  };

  readonly onBytes = ({ tag, dumpId }: TocEntry, length: number): void => {
    this.#bytes += length;
    this.byTable.set(dumpId, (this.byTable.get(dumpId) ?? 0) + length);
    this.#reporter.progress({
      phase: 'convert',
      current: shown(tag),
      entriesDone: this.#begun.length,
      entriesTotal: this.#tables,
      rows: this.#rows,
      bytes: this.#bytes,
      bytesTotal: null,
    });
  };
}
