import type { KeyStatistics } from '../../placement/sample/row-sample.ts';
import { expectedIdle, idleByChance, idleFraction } from '../../placement/sample/skew.ts';
import { isUnpredictable } from '../../placement/value-hash.ts';
import type { ByteString } from '../../model/text.ts';
import { unevenIdle } from './best-spread.ts';
import type { Candidate } from './candidates.ts';
import type { Family } from './families.ts';
import { shownEstimate, shownShare } from './shares.ts';

/** Fewer rows of a segment are little work, and uneven by chance. */
const fewRows = 100;

/** Why segments would have much more to do than others; null: they would not, or there are too few rows to tell. */
export function unevenness(values: KeyStatistics, segments: number): string | null {
  const { rows, distinct, nulls, commonest } = values;
  if (rows < fewRows * segments) return null;
  if (distinct < segments)
    return `${shownEstimate(distinct)} ${distinct === 1 ? 'value' : 'values'} for ${segments} segments`;
  const share = commonest / rows;
  if (share > 1 / segments) return `${nulls === commonest ? 'NULL' : 'one value'} in ${shownShare(share)} of its rows`;
  const idle = idleOf(values, segments);
  return idle > unevenIdle + idleByChance(rows, segments) ? `${shownShare(idle)} of the cluster would wait` : null;
}

const idleOf = (values: KeyStatistics, segments: number): number =>
  values.perSegment === null || isUnpredictable(values.perSegment)
    ? expectedIdle(values, segments)
    : idleFraction(values.perSegment);

/** What rows are not uneven by: a column that all unique keys have, or with no such keys randomly; null: nothing is known. */
export function evenly(
  { members }: Family,
  candidates: readonly (Candidate & { readonly values: KeyStatistics })[],
  segments: number,
): readonly ByteString[] | 'randomly' | null {
  const keys = members.flatMap((member) => member.keys);
  const idleFirst = (a: KeyStatistics, b: KeyStatistics): number =>
    expectedIdle(a, segments) - expectedIdle(b, segments);
  const [best] = candidates
    .filter(({ name }) => keys.every(({ columns }) => columns.includes(name)))
    .filter(({ values }) => unevenness(values, segments) === null)
    .toSorted((a, b) => a.rank - b.rank || idleFirst(a.values, b.values));
  if (best !== undefined) return [best.name];
  return keys.length === 0 ? 'randomly' : null;
}
