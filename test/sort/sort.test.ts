import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/log.ts';
import type { DumpObject } from '../../src/model/dump-object.ts';
import { sortByTypeAndName } from '../../src/sort/priorities.ts';
import { sortObjects } from '../../src/sort/sort.ts';
import { check, objectNamed, relation, selectRule, statisticsOf } from './objects.ts';

const postDataBoundary = 1000;

function sortAll(objects: readonly DumpObject[]): { order: string[]; said: Diagnostic[] } {
  const said: Diagnostic[] = [];
  const byDumpId = new Map(objects.map((object) => [object.dumpId, object]));
  const sorted = sortObjects(objects, {
    postDataBoundary,
    byDumpId: (id) => byDumpId.get(id),
    report: (diagnostic) => said.push(diagnostic),
  });
  return { order: sorted.map((object) => object.name), said };
}

describe('sortByTypeAndName', () => {
  it('orders names by their bytes', () => {
    const utf8 = ['z', '\xc3\xa9', 'Z', '\xf0\x9f\x98\x80', '\xef\xbc\xa1'].map((name) => objectNamed(name));
    expect(sortByTypeAndName(utf8).map((object) => object.name)).toEqual([
      'Z',
      'z',
      '\xc3\xa9',
      '\xef\xbc\xa1',
      '\xf0\x9f\x98\x80',
    ]);
  });

  it('puts schemas first, objects without a schema behind those with one', () => {
    const objects = [
      objectNamed('t'),
      objectNamed('global', { type: 'type', namespace: null }),
      objectNamed('b', { type: 'type' }),
      objectNamed('a', { type: 'schema', namespace: null }),
    ];
    expect(sortByTypeAndName(objects).map((object) => object.name)).toEqual(['a', 'b', 'global', 't']);
  });

  it('tells functions of one name apart by their arguments, then by OID', () => {
    const f = (ties: DumpObject['ties'], oid: number): DumpObject =>
      objectNamed('f', { type: 'function', ties, catalogId: { tableoid: 1255, oid } });
    const objects = [f([2, 'a', 'x'], 1), f([1, 'b', 'x'], 2), f([1, 'a', 'y'], 4), f([1, 'a', 'y'], 3)];
    expect(sortByTypeAndName(objects).map((object) => object.catalogId.oid)).toEqual([3, 4, 2, 1]);
  });
});

describe('sortObjects', () => {
  it('keeps a view and its rule together', () => {
    const view = relation('v', 'v', { dumpId: 1, dependencies: [2] });
    const rule = selectRule(view, { dumpId: 2, dependencies: [1] });
    expect(sortAll([view, rule]).order).toEqual(['_RETURN', 'v']);
    expect(view.dummyView).toBe(false);
    expect(rule.separate).toBe(false);
  });

  it('splits a view that another view needs which it needs itself', () => {
    const first = relation('a', 'v', { dumpId: 1, dependencies: [2] });
    const firstRule = selectRule(first, { dumpId: 2, dependencies: [1, 3] });
    const second = relation('b', 'v', { dumpId: 3, dependencies: [4] });
    const secondRule = selectRule(second, { dumpId: 4, dependencies: [3, 1] });
    const { said } = sortAll([first, firstRule, second, secondRule]);
    expect([first.dummyView, second.dummyView].filter(Boolean)).toHaveLength(1);
    expect([firstRule, secondRule].filter((rule) => rule.separate)).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it('writes a check inside its table, but apart when its function needs the table', () => {
    const table = relation('t', 'r', { dumpId: 1, dependencies: [2] });
    const constraint = check(table, { dumpId: 2, dependencies: [1, 3] });
    const routine = objectNamed('f', { type: 'function', dumpId: 3, dependencies: [1] });
    expect(sortAll([table, constraint, routine]).order).toEqual(['t', 'f', 'positive']);
    expect(constraint.separate).toBe(true);
    expect(constraint.dependencies).toContain(postDataBoundary);
  });

  it('moves statistics of a materialized view behind the data, where the view itself is', () => {
    const boundary = objectNamed('boundary', {
      type: 'post-data-boundary',
      dumpId: postDataBoundary,
      dependencies: [2],
    });
    const view = relation('m', 'm', { dumpId: 1, dependencies: [3] });
    const statistics = statisticsOf(view, { dumpId: 2, dependencies: [1] });
    const key = objectNamed('key', { type: 'constraint', dumpId: 3, dependencies: [postDataBoundary] });
    expect(sortAll([boundary, view, statistics, key]).order).toEqual(['boundary', 'key', 'm', 'm']);
    expect(statistics.section).toBe('post-data');
  });

  it('ignores a table that needs itself', () => {
    const table = relation('t', 'r', { dumpId: 1, dependencies: [1] });
    expect(sortAll([table])).toEqual({ order: ['t'], said: [] });
  });

  it('says which foreign keys go in a circle when only data is dumped', () => {
    const data = (name: string, dumpId: number, need: number): DumpObject =>
      objectNamed(name, { type: 'table-data', dumpId, dependencies: [need] });
    const { said } = sortAll([data('a', 1, 2), data('b', 2, 1), data('self', 3, 3)]);
    expect(said.map(({ message, detail }) => [message, detail])).toEqual([
      ['there are circular foreign-key constraints among these tables:', 'a\nb'],
      ['there are circular foreign-key constraints on this table:', 'self'],
    ]);
  });

  it('breaks a loop it does not know, and says so', () => {
    const type = objectNamed('t', { type: 'operator', dumpId: 1, dependencies: [2] });
    const other = objectNamed('c', { type: 'cast', namespace: null, dumpId: 2, dependencies: [1] });
    const { order, said } = sortAll([type, other]);
    expect(order).toHaveLength(2);
    expect(said[0]?.message).toBe('could not resolve dependency loop among these items:');
    expect(said[0]?.detail).toContain('OPERATOR t  (ID 1 OID 1)');
  });

  it('finds a loop behind a chain longer than the stack is deep', () => {
    const length = 50_000;
    const chain = Array.from({ length }, (_, i) =>
      relation(`t${i}`, 'r', { dumpId: i + 1, dependencies: [i + 2 > length ? 1 : i + 2] }),
    );
    expect(sortAll(chain).order).toHaveLength(length);
  });
});
