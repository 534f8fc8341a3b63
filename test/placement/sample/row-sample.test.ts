import { describe, expect, it } from 'vitest';
import { keyType } from '../../../src/placement/key-type.ts';
import { placement } from '../../../src/placement/placement.ts';
import { RowSample } from '../../../src/placement/sample/row-sample.ts';

const bytes = (text: string | null) => (text === null ? null : Buffer.from(text));

function sampled(types: readonly string[], rows: readonly (readonly (string | null)[])[], options = {}) {
  const columns = types.map((type, at) => ({ name: `c${at}`, type: keyType(type), operatorClass: null }));
  const keys = [
    ...columns.map((column, at) => ({ columns: [at], placement: placement([column], 3, options) })),
    { columns: columns.map((_, at) => at), placement: placement(columns, 3, options) },
  ];
  const sample = new RowSample(keys, 3);
  for (const row of rows) sample.add(row.map(bytes));
  return sample.statistics;
}

describe('rows that were looked at', () => {
  it('tell of columns and of several together', () => {
    const rows = [
      ['1', 'a'],
      ['1', 'b'],
      ['2', null],
      [null, 'a'],
      [null, null],
    ];
    const [first, second, both] = sampled(['integer', 'text'], rows);
    expect(first).toMatchObject({ rows: 5, nulls: 2, distinct: 2, commonest: 2 });
    expect(second).toMatchObject({ rows: 5, nulls: 2, distinct: 2, commonest: 2 });
    expect(both).toMatchObject({ rows: 5, nulls: 1, distinct: 4, commonest: 1 });
  });

  it('say how many each segment would have', () => {
    // As Greenplum 7 has them, of 1 to 10 and NULL.
    const [of] = sampled(['integer'], [...Array.from({ length: 10 }, (_, i) => [String(i + 1)]), [null]]);
    expect(of?.perSegment).toEqual([6, 1, 4]);
  });

  it('say nothing of segments once a value does not tell where it is, but go on with values', () => {
    const [of] = sampled(['text'], [['a'], ['ü'], ['b']], { isConverted: true });
    expect(of).toMatchObject({
      rows: 3,
      distinct: 3,
      perSegment: { unpredictable: 'a value of type text: the server converts it to another encoding' },
    });
  });

  it('say why segments are not known of a type', () => {
    const [of] = sampled(['regclass'], [['t']]);
    expect(of).toMatchObject({ distinct: 1, perSegment: { unpredictable: expect.stringContaining('OIDs') } });
  });
});
