import { describe, expect, it } from 'vitest';
import { defaultRestoreOptions, type RestoreOptions } from '../../src/restore/options.ts';
import { isWanted, pickEntries } from '../../src/restore/pick.ts';
import { entryOf } from '../toc/entries.ts';

const table = entryOf({ dumpId: 1, tag: 't', namespace: 's' });
const rows = entryOf({ dumpId: 2, desc: 'TABLE DATA', tag: 't', namespace: 's', section: 'data', hasData: true });
const other = entryOf({ dumpId: 3, tag: 'other', namespace: 's' });
const index = entryOf({ dumpId: 4, desc: 'INDEX', tag: 'i', namespace: 's', section: 'post-data', dependencies: [1] });
const statistics = (dumpId: number, of: number, section: 'data' | 'post-data') =>
  entryOf({ dumpId, desc: 'STATISTICS DATA', tag: 't', namespace: 's', section, dependencies: [of, 99] });
const entries = [
  table,
  other,
  rows,
  statistics(5, 1, 'data'),
  statistics(6, 3, 'data'),
  index,
  statistics(7, 4, 'post-data'),
];

const picked = (options: Partial<RestoreOptions>): readonly number[] =>
  pickEntries(entries, { ...defaultRestoreOptions, ...options })
    .filter(isWanted)
    .map(({ entry }) => entry.dumpId);

describe('statistics in an archive', () => {
  it('are restored unless they are not wanted, whatever else is', () => {
    expect(picked({})).toEqual([1, 3, 2, 5, 6, 4, 7]);
    expect(picked({ statistics: false })).toEqual([1, 3, 2, 4]);
    expect(picked({ schema: false, data: false })).toEqual([5, 6, 7]);
    expect(picked({ sections: ['post-data'] })).toEqual([4, 7]);
  });

  it('follow what they are about, not its name', () => {
    expect(picked({ tables: ['t'] })).toEqual([1, 2, 5]);
    expect(picked({ indexes: ['i'] })).toEqual([4, 7]);
    expect(picked({ tables: ['t'], schema: false })).toEqual([2]);
    expect(picked({ excludeSchemas: ['s'] })).toEqual([]);
  });
});
