import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from '../toc/entry.ts';

/** Which tables are partitions of which, as TABLE ATTACH entries say. */
export class PartitionTrees {
  readonly #partitions = new Map<DumpId, DumpId[]>();
  readonly #parents = new Map<DumpId, DumpId[]>();

  constructor(entries: readonly TocEntry[]) {
    for (const { desc, dependencies } of entries) {
      const [partition, parent] = dependencies;
      if (desc !== 'TABLE ATTACH' || partition === undefined || parent === undefined) continue;
      add(this.#partitions, parent, partition);
      add(this.#parents, partition, parent);
    }
  }

  /**
   * The entries among `dumpIds`, and the tables that the server goes on to from them. Keys and triggers of a partitioned
   * table go down to its partitions, and deadlock with whoever attaches their indexes meanwhile. Attaching an index goes
   * up: it makes the index above valid, and that above, as soon as all theirs are; two at once, each of which does not
   * see what the other does, leave an index above invalid for good.
   */
  reachedBy(desc: string, dumpIds: readonly DumpId[]): readonly DumpId[] {
    if (desc === 'FK CONSTRAINT' || desc === 'TRIGGER') return closure(dumpIds, this.#partitions);
    return desc === 'INDEX ATTACH' ? closure(dumpIds, this.#parents) : dumpIds;
  }
}

function add(links: Map<DumpId, DumpId[]>, from: DumpId, to: DumpId): void {
  const others = links.get(from);
  if (others === undefined) links.set(from, [to]);
  else others.push(to);
}

function closure(dumpIds: readonly DumpId[], links: ReadonlyMap<DumpId, readonly DumpId[]>): readonly DumpId[] {
  const all = new Set(dumpIds);
  for (const dumpId of all) for (const next of links.get(dumpId) ?? []) all.add(next);
  return [...all];
}
