import type { ValueStatistics } from './value-counter.ts';

const mean = (rows: readonly number[]): number => rows.reduce((sum, each) => sum + each, 0) / rows.length;

/** skccoeff of gp_toolkit.gp_skew_coefficients: the standard deviation of segments' rows, in per cent of their mean. */
export function skewCoefficient(rows: readonly number[]): number {
  const average = mean(rows);
  if (rows.length < 2 || average === 0) return 0;
  const squares = rows.reduce((sum, each) => sum + (each - average) ** 2, 0);
  return (Math.sqrt(squares / (rows.length - 1)) / average) * 100;
}

/** siffraction of gp_toolkit.gp_skew_idle_fractions: the part of the cluster that waits for the segment with most rows. */
export function idleFraction(rows: readonly number[]): number {
  const most = Math.max(...rows);
  return most === 0 ? 0 : 1 - mean(rows) / most;
}

/** The segment with most rows has about so many deviations more than the mean. */
const deviationsOfMost = (segments: number): number => Math.sqrt(2 * Math.log(segments));

/** The idle fraction of a large table whose values are as these, whatever segments they are hashed to. */
export function expectedIdle({ rows, commonest, sameness }: ValueStatistics, segments: number): number {
  const deviation = Math.sqrt((segments - 1) * sameness);
  const byChance = 1 - 1 / (1 + deviation * deviationsOfMost(segments));
  // Those of the commonest value are on one segment, with its part of the others.
  const share = rows > 1 ? (commonest - 1) / (rows - 1) : 0;
  return Math.max(byChance, 1 - 1 / (share * segments + 1 - share));
}

/** The idle fraction that as many rows have by chance, were all their values different. */
export const idleByChance = (rows: number, segments: number): number =>
  rows === 0 ? 0 : 1 - 1 / (1 + Math.sqrt(segments / rows) * deviationsOfMost(segments));
