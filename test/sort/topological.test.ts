import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DumpObject } from '../../src/model/dump-object.ts';
import { sortTopologically } from '../../src/sort/topological.ts';
import { objectNamed } from './objects.ts';

const names = (objects: readonly DumpObject[]): string[] => objects.map((object) => object.name);

/** Objects numbered from 1, each with the numbers of those it needs. */
const graph = (needs: readonly (readonly number[])[]): DumpObject[] =>
  needs.map((dependencies, i) => objectNamed(`o${i + 1}`, { dumpId: i + 1, dependencies: [...dependencies] }));

/** Acyclic: along a hidden order each object needs only earlier ones, while the list is in another order. */
const acyclicGraphs = fc
  .array(fc.array(fc.nat(40), { maxLength: 5 }), { minLength: 1, maxLength: 40 })
  .chain((needs) => {
    const objects = graph(needs.map((list, i) => list.filter((need) => need < i).map((need) => need + 1)));
    return fc.shuffledSubarray(objects, { minLength: objects.length });
  });

describe('sortTopologically', () => {
  it('leaves a list alone that is in order already', () => {
    const objects = graph([[], [1], [1, 2], []]);
    expect(sortTopologically(objects)).toEqual({ sorted: objects });
  });

  it('brings what is needed up to what needs it, and moves nothing else', () => {
    const [a, b, c, d] = graph([[3], [], [], []]) as [DumpObject, DumpObject, DumpObject, DumpObject];
    const result = sortTopologically([a, b, c, d]);
    expect('sorted' in result && names(result.sorted)).toEqual(['o3', 'o1', 'o2', 'o4']);
  });

  it('puts everything after what it needs, whatever the graph', () => {
    fc.assert(
      fc.property(acyclicGraphs, (objects) => {
        const result = sortTopologically(objects);
        if (!('sorted' in result)) throw new Error('an acyclic graph was said to hold a loop');
        const position = new Map(result.sorted.map((object, i) => [object.dumpId, i]));
        expect(position.size).toBe(objects.length);
        for (const object of objects) {
          for (const need of object.dependencies) {
            expect(position.get(need)!).toBeLessThan(position.get(object.dumpId)!);
          }
        }
      }),
    );
  });

  it('names what stands in a loop or before one', () => {
    const objects = graph([[], [3], [2], [2], [1]]);
    const result = sortTopologically(objects);
    expect('stuck' in result && names(result.stuck)).toEqual(['o2', 'o3']);
  });

  it('ignores dependencies on what is not in the list', () => {
    const objects = graph([[99], [1]]);
    expect(sortTopologically(objects)).toEqual({ sorted: objects });
  });
});
