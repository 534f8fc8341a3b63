import { describe, expect, it } from 'vitest';
import { expectedIdle, idleByChance, idleFraction, skewCoefficient } from '../../../src/placement/sample/skew.ts';

describe('skew', () => {
  // What Greenplum 7 answered for the regression database's tenk1, by unique1, on three segments.
  const rows = [3368, 3386, 3246];

  it('is what gp_toolkit says', () => {
    expect(skewCoefficient(rows)).toBeCloseTo(2.284994529533933, 12);
    expect(idleFraction(rows)).toBeCloseTo(0.01555424296121283, 12);
  });

  it('is none of an empty table or of one segment', () => {
    expect([skewCoefficient([0, 0]), idleFraction([0, 0]), skewCoefficient([7]), idleFraction([7])]).toEqual([
      0, 0, 0, 0,
    ]);
  });
});

describe('the idle fraction expected of values', () => {
  const values = { rows: 100_000, nulls: 0, distinct: 0, commonest: 1, sameness: 0 };

  it('is none where all differ', () => {
    expect(expectedIdle(values, 16)).toBe(0);
  });

  it('is that of the segment which has the commonest', () => {
    // Half of the rows, and a sixteenth of the other half.
    expect(expectedIdle({ ...values, commonest: 50_000, sameness: 0.25 }, 16)).toBeCloseTo(
      1 - 1 / 16 / (0.5 + 0.5 / 16),
      3,
    );
  });

  it('grows as values are fewer, and as segments are more', () => {
    const of = (distinct: number, segments: number) => expectedIdle({ ...values, sameness: 1 / distinct }, segments);
    expect(of(365, 16)).toBeGreaterThan(of(20_000, 16));
    expect(of(20_000, 64)).toBeGreaterThan(of(20_000, 16));
    expect(of(20_000, 16)).toBeLessThan(0.1);
    expect(of(365, 16)).toBeGreaterThan(0.1);
  });

  it('by chance is small where segments have many rows', () => {
    expect(idleByChance(1_600, 16)).toBeGreaterThan(0.1);
    expect(idleByChance(1_600_000, 16)).toBeLessThan(0.01);
  });
});
