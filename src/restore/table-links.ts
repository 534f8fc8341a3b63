import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Which TABLE DATA entry fills which table, and what became of the tables. Shared by all workers of a restore. */
export class TableLinks {
  readonly #dataOf = new Map<DumpId, TocEntry>();
  readonly #created = new Set<DumpId>();
  readonly #inhibited = new Set<DumpId>();

  constructor(entries: readonly TocEntry[]) {
    for (const entry of entries) {
      const [table] = entry.dependencies;
      if (entry.desc === 'TABLE DATA' && table !== undefined) this.#dataOf.set(table, entry);
    }
  }

  dataOf(table: DumpId): TocEntry | undefined {
    return this.#dataOf.get(table);
  }

  /** The table was created in this run, so nothing but its own data can be in it. */
  markCreated(table: TocEntry): void {
    const data = this.#dataOf.get(table.dumpId);
    if (data !== undefined) this.#created.add(data.dumpId);
  }

  /** The table could not be created, and its data are not wanted then. */
  inhibitData(table: TocEntry): void {
    const data = this.#dataOf.get(table.dumpId);
    if (data !== undefined) this.#inhibited.add(data.dumpId);
  }

  /** These rows are not wanted. */
  inhibit(data: TocEntry): void {
    this.#inhibited.add(data.dumpId);
  }

  isCreated(data: TocEntry): boolean {
    return this.#created.has(data.dumpId);
  }

  isInhibited(entry: TocEntry): boolean {
    return this.#inhibited.has(entry.dumpId);
  }
}
