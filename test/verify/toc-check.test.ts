import { expect, it } from 'vitest';
import { tocProblems } from '../../src/verify/toc-check.ts';
import { entryOf } from '../toc/entries.ts';

const table = (dumpId: number, tag: string, dependencies: readonly number[] = []) =>
  entryOf({ dumpId, desc: 'TABLE', namespace: 's', tag, dependencies: [...dependencies] });

it('has nothing against entries that need others, entries that are not there, or themselves', () => {
  expect(tocProblems([table(1, 'a'), table(2, 'b', [1, 99]), table(3, 'c', [1, 2, 3])])).toEqual([]);
});

it('has nothing against what Greenplum numbers twice', () => {
  const type = { dumpId: 7, namespace: 's', tag: 'ty' };
  expect(tocProblems([entryOf({ ...type, desc: 'TYPE' }), entryOf({ ...type, desc: 'TYPE STORAGE OPTIONS' })])).toEqual(
    [],
  );
});

it('finds numbers that are given twice', () => {
  expect(tocProblems([table(1, 'a'), table(1, 'b')])).toEqual([
    'entry 1 TABLE s.b has the number of entry 1 TABLE s.a',
  ]);
});

it('finds rows of a table in two entries, of which pg_restore -j keeps those of one', () => {
  const rows = (dumpId: number) => entryOf({ dumpId, desc: 'TABLE DATA', namespace: 's', tag: 'a' });
  expect(tocProblems([rows(1), rows(2)])).toEqual(['entry 2 TABLE DATA s.a has rows of the same table as entry 1']);
});

it('finds entries that wait for each other', () => {
  const entries = [table(1, 'a'), table(2, 'b', [1, 4]), table(3, 'c', [2]), table(4, 'd', [3])];
  expect(tocProblems(entries)).toEqual([
    'these wait for each other: entry 2 TABLE s.b, entry 4 TABLE s.d, entry 3 TABLE s.c',
  ]);
});
