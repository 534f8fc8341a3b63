import { describe, expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import { noPreferences } from '../../src/rewrite/preferences.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { storageOf } from '../../src/rewrite/storage/storage.ts';
import { targets, type TargetName } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

interface Wanted {
  readonly storage?: string;
  readonly wishes?: Readonly<Record<string, string>>;
}

/** What becomes of an archive that is for its own engine: nothing but what is wanted of it. */
function stored(target: TargetName, entries: readonly Partial<TocEntry>[], { storage, wishes = {} }: Wanted) {
  const told: Diagnostic[] = [];
  const reporter = { ...silentReporter, diagnostic: (each: Diagnostic) => void told.push(each) };
  const preferences = {
    ...noPreferences,
    storage: storage === undefined ? null : storageOf(storage),
    storageWishes: Object.entries(wishes).map(([pattern, words]) => ({ pattern, storage: storageOf(words) })),
  };
  const wording = { ...targets[target], rules: [], spreads: null };
  const rewrite = (from: readonly TocEntry[]): readonly TocEntry[] =>
    rewriteEntries(from, wording, reporter, { preferences }).entries;
  const once = rewrite(entries.map((entry, i) => entryOf({ dumpId: i + 1, namespace: 's', ...entry })));
  const notes = told.filter(({ subject }) => subject !== null).map(({ subject, message }) => `${subject}: ${message}`);
  expect(rewrite(once)).toEqual(once);
  const of = (tag: string): TocEntry | undefined => once.find((entry) => entry.tag === tag);
  return { textOf: (tag: string) => of(tag)?.definition, methodOf: (tag: string) => of(tag)?.tableAccessMethod, notes };
}

const table = (tag: string, definition: string, tableAccessMethod: string | null = null): Partial<TocEntry> => ({
  desc: 'TABLE',
  tag,
  definition,
  tableAccessMethod,
});
const plain = (tag: string): Partial<TocEntry> =>
  table(tag, `CREATE TABLE s.${tag} (\n    a integer\n)\nDISTRIBUTED BY (a);\n`, 'heap');

describe('tables are stored as a user wants', () => {
  it('by options in Greenplum 6', () => {
    const { textOf } = stored('greenplum6', [plain('t')], { storage: 'ao_column:zstd:5' });
    expect(textOf('t')).toBe(
      'CREATE TABLE s.t (\n    a integer\n)\n' +
        'WITH (appendonly=true, orientation=column, compresstype=zstd, compresslevel=5) DISTRIBUTED BY (a);\n',
    );
  });

  it('by the access method in Greenplum 7', () => {
    const { textOf, methodOf } = stored('greenplum7', [plain('t'), plain('u')], { storage: 'ao_column:zstd:5' });
    expect(textOf('t')).toBe(
      'CREATE TABLE s.t (\n    a integer\n)\nWITH (compresstype=zstd, compresslevel=5) DISTRIBUTED BY (a);\n',
    );
    expect([methodOf('t'), methodOf('u')]).toEqual(['ao_column', 'ao_column']);
  });

  it.each<readonly [string, TargetName, string, string, string]>([
    [
      'keeps other options, but those of heaps',
      'greenplum6',
      "(a int)\nWITH (fillfactor='70', autovacuum_enabled=false) DISTRIBUTED BY (a)",
      'ao_row',
      '(a int)\nWITH (appendonly=true, autovacuum_enabled=false) DISTRIBUTED BY (a)',
    ],
    [
      'keeps how it is compressed where nothing is said of that',
      'greenplum6',
      "(a int)\nWITH (appendonly='true', compresstype=zlib, blocksize='65536') DISTRIBUTED BY (a)",
      'ao_column',
      "(a int)\nWITH (appendonly=true, orientation=column, compresstype=zlib, blocksize='65536') DISTRIBUTED BY (a)",
    ],
    [
      'makes a heap of it without a clause',
      'greenplum6',
      "(a int)\nWITH (appendonly='true', compresstype=zlib) DISTRIBUTED BY (a)",
      'heap',
      '(a int) DISTRIBUTED BY (a)',
    ],
    [
      'leaves alone what is stored so',
      'greenplum6',
      "(a int)\nWITH (appendoptimized='true', compresslevel='1', compresstype=zlib) DISTRIBUTED BY (a)",
      'ao_row:zlib',
      "(a int)\nWITH (appendoptimized='true', compresslevel='1', compresstype=zlib) DISTRIBUTED BY (a)",
    ],
    [
      'says it ahead of how rows are distributed, of a query too',
      'greenplum7',
      '(a int)\nPARTITION BY RANGE (a) DISTRIBUTED BY (a)',
      'ao_row:zlib:3',
      '(a int)\nPARTITION BY RANGE (a) WITH (compresstype=zlib, compresslevel=3) DISTRIBUTED BY (a)',
    ],
    [
      'says it of each partition',
      'greenplum7',
      "(a int)\n DISTRIBUTED BY (a) PARTITION BY RANGE(a)\n (PARTITION x START (1) END (2) WITH (tablename='t_1_prt_x', appendonly='false' ))",
      'ao_column:zstd:3',
      '(a int)\n WITH (appendonly=true, orientation=column, compresstype=zstd, compresslevel=3) DISTRIBUTED BY (a) PARTITION BY RANGE(a)\n' +
        " (PARTITION x START (1) END (2) WITH (tablename='t_1_prt_x', appendonly=true, orientation=column, compresstype=zstd, compresslevel=3))",
    ],
  ])('%s', (_, target, before, storage, after) => {
    const { textOf, notes } = stored(target, [table('t', `CREATE TABLE s.t ${before};\n`)], { storage });
    expect(textOf('t')).toBe(`CREATE TABLE s.t ${after};\n`);
    expect(notes).toEqual([]);
  });

  it('one by one, a partition as its table unless it has a wish ahead of that', () => {
    const attach = (part: string): Partial<TocEntry> => ({
      desc: 'TABLE ATTACH',
      tag: part,
      definition: `ALTER TABLE ONLY s.p ATTACH PARTITION s.${part} FOR VALUES IN (1);\n`,
    });
    const { methodOf } = stored(
      'greenplum7',
      [plain('p'), plain('p_old'), plain('p_new'), plain('t'), attach('p_old'), attach('p_new')],
      {
        wishes: { 's.p_new': 'heap', 's.p': 'ao_column', '*': 'ao_row' },
      },
    );
    expect(['p', 'p_old', 'p_new', 't'].map(methodOf)).toEqual(['ao_column', 'ao_column', 'heap', 'ao_row']);
    const global = stored('greenplum7', [plain('p'), plain('p_old'), attach('p_old')], { wishes: { p: 'ao_column' } });
    expect(global.methodOf('p_old')).toBe('ao_column');
  });

  it('of which an archive says nothing, they are heaps: a restore would take what the table ahead has', () => {
    const { methodOf } = stored(
      'greenplum7',
      [plain('t'), table('r', 'CREATE TABLE s.r (a int)\nPARTITION BY LIST (a);\n')],
      {
        wishes: { t: 'ao_row' },
      },
    );
    expect(methodOf('r')).toBe('heap');
  });

  it('materialized views as well', () => {
    const view = {
      desc: 'MATERIALIZED VIEW',
      tag: 'm',
      definition: 'CREATE MATERIALIZED VIEW s.m AS\n SELECT 1 AS a\n  WITH NO DATA\nDISTRIBUTED RANDOMLY;\n',
    };
    expect(stored('greenplum6', [view], { storage: 'ao_row' }).textOf('m')).toBe(
      'CREATE MATERIALIZED VIEW s.m WITH (appendonly=true) AS\n SELECT 1 AS a\n  WITH NO DATA\nDISTRIBUTED RANDOMLY;\n',
    );
  });

  it('whose columns lose an ENCODING of their own, and says so', () => {
    const encoded = table(
      't',
      'CREATE TABLE s.t (\n    a integer,\n    COLUMN a ENCODING (compresstype=zlib)\n)\nDISTRIBUTED BY (a);\n',
      'ao_column',
    );
    expect(stored('greenplum7', [encoded], { storage: 'ao_column' }).notes).toEqual([]);
    const { textOf, notes } = stored('greenplum7', [encoded], { storage: 'ao_column:zstd' });
    expect(textOf('t')).toBe(
      'CREATE TABLE s.t (\n    a integer\n)\nWITH (compresstype=zstd, compresslevel=1) DISTRIBUTED BY (a);\n',
    );
    expect(notes).toEqual(['table "s.t": its columns have no ENCODING of their own, but are stored as the table is']);
  });
});

const key = {
  desc: 'CONSTRAINT',
  tag: 't k',
  definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (a);\n',
};
const trigger = {
  desc: 'TRIGGER',
  tag: 't tr',
  definition: 'CREATE TRIGGER tr BEFORE INSERT OR UPDATE ON s.t FOR EACH ROW EXECUTE PROCEDURE s.f();\n',
};
const child = table('c', 'CREATE TABLE s.c (\n)\nINHERITS (s.t) DISTRIBUTED BY (a);\n');

describe('a table stays as it is, and it is said why,', () => {
  it.each<readonly [string, TargetName, Partial<TocEntry>, string, string | null]>([
    ['unique keys in 6', 'greenplum6', key, 'ao_row', 'append-optimized tables of the target have no unique keys (k)'],
    ['which 7 has', 'greenplum7', key, 'ao_row', null],
    ['triggers', 'greenplum7', trigger, 'ao_row', 'append-optimized tables have no triggers for changed rows (t tr)'],
    [
      'heirs in 6',
      'greenplum6',
      child,
      'ao_column',
      'tables that are stored by columns neither inherit nor are inherited from',
    ],
    ['which rows may have', 'greenplum6', child, 'ao_row', null],
  ])('%s', (_, target, beside, storage, reason) => {
    const { notes } = stored(target, [plain('t'), beside], { wishes: { t: storage } });
    expect(notes).toEqual(reason === null ? [] : [`table "s.t": not stored as ${storage}: ${reason}`]);
  });

  it('as do tables of a type in 6, by columns', () => {
    const typed = table('o', 'CREATE TABLE s.o OF s.addr (\n    no WITH OPTIONS NOT NULL\n) DISTRIBUTED BY (no);\n');
    expect(stored('greenplum6', [typed], { storage: 'ao_column' }).notes[0]).toContain('tables of a type');
    expect(stored('greenplum6', [typed], { storage: 'ao_row' }).textOf('o')).toContain('WITH (appendonly=true)');
  });

  it('as do materialized views with an index, which the engine cannot refresh', () => {
    const view = {
      desc: 'MATERIALIZED VIEW',
      tag: 'm',
      definition: 'CREATE MATERIALIZED VIEW s.m AS\n SELECT 1 AS a;\n',
    };
    const index = { desc: 'INDEX', tag: 'i', definition: 'CREATE INDEX i ON s.m USING btree (a);\n' };
    expect(stored('greenplum7', [view, index], { storage: 'ao_row' }).notes[0]).toContain('cannot refresh');
  });
});

it('does not cluster what is append-optimized in Greenplum 6', () => {
  const index = {
    desc: 'INDEX',
    tag: 'i',
    definition: 'CREATE INDEX i ON s.t USING btree (a);\n\nALTER TABLE s.t CLUSTER ON i;\n',
  };
  const { textOf, notes } = stored('greenplum6', [plain('t'), index], { storage: 'ao_row' });
  expect(textOf('i')).toBe('CREATE INDEX i ON s.t USING btree (a);\n');
  expect(notes).toHaveLength(1);
});

it.each([
  'lz4',
  'heap:zlib',
  'ao_row:lz4',
  'ao_row:rle_type',
  'ao_row:zstd:20',
  'ao_row:zlib:0',
  'ao_column:none:1',
  'ao_column:zstd:x',
  'ao_column:zstd:1:2',
])('refuses the storage %s', (words) => {
  expect(() => storageOf(words)).toThrow(`invalid storage "${words}"`);
});

it('refuses what an engine does not have', () => {
  expect(() => stored('postgresql', [], { storage: 'heap' })).toThrow('PostgreSQL has one way to store tables');
  expect(() => stored('greenplum7', [], { wishes: { t: 'ao_row:quicklz' } })).toThrow('the target has no quicklz');
});
