import { expectedIdle } from '../../placement/sample/skew.ts';
import type { ValueStatistics } from '../../placement/sample/value-counter.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { candidatesOf, type Candidate } from './candidates.ts';
import type { Family } from './families.ts';
import type { EnumKeys } from './hashable.ts';
import { tellingRows, usualSegments, type NotSampled, type TableSample } from './sample.ts';
import { shownEstimate, shownNumber, shownShare } from './shares.ts';

/** Greenplum's documentation has tables looked after of which more of the cluster than this idles (siffraction). */
export const unevenIdle = 0.1;

interface BestSpread {
  /** null: none is good enough. */
  readonly columns: readonly ByteString[] | null;
  readonly why: string;
}

/** By the rows of a table that has no unique key, what spreads them evenly: a column that tables are joined by if it does. */
export function bestSpread(
  family: Family,
  archive: ArchiveIndex,
  sample: TableSample | NotSampled | undefined,
  { enums, segments }: { readonly enums: EnumKeys; readonly segments: number | null },
): BestSpread {
  const none = (why: string): BestSpread => ({ columns: null, why: `no unique key${why}` });
  if (sample === undefined) return none('');
  if ('notSampled' in sample) return none(`; ${sample.notSampled}`);
  if (sample.rows === 0) return none(' and no rows');
  if (sample.rows < tellingRows) return none(` and few rows (${sample.rows})`);
  const idleOf = (values: ValueStatistics): number => expectedIdle(values, segments ?? usualSegments);
  const byIdle = inOrder(candidatesOf(family, archive, enums), sample, idleOf);
  const [best] = byIdle.filter(({ idle }) => idle <= unevenIdle).toSorted((a, b) => a.rank - b.rank || a.idle - b.idle);
  if (best !== undefined) return { columns: [best.name], why: `best spread: ${valuesShown(sample, best.values)}` };
  const { pair } = sample;
  if (pair !== null && idleOf(pair.values) <= unevenIdle) {
    return { columns: pair.columns, why: `best spread: ${valuesShown(sample, pair.values)}` };
  }
  const [least] = byIdle;
  if (least === undefined) return none(', and no column by which rows can be spread');
  return none(` and no even column: ${shown(least.name)} has ${valuesShown(sample, least.values)}`);
}

/** The two columns that might do together where none does alone; null: one does, or there are no two. */
export function pairToTry(
  candidates: readonly Candidate[],
  sample: Pick<TableSample, 'columns'>,
  segments: number | null,
): readonly ByteString[] | null {
  const byIdle = inOrder(candidates, sample, (values) => expectedIdle(values, segments ?? usualSegments));
  if (byIdle.some(({ idle }) => idle <= unevenIdle)) return null;
  const two = byIdle.filter(({ rank, values }) => rank < 3 && values.distinct > 1).slice(0, 2);
  if (two.length < 2) return null;
  return candidates.filter(({ name }) => two.some((each) => each.name === name)).map(({ name }) => name);
}

const inOrder = (
  candidates: readonly Candidate[],
  { columns }: Pick<TableSample, 'columns'>,
  idleOf: (values: ValueStatistics) => number,
): readonly (Candidate & { readonly values: ValueStatistics; readonly idle: number })[] =>
  candidates
    .flatMap((candidate) => {
      const values = columns.get(candidate.name);
      return values === undefined ? [] : [{ ...candidate, values, idle: idleOf(values) }];
    })
    .toSorted((a, b) => a.idle - b.idle);

/** `~61,000 values in its first 100,000 rows, one in 0.2 %`. */
function valuesShown({ rows, isWhole }: TableSample, { distinct, commonest }: ValueStatistics): string {
  const where = `${isWhole ? '' : 'its first '}${shownNumber(rows)} rows`;
  const share = commonest / rows;
  const one = commonest < 2 || share < 0.001 ? '' : `, one in ${shownShare(share)}`;
  return `${shownEstimate(distinct)} ${distinct === 1 ? 'value' : 'values'} in ${where}${one}`;
}
