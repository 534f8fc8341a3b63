import { describe, expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import type { UniqueConflict } from '../../src/rewrite/distribution/choice.ts';
import { wishOf, type Wish } from '../../src/rewrite/distribution/wishes.ts';
import { noPreferences } from '../../src/rewrite/preferences.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

type Given = readonly [desc: string, tag: string, definition: string];

function distributed(
  given: readonly Given[],
  uniqueConflict: UniqueConflict | null = null,
  wishes: readonly Wish[] = [],
) {
  const entries = given.map(([desc, tag, definition], i) =>
    entryOf({
      dumpId: i + 1,
      namespace: 's',
      desc,
      tag,
      definition: `${definition};\n`,
      dropStatement: desc === 'CONSTRAINT' ? `ALTER TABLE ONLY s.t DROP CONSTRAINT ${tag};\n` : null,
    }),
  );
  const told: Diagnostic[] = [];
  const reporter = { ...silentReporter, diagnostic: (each: Diagnostic) => void told.push(each) };
  const { entries: said, undecided } = rewriteEntries(entries, targets.greenplum7, reporter, {
    preferences: { ...noPreferences, uniqueConflict, wishes },
    bytesOf: ({ definition }) => Number(/^-- (\d+)/.exec(definition ?? '')?.[1] ?? 0),
  });
  const definitionOf = (tag: string, desc = 'TABLE'): string | null =>
    said.find((entry: TocEntry) => entry.tag === tag && entry.desc === desc)?.definition ?? null;
  /** How a table is distributed. */
  const clauseOf = (tag: string, desc = 'TABLE'): string | undefined =>
    /DISTRIBUTED.*(?=;)/.exec(definitionOf(tag, desc) ?? '')?.[0];
  const notes = told.filter(({ subject }) => subject !== null).map(({ subject, message }) => `${subject}: ${message}`);
  return { clauseOf, definitionOf, undecided, notes, said, told };
}

const table = (tag: string, columns: string, tail = ''): Given => [
  'TABLE',
  tag,
  `CREATE TABLE s.${tag} (${columns})${tail}`,
];
const key = (name: string, of: string, words: string): Given => [
  'CONSTRAINT',
  name,
  `ALTER TABLE ONLY s.${of}\n    ADD CONSTRAINT ${name} ${words}`,
];
const index = (name: string, of: string, words: string): Given => [
  'INDEX',
  name,
  `CREATE UNIQUE INDEX ${name} ON s.${of} USING btree ${words}`,
];

describe('a table without a clause of its own is distributed', () => {
  it.each<readonly [string, readonly Given[], string]>([
    ['randomly where nothing is unique', [table('t', 'a integer')], 'DISTRIBUTED RANDOMLY'],
    [
      'by its primary key',
      [table('t', 'v text, id integer'), key('k', 't', 'PRIMARY KEY (id)')],
      'DISTRIBUTED BY (id)',
    ],
    [
      'by what all its keys have, in the order of the primary key',
      [
        table('t', 'a integer, b integer, c integer'),
        key('u', 't', 'UNIQUE (a, b, c)'),
        key('k', 't', 'PRIMARY KEY (c, b)'),
        index('i', 't', '(b, lower(a), c DESC)'),
      ],
      'DISTRIBUTED BY (c, b)',
    ],
    ['by a quoted name', [table('t', '"Id" integer'), key('k', 't', 'PRIMARY KEY ("Id")')], 'DISTRIBUTED BY ("Id")'],
    [
      'not by generated columns nor by types without a hash function',
      [
        table('t', 'a integer GENERATED ALWAYS AS ((b + 1)) STORED, p money, b integer GENERATED ALWAYS AS IDENTITY'),
        key('k', 't', 'PRIMARY KEY (a, p, b)'),
      ],
      'DISTRIBUTED BY (b)',
    ],
    [
      'by a domain as by its type',
      [
        ['DOMAIN', 'code', 'CREATE DOMAIN s.code AS character varying(8) NOT NULL'],
        table('t', 'a s.code'),
        key('k', 't', 'PRIMARY KEY (a)'),
      ],
      'DISTRIBUTED BY (a)',
    ],
    [
      'by what an exclusion constraint compares by =',
      [table('t', 'room integer, during tsrange'), key('x', 't', 'EXCLUDE USING gist (room WITH =, during WITH &&)')],
      'DISTRIBUTED BY (room)',
    ],
    [
      'as what it inherits from, where it has no key of its own',
      [
        table('p', 'a integer, b integer'),
        table('t', 'c integer', '\nINHERITS (s.p)'),
        key('k', 'p', 'PRIMARY KEY (b)'),
      ],
      'DISTRIBUTED BY (b)',
    ],
    [
      'as it says itself',
      [table('t', 'a integer', ' DISTRIBUTED REPLICATED'), key('k', 't', 'PRIMARY KEY (a)')],
      'DISTRIBUTED REPLICATED',
    ],
  ])('%s', (_, given, clause) => {
    expect(distributed(given).clauseOf('t')).toBe(clause);
  });

  it('as all partitions of its tree are, whatever the order of their columns', () => {
    const { clauseOf } = distributed([
      table('t', 'id integer, d date', '\nPARTITION BY RANGE (d)'),
      table('p1', 'd date, id integer'),
      table('p2', 'id integer, d date', '\nPARTITION BY RANGE (d)'),
      table('p21', 'id integer, d date'),
      ['TABLE ATTACH', 'p1', 'ALTER TABLE ONLY s.t ATTACH PARTITION s.p1 DEFAULT'],
      ['TABLE ATTACH', 'p2', 'ALTER TABLE ONLY s.t ATTACH PARTITION s.p2 FOR VALUES FROM (1) TO (2)'],
      ['TABLE ATTACH', 'p21', 'ALTER TABLE ONLY s.p2 ATTACH PARTITION s.p21 DEFAULT'],
      key('k', 't', 'PRIMARY KEY (id, d)'),
      key('k21', 'p21', 'PRIMARY KEY (id)'),
    ]);
    expect(['t', 'p1', 'p2', 'p21'].map((tag) => clauseOf(tag))).toEqual(Array(4).fill('DISTRIBUTED BY (id)'));
  });

  it('beside the rows of the largest table whose distribution key its foreign keys join it to', () => {
    const data = (tag: string, bytes: number): Given => ['TABLE DATA', tag, `-- ${bytes}`];
    const foreign = (name: string, columns: string, to: string): Given => [
      'FK CONSTRAINT',
      `fact ${name}`,
      `ALTER TABLE ONLY s.fact\n    ADD CONSTRAINT ${name} FOREIGN KEY (${columns}) REFERENCES ${to}`,
    ];
    const given = (small: number, large: number): readonly Given[] => [
      table('fact', 'a integer, b integer, c integer'),
      table('small', 'id integer, x integer'),
      table('large', 'id integer, x integer'),
      data('small', small),
      data('large', large),
      key('k1', 'small', 'PRIMARY KEY (id)'),
      key('k2', 'large', 'PRIMARY KEY (x, id)'),
      foreign('f1', 'a', 's.small(id)'),
      foreign('f2', 'b, c', 's.large(id, x)'),
      foreign('f3', 'a', 's.elsewhere(id)'),
    ];
    expect(distributed(given(1, 2)).clauseOf('fact')).toBe('DISTRIBUTED BY (c, b)');
    expect(distributed(given(2, 1)).clauseOf('fact')).toBe('DISTRIBUTED BY (a)');
  });

  it('as a materialized view by its unique index', () => {
    const { definitionOf } = distributed([
      ['MATERIALIZED VIEW', 'mv', 'CREATE MATERIALIZED VIEW s.mv AS\n SELECT 1 AS a\n  WITH NO DATA'],
      index('i', 'mv', '(a)'),
    ]);
    expect(definitionOf('mv', 'MATERIALIZED VIEW')).toBe(
      'CREATE MATERIALIZED VIEW s.mv AS\n SELECT 1 AS a\n  WITH NO DATA DISTRIBUTED BY (a);\n',
    );
  });
});

it('distributes a table of a type by what that is made of', () => {
  const { definitionOf } = distributed([
    ['TYPE', 'r', 'CREATE TYPE s.r AS (\n\tid integer,\n\tp point,\n\tname text COLLATE "C"\n)'],
    ['TABLE', 't', 'CREATE TABLE s.t OF s.r (\n    name NOT NULL\n)'],
    ['TABLE', 'u', 'CREATE TABLE s.u OF s.r'],
    key('k', 't', 'PRIMARY KEY (id, p, name)'),
  ]);
  expect(definitionOf('t')).toBe('CREATE TABLE s.t OF s.r (\n    name NOT NULL\n) DISTRIBUTED BY (id, name);\n');
  expect(definitionOf('u')).toBe('CREATE TABLE s.u OF s.r DISTRIBUTED RANDOMLY;\n');
});

describe('unique keys without a column in common', () => {
  const conflict: readonly Given[] = [
    table('t', 'id integer, mail text, code text'),
    table('child', 'a integer, m text'),
    key('k', 't', 'PRIMARY KEY (id)'),
    key('u', 't', 'UNIQUE (mail)'),
    index('i', 't', '(lower(code))'),
    ['FK CONSTRAINT', 'child f', 'ALTER TABLE ONLY s.child\n    ADD CONSTRAINT f FOREIGN KEY (m) REFERENCES s.t(mail)'],
    ['FK CONSTRAINT', 'child g', 'ALTER TABLE ONLY s.child\n    ADD CONSTRAINT g FOREIGN KEY (a) REFERENCES s.t(id)'],
  ];

  it('wait for somebody to decide', () => {
    expect(distributed(conflict).undecided).toEqual([
      { subject: 'table "s.t"', keys: 'primary key (id), unique constraint (mail), unique index (…)' },
    ]);
  });

  it('are all kept where each segment has all rows', () => {
    const { clauseOf, undecided, notes, said } = distributed(conflict, 'replicate');
    expect(clauseOf('t')).toBe('DISTRIBUTED REPLICATED');
    expect(undecided).toEqual([]);
    expect(said).toHaveLength(conflict.length);
    expect(notes).toEqual(['table "s.t": DISTRIBUTED REPLICATED: its unique keys have no column in common']);
  });

  it('still wait where they are of a materialized view, which could not be refreshed', () => {
    const view: Given = ['MATERIALIZED VIEW', 'm', 'CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS a, 2 AS b'];
    const { undecided } = distributed([view, index('i', 'm', '(a)'), index('j', 'm', '(b)')], 'replicate');
    expect(undecided).toEqual([{ subject: 'materialized view "s.m"', keys: 'unique index (a), unique index (b)' }]);
  });

  it('become plain indexes but for one', () => {
    const { clauseOf, definitionOf, notes } = distributed(conflict, 'demote');
    expect(clauseOf('t')).toBe('DISTRIBUTED BY (id)');
    expect(definitionOf('k', 'CONSTRAINT')).toContain('PRIMARY KEY (id)');
    expect(definitionOf('u', 'CONSTRAINT')).toBe('CREATE INDEX u ON s.t USING btree (mail);\n');
    expect(definitionOf('i', 'INDEX')).toBe('CREATE INDEX i ON s.t USING btree (lower(code));\n');
    const reason = 'a plain index: rows are not spread by columns of it, so that no segment could hold to it';
    expect(notes).toEqual([
      `constraint "s.u": ${reason}`,
      `index "s.i": ${reason}`,
      'fk constraint "s.child f": left out: the key that it refers to is left out',
    ]);
  });

  it('are dropped, commented on and clustered by as the plain indexes that they are', () => {
    const [name, text] = ['CONSTRAINT', 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT u UNIQUE (mail)'];
    const rest = 'ALTER TABLE s.t CLUSTER ON u;\n\n\nALTER TABLE ONLY s.t REPLICA IDENTITY USING INDEX u';
    const given = conflict.map((each): Given => (each[1] === 'u' ? [name, 'u', `${text};\n\n\n${rest}`] : each));
    const comment: Given = ['COMMENT', 'CONSTRAINT u ON t', "COMMENT ON CONSTRAINT u ON s.t IS 'why'"];
    const { definitionOf, said } = distributed([...given, comment], 'demote');
    const demoted = said.find(({ tag, desc }) => tag === 'u' && desc === 'CONSTRAINT');
    expect(demoted?.dropStatement).toBe('DROP INDEX s.u;\n');
    expect(demoted?.definition?.trimEnd()).toBe(
      'CREATE INDEX u ON s.t USING btree (mail);\n\n\nALTER TABLE s.t CLUSTER ON u;',
    );
    expect(definitionOf('CONSTRAINT u ON t', 'COMMENT')).toBe("COMMENT ON INDEX s.u IS 'why';\n");
    expect(distributed([...given, comment], 'drop').definitionOf('CONSTRAINT u ON t', 'COMMENT')).toBeNull();
  });

  it('are left out but for one', () => {
    const { definitionOf, said } = distributed(conflict, 'drop');
    expect(said.map(({ tag }) => tag)).toEqual(['t', 'child', 'k', 'child g']);
    expect(definitionOf('child g', 'FK CONSTRAINT')).toContain('REFERENCES s.t(id)');
  });
});

describe('what the user wants', () => {
  const given: readonly Given[] = [
    table('orders', 'id integer, customer integer, "Day" date'),
    table('child', 'x integer', '\nINHERITS (s.orders)'),
    table('said', 'a integer, b integer', ' DISTRIBUTED BY (a)'),
    table('other', 'a integer'),
    key('k', 'orders', 'PRIMARY KEY (id, customer)'),
  ];
  it('is told where it fits no table, or but a partition', () => {
    const attach: Given = ['TABLE ATTACH', 'p1', 'ALTER TABLE ONLY s.p ATTACH PARTITION s.p1 FOR VALUES IN (1)'];
    const parts = [table('p', 'a integer', ' PARTITION BY LIST (a)'), table('p1', 'a integer'), attach];
    const wishes = ['order', 's.o*', 's.p1'].map((pattern) => wishOf(pattern, 'randomly'));
    expect(distributed([...given, ...parts], null, wishes).told.map(({ message }) => message)).toEqual([
      'the archive has no table "order" that the distribution map could say something of',
      '"s.p1" of the distribution map is a partition, which is distributed as its table is',
    ]);
  });

  const clauses = (...wishes: readonly (readonly [string, string])[]) => {
    const read = wishes.map(([pattern, words]) => wishOf(pattern, words));
    const { clauseOf, undecided } = distributed(given, null, read);
    return { clauses: ['orders', 'child', 'said', 'other'].map((tag) => clauseOf(tag)), undecided };
  };

  it('comes before keys, before parents and before what the archive says; the first that fits counts', () => {
    const wishes = [
      ['s.ord*', 'by (customer)'],
      ['s.said', 'randomly'],
      ['child', 'by (x)'],
      ['*', 'replicated'],
    ] as const;
    expect(clauses(...wishes)).toEqual({
      clauses: ['DISTRIBUTED BY (customer)', 'DISTRIBUTED BY (x)', 'DISTRIBUTED RANDOMLY', 'DISTRIBUTED REPLICATED'],
      undecided: [],
    });
  });

  it('fits a name in any schema where it has no dot, and children follow their parents', () => {
    expect(clauses(['order?', 'BY (customer, id)']).clauses).toEqual([
      'DISTRIBUTED BY (customer, id)',
      'DISTRIBUTED BY (customer, id)',
      'DISTRIBUTED BY (a)',
      'DISTRIBUTED RANDOMLY',
    ]);
  });

  it.each([
    ['parents', 'child'],
    ['children', 'orders'],
  ])('is refused where a table with %s is to be replicated', (_, tag) => {
    expect(() => clauses([tag, 'replicated'])).toThrow(
      `the distribution map has table "s.${tag}" replicated, which is a materialized view or has partitions, parents or children`,
    );
  });

  it('does not cost a key unless that was allowed', () => {
    const wishes = [wishOf('orders', 'by ("Day")')];
    expect(distributed(given, null, wishes).undecided).toHaveLength(1);
    expect(distributed(given, 'replicate', wishes).undecided).toHaveLength(1);
    const { clauseOf, definitionOf } = distributed(given, 'demote', wishes);
    expect(clauseOf('orders')).toBe('DISTRIBUTED BY ("Day")');
    expect(definitionOf('k', 'CONSTRAINT')).toBe('CREATE INDEX k ON s.orders USING btree (id, customer);\n');
  });

  it('is refused where it names a column that there is not', () => {
    expect(() => distributed(given, null, [wishOf('orders', 'by (day)')])).toThrow(
      'the distribution map names column "day", which table "s.orders" does not have',
    );
  });

  it('is refused where it names a column that is computed from others', () => {
    const computed = [table('t', 'a integer, b integer GENERATED ALWAYS AS ((a * 2)) STORED')];
    expect(() => distributed(computed, null, [wishOf('t', 'by (b)')])).toThrow(
      'the distribution map names column "b" of table "s.t", which is computed from others',
    );
  });

  it.each(['by', 'by ()', 'by (a b)', 'random', 'randomly please', 'by (a), b'])('is refused as %j', (words) => {
    expect(() => wishOf('t', words)).toThrow(`invalid distribution "${words}" for "t"`);
  });
});

describe('keys that CREATE TABLE itself says', () => {
  const both = table('t', 'a integer PRIMARY KEY, b integer CONSTRAINT ub UNIQUE, c text, CONSTRAINT uc UNIQUE (b, c)');

  it('decide where rows are', () => {
    expect(distributed([table('t', 'v text, id integer NOT NULL PRIMARY KEY')]).clauseOf('t')).toBe(
      'DISTRIBUTED BY (id)',
    );
    expect(distributed([table('t', 'a int, b int, UNIQUE (b, a), PRIMARY KEY (b)')]).clauseOf('t')).toBe(
      'DISTRIBUTED BY (b)',
    );
  });

  it('want a decision where they have no column in common', () => {
    expect(distributed([both]).undecided).toMatchObject([{ subject: 'table "s.t"' }]);
  });

  it('become plain indexes where they are not served, or go', () => {
    expect(distributed([both], 'demote').definitionOf('t'))
      .toBe(`CREATE TABLE s.t (a integer PRIMARY KEY, b integer, c text) DISTRIBUTED BY (a);

CREATE INDEX ub ON s.t USING btree (b);

CREATE INDEX uc ON s.t USING btree (b, c);
`);
    expect(distributed([both], 'drop').definitionOf('t')).toBe(
      'CREATE TABLE s.t (a integer PRIMARY KEY, b integer, c text) DISTRIBUTED BY (a);\n',
    );
  });
});
