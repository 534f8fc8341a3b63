import type { DumpObject } from '../model/dump-object.ts';

export type TopologicalResult =
  | { readonly sorted: readonly DumpObject[] }
  /** Objects that stand in a loop, or that such an object needs. */
  | { readonly stuck: readonly DumpObject[] };

/**
 * Orders objects so that each comes after what it depends on, moving none further than it must: works from the end of
 * the list backwards and always takes the last object that nothing left still needs (TopoSort in pg_dump_sort.c, after
 * Knuth volume 1). Dependencies on objects that are not in the list are ignored.
 */
export function sortTopologically(objects: readonly DumpObject[]): TopologicalResult {
  const positions = positionsByDumpId(objects);
  const neededBy = new Uint32Array(objects.length);
  for (const { dependencies } of objects) {
    for (const id of dependencies) {
      const position = positions[id];
      if (position !== undefined && position !== absent) neededBy[position]!++;
    }
  }

  const ready = new MaxHeap();
  neededBy.forEach((count, position) => {
    if (count === 0) ready.push(position);
  });
  const backwards: DumpObject[] = [];
  for (let position = ready.pop(); position !== undefined; position = ready.pop()) {
    const object = objects[position]!;
    backwards.push(object);
    for (const id of object.dependencies) {
      const need = positions[id];
      if (need !== undefined && need !== absent && --neededBy[need]! === 0) ready.push(need);
    }
  }
  if (backwards.length === objects.length) return { sorted: backwards.reverse() };
  const stuck = objects.filter((_, position) => neededBy[position]! > 0);
  return { stuck: stuck.sort((a, b) => a.dumpId - b.dumpId) };
}

const absent = 0xffffffff;

/** Where in the list the object with a dump id stands, or `absent`. */
function positionsByDumpId(objects: readonly DumpObject[]): Uint32Array {
  const last = objects.reduce((highest, { dumpId }) => Math.max(highest, dumpId), 0);
  const positions = new Uint32Array(last + 1).fill(absent);
  objects.forEach(({ dumpId }, position) => {
    positions[dumpId] = position;
  });
  return positions;
}

class MaxHeap {
  readonly #items: number[] = [];

  push(value: number): void {
    const items = this.#items;
    let hole = items.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (items[parent]! >= value) break;
      items[hole] = items[parent]!;
      hole = parent;
    }
    items[hole] = value;
  }

  pop(): number | undefined {
    const items = this.#items;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return top;
    let hole = 0;
    for (let child = 1; child < items.length; child = 2 * hole + 1) {
      if (child + 1 < items.length && items[child]! < items[child + 1]!) child++;
      if (last >= items[child]!) break;
      items[hole] = items[child]!;
      hole = child;
    }
    items[hole] = last;
    return top;
  }
}
