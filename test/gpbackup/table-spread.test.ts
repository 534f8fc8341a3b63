import { describe, expect, it } from 'vitest';
import { TableSpread } from '../../src/gpbackup/table-spread.ts';
import { placement, type Placement } from '../../src/placement/placement.ts';

const keyed = (operatorClass: string | null): Placement => {
  const found = placement([{ name: 'a', type: { kind: 'base', name: 'int4' }, operatorClass }], 4);
  if ('unpredictable' in found) throw new Error(found.unpredictable);
  return found;
};
const modern = keyed(null);
const legacy = keyed('cdbhash_int4_ops');
const rows = Array.from({ length: 200 }, (_, i) => `${i + 1}\n`);

/** Shows the rows of each segment. */
function spreadOf(of: Placement, segmentOf: (row: string) => number): readonly number[] | null {
  const spread = new TableSpread({ placement: of, places: [0] }, 4);
  for (const content of [0, 1, 2, 3]) {
    const look = spread.watch({ content, file: `f${content}` });
    look(Buffer.from(rows.filter((row) => segmentOf(row) === content).join('')));
  }
  return spread.fewer;
}

const home = (of: Placement, among: number) => (row: string) => of.segmentOf([Buffer.from(row.trimEnd())], among);

describe('rows of a table', () => {
  it.each([modern, legacy])('are where they belong', (of) => expect(spreadOf(of, home(of, 4))).toBeNull());

  it('may be on the first segments only, while a cluster grows', () => {
    expect(spreadOf(modern, home(modern, 3))).toEqual([3]);
    expect(spreadOf(modern, home(modern, 2))).toEqual([2]);
    expect(spreadOf(modern, () => 0)).toEqual([1]);
  });

  it('are misplaced where they fit no number of segments, and the first is told', () => {
    const inPlace = home(modern, 4);
    const moved = rows.find((row) => inPlace(row) === 2);
    expect(() => spreadOf(modern, (row) => (row === moved ? 0 : inPlace(row)))).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/^row \d+ of segment 0 belongs to segment 2$/) }),
    );
  });

  it('have no such excuse where the number of segments moves them all', () =>
    expect(() => spreadOf(legacy, home(legacy, 3))).toThrow('belongs to segment'));
});
