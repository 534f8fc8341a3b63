import { describe, expect, it } from 'vitest';
import { noFilters, type ObjectFilters, schemaOf } from '../../src/restore/object-filters.ts';
import { defaultRestoreOptions } from '../../src/restore/options.ts';
import { isWanted, pickEntries } from '../../src/restore/pick.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

let last = 0;
const made = (desc: string, tag: string, of: readonly TocEntry[], given: Partial<TocEntry> = {}): TocEntry => {
  const dependencies = of.map(({ dumpId }) => dumpId);
  return entryOf({ dumpId: (last += 1), desc, tag, namespace: 's', dependencies, ...given });
};
const post = { section: 'post-data' } as const;
const rowsOf = (table: TocEntry, given: Partial<TocEntry> = {}): TocEntry =>
  made('TABLE DATA', table.tag, [table], { namespace: table.namespace, section: 'data', hasData: true, ...given });

const schema = made('SCHEMA', 's', [], { namespace: null });
const otherSchema = made('SCHEMA', 'x', [], { namespace: null });
const extension = made('EXTENSION', 'e', [], { namespace: null });
const f = made('FUNCTION', 'f()', []);
const sequence = made('SEQUENCE', 'q', []);
const t = made('TABLE', 't', []);
const rights = made('ACL', 'TABLE t', [t], { section: 'none' });
const owned = made('SEQUENCE OWNED BY', 'q', [sequence, t]);
const view = made('VIEW', 'v', [t]);
const odd = made('TABLE', 'a.b "c', [], { namespace: 'x' });
const root = made('TABLE', 'p', []);
const leaf = made('TABLE', 'p1', []);
const attach = made('TABLE ATTACH', 'p1', [leaf, root]);
const classic = made('TABLE', 'c', []);
const classicLeaf = rowsOf(classic, { tag: 'c_1_prt_1' });
const [tRows, oddRows, leafRows] = [t, odd, leaf].map((table) => rowsOf(table));
const set = made('SEQUENCE SET', 'q', [sequence], { section: 'data' });
const index = made('INDEX', 'i', [t, tRows!], post);
const foreign = made('FK CONSTRAINT', 'a.b "c fk', [t, odd], { ...post, namespace: 'x' });
const entries = [
  ...[schema, otherSchema, extension, f, sequence, t, rights, owned, view, odd, root, leaf, attach, classic],
  ...[tRows!, oddRows!, leafRows!, classicLeaf, set, index, foreign],
];

const picked = (filters: Partial<ObjectFilters>, of: readonly TocEntry[] = entries): readonly TocEntry[] =>
  pickEntries(of, { ...defaultRestoreOptions, filters: { ...noFilters, ...filters } })
    .filter(isWanted)
    .map(({ entry }) => entry);

describe('as gprestore filters', () => {
  it('a table comes with what belongs to it, and nothing that it needs', () => {
    expect(picked({ includeRelations: ['s.t'] })).toEqual([t, rights, tRows, index]);
  });

  it('a foreign key belongs to its own table', () => {
    expect(picked({ includeRelations: ['x.a.b "c'] })).toEqual([odd, oddRows, foreign]);
  });

  it('names are as they are, or quoted as in SQL', () => {
    expect(picked({ includeRelations: ['x."a.b ""c"'] })).toEqual(picked({ includeRelations: ['x.a.b "c'] }));
    expect(() => picked({ includeRelations: ['s.T'] })).toThrow('there is no relation "s.T" in the archive');
    expect(schemaOf('"x.y".z')).toBe('x.y');
    expect(schemaOf('x.y.z')).toBe('x');
  });

  it('who owns a sequence is said where both are there', () => {
    expect(picked({ includeRelations: ['s.t', 's.q'] })).toContain(owned);
    expect(picked({ includeRelations: ['s.q'] })).toEqual([sequence, set]);
  });

  it('a partitioned table comes with its partitions, a partition with the empty table above it', () => {
    expect(picked({ includeRelations: ['s.p'] })).toEqual([root, leaf, attach, leafRows]);
    expect(picked({ includeRelations: ['s.p1'] })).toEqual([root, leaf, attach, leafRows]);
    expect(picked({ includeRelations: ['s.c'] })).toEqual([classic, classicLeaf]);
    expect(picked({ includeRelations: ['s.c_1_prt_1'] })).toEqual([classic, classicLeaf]);
    expect(picked({ excludeRelations: ['s.c_1_prt_1'] })).not.toContain(classicLeaf);
  });

  it('what is excluded goes with what belongs to it, and all else stays', () => {
    const gone = new Set([t, rights, owned, tRows, index]);
    expect(picked({ excludeRelations: ['s.t'] })).toEqual(entries.filter((entry) => !gone.has(entry)));
  });

  it('a schema comes itself, unless what is in it goes into another one', () => {
    expect(picked({ includeSchemas: ['x'] })).toEqual([otherSchema, odd, oddRows, foreign]);
    expect(picked({ includeSchemas: ['x'], withoutSchemas: true })).toEqual([odd, oddRows, foreign]);
    expect(picked({ excludeSchemas: ['s'] })).toEqual([otherSchema, extension, odd, oddRows, foreign]);
    expect(() => picked({ includeSchemas: ['z'] })).toThrow('there is no schema "z" in the archive');
  });

  it('rows are found without their tables, as sets of rows alone have them', () => {
    const alone = [tRows!, oddRows!, set];
    expect(picked({ includeRelations: ['s.t'] }, alone)).toEqual([tRows]);
    expect(picked({ excludeRelations: ['s.t', 's.q'] }, alone)).toEqual([oddRows]);
  });
});
