import { describe, expect, it } from 'vitest';
import { hashAny } from '../../../src/placement/hash-any.ts';
import { ValueCounter } from '../../../src/placement/sample/value-counter.ts';

const statisticsOf = (values: Iterable<string | number | null>) => {
  const counter = new ValueCounter();
  for (const value of values) counter.add(value === null ? null : hashAny(Buffer.from(String(value))));
  return counter.statistics;
};

describe('the values of a column', () => {
  it('are counted one by one where there are few', () => {
    expect(statisticsOf(['a', 'b', 'a', null, 'c', 'a'])).toEqual({
      rows: 6,
      nulls: 1,
      distinct: 3,
      commonest: 3,
      sameness: 6 / 30,
    });
  });

  it('have NULL for the commonest where that is', () => {
    expect(statisticsOf(['a', null, null])).toMatchObject({ distinct: 1, nulls: 2, commonest: 2, sameness: 2 / 6 });
  });

  it('are none of an empty table', () => {
    expect(statisticsOf([])).toEqual({ rows: 0, nulls: 0, distinct: 0, commonest: 0, sameness: 0 });
  });

  it('are estimated where there are many', () => {
    const { distinct, commonest, sameness } = statisticsOf(Array.from({ length: 200_000 }, (_, i) => i));
    expect(Math.abs(distinct / 200_000 - 1)).toBeLessThan(0.04);
    expect(commonest).toBeLessThan(20);
    expect(sameness).toBeLessThan(1e-6);
  });

  it('have a common one found among many', () => {
    const { commonest, sameness } = statisticsOf(Array.from({ length: 200_000 }, (_, i) => (i % 10 < 3 ? 'x' : i)));
    expect(Math.abs(commonest / 60_000 - 1)).toBeLessThan(0.01);
    expect(Math.abs(sameness / 0.09 - 1)).toBeLessThan(0.02);
  });

  it('are as probable to be the same where all are alike common', () => {
    const { sameness, commonest } = statisticsOf(Array.from({ length: 200_000 }, (_, i) => (i * 7919) % 10_000));
    expect(Math.abs(sameness * 10_000 - 1)).toBeLessThan(0.1);
    expect(commonest).toBeLessThan(60);
  });
});
