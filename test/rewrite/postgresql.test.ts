import { describe, expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

function rewritten(given: Partial<TocEntry>) {
  const told: Diagnostic[] = [];
  const reporter = { diagnostic: (each: Diagnostic) => void told.push(each), verbose: () => {}, progress: () => {} };
  const entries = [entryOf({ dumpId: 1, namespace: 's', ...given })];
  const { entries: said } = rewriteEntries(entries, targets.postgresql, reporter);
  return { said, becomes: said[0]?.definition ?? null, notes: told.map(({ message }) => message) };
}

/** Description, kind, text, what it becomes (null: nothing), what is told. */
const cases: readonly (readonly [string, string, string, string | null, readonly string[]])[] = [
  [
    'a table without distribution, storage and encodings',
    'TABLE',
    `CREATE TABLE s.t (
    a integer DEFAULT 1 ENCODING (compresstype=zlib,compresslevel=1),
    "encoding" text,
    COLUMN a ENCODING (compresstype=zlib),
    COLUMN "encoding" ENCODING (compresstype=none)
)
WITH (appendonly='true', orientation='column', fillfactor=70)
 DISTRIBUTED BY (a);\n`,
    `CREATE TABLE s.t (
    a integer DEFAULT 1,
    "encoding" text
)
WITH (fillfactor=70);\n`,
    [],
  ],
  [
    'a table of a type without its distribution',
    'TABLE',
    'CREATE TABLE s.t OF s.type (\n    a NOT NULL\n) DISTRIBUTED RANDOMLY;\n',
    'CREATE TABLE s.t OF s.type (\n    a NOT NULL\n);\n',
    [],
  ],
  [
    'partitions at every level, and bounds as PostgreSQL has them',
    'TABLE',
    `CREATE TABLE s.t (
    d date,
    r text
)
WITH (appendonly='true')
 DISTRIBUTED BY (d) PARTITION BY RANGE(d)
          SUBPARTITION BY LIST(r)
          (
          PARTITION a END ('2020-06-30'::date) INCLUSIVE WITH (tablename='t_a') (SUBPARTITION u VALUES('u', NULL) WITH (tablename='t_a_u')),
          START ('2021-01-01'::date) EXCLUSIVE WITH (tablename='Odd') (DEFAULT SUBPARTITION o),
          DEFAULT PARTITION x  WITH (tablename='t_x') (DEFAULT SUBPARTITION o WITH (tablename='t_x_o'))
          );
 ALTER TABLE s.t_x_o SET SCHEMA other;
 ALTER TABLE s.t SET SUBPARTITION TEMPLATE (DEFAULT SUBPARTITION o);\n`,
    `CREATE TABLE s.t (
    d date,
    r text
) PARTITION BY RANGE (d);
CREATE TABLE s.t_a PARTITION OF s.t FOR VALUES FROM (MINVALUE) TO (('2020-06-30'::date + 1)) PARTITION BY LIST (r);
CREATE TABLE s.t_a_u PARTITION OF s.t_a FOR VALUES IN ('u', NULL);
CREATE TABLE s."Odd" PARTITION OF s.t FOR VALUES FROM (('2021-01-01'::date + 1)) TO (MAXVALUE) PARTITION BY LIST (r);
CREATE TABLE s."Odd_2_prt_o" PARTITION OF s."Odd" DEFAULT;
CREATE TABLE s.t_x PARTITION OF s.t DEFAULT PARTITION BY LIST (r);
CREATE TABLE s.t_x_o PARTITION OF s.t_x DEFAULT;

 ALTER TABLE s.t_x_o SET SCHEMA other;\n`,
    ['without subpartition templates, which PostgreSQL does not have'],
  ],
  [
    'a materialized view without its distribution, its medians in SQL',
    'MATERIALIZED VIEW',
    'CREATE MATERIALIZED VIEW s.v AS\n SELECT MEDIAN((o.a + 1)) AS m\n   FROM s.o\n  WITH NO DATA\n DISTRIBUTED RANDOMLY;\n',
    'CREATE MATERIALIZED VIEW s.v AS\n SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY (o.a + 1)) AS m\n   FROM s.o\n  WITH NO DATA;\n',
    [],
  ],
  [
    'a bitmap index as a btree',
    'INDEX',
    'CREATE INDEX bitmap ON s.t USING bitmap (a);\n',
    'CREATE INDEX bitmap ON s.t USING btree (a);\n',
    ['a btree, since PostgreSQL has no bitmap indexes'],
  ],
  [
    'a function that says where it runs, and what it sets of Greenplum',
    'FUNCTION',
    `CREATE FUNCTION s.f() RETURNS SETOF integer\n    LANGUAGE sql CONTAINS SQL EXECUTE ON ALL SEGMENTS\n    SET optimizer TO 'off'\n    SET work_mem TO '8MB'\n    AS 'select 1';\n`,
    `CREATE FUNCTION s.f() RETURNS SETOF integer\n    LANGUAGE sql\n    SET work_mem TO '8MB'\n    AS 'select 1';\n`,
    ['runs in the one server there is', 'does not set optimizer, which the target does not have'],
  ],
  [
    'a foreign table without the place where it is read',
    'FOREIGN TABLE',
    "CREATE FOREIGN TABLE s.t (\n    a integer\n)\nSERVER f\nOPTIONS (\n    mpp_execute 'all segments',\n    filename '/x, y'\n);\n",
    "CREATE FOREIGN TABLE s.t (\n    a integer\n)\nSERVER f\nOPTIONS (\n    filename '/x, y'\n);\n",
    [],
  ],
  [
    'an aggregate that is safe on replicas',
    'AGGREGATE',
    'CREATE AGGREGATE s.a(integer) (\n    SFUNC = int4pl,\n    STYPE = integer,\n    REPSAFE = true\n);\n',
    'CREATE AGGREGATE s.a(integer) (\n    SFUNC = int4pl,\n    STYPE = integer\n);\n',
    [],
  ],
  ...(
    [
      ['EXTERNAL TABLE', 'CREATE EXTERNAL TABLE s.e (a int) LOCATION (…);\n', 'PostgreSQL has no external tables'],
      [
        'FOREIGN TABLE',
        "CREATE FOREIGN TABLE s.e (\n    a integer\n)\nSERVER gp_exttable_server\nOPTIONS (\n    format 'text'\n);\n",
        'PostgreSQL has no external tables',
      ],
      ['PROTOCOL', 'CREATE PROTOCOL p (readfunc = s.r);\n', 'PostgreSQL has no protocols of external tables'],
      ['EXTENSION', 'CREATE EXTENSION IF NOT EXISTS gp_toolkit;\n', "the extension is Greenplum's own"],
      [
        'FUNCTION',
        "CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE c\n    AS '$libdir/gpextprotocol.so', 'x';\n",
        "its library is Greenplum's own",
      ],
      [
        'VIEW',
        'CREATE VIEW s.v AS\n SELECT t.gp_segment_id\n   FROM s.t;\n',
        'it asks for gp_segment_id, which only Greenplum has',
      ],
    ] as const
  ).map(
    ([desc, text, reason]) =>
      [`no ${desc.toLowerCase()}: ${reason}`, desc, text, null, [`left out: ${reason}`]] as const,
  ),
];

describe('for PostgreSQL there is', () => {
  it('partitions that the clause gives no names to, of a table with quotes and dots in its own', () => {
    const definition = `CREATE TABLE s."a.""b" (d integer) DISTRIBUTED BY (d) PARTITION BY LIST(d) SUBPARTITION BY LIST(d)
          (PARTITION "x.y" VALUES(1) (DEFAULT SUBPARTITION o));\n`;
    expect(rewritten({ desc: 'TABLE', tag: 'a."b', definition }).becomes)
      .toBe(`CREATE TABLE s."a.""b" (d integer) PARTITION BY LIST (d);
CREATE TABLE s."a.""b_1_prt_x.y" PARTITION OF s."a.""b" FOR VALUES IN (1) PARTITION BY LIST (d);
CREATE TABLE s."a.""b_1_prt_x.y_2_prt_o" PARTITION OF s."a.""b_1_prt_x.y" DEFAULT;\n\n`);
  });

  it('what needs a type whose storage options, under the same number, are left out', () => {
    const type = { dumpId: 7, namespace: 's', tag: 'ty' };
    const entries = [
      entryOf({ ...type, desc: 'TYPE', definition: 'CREATE TYPE s.ty;\n' }),
      entryOf({ ...type, desc: 'TYPE STORAGE OPTIONS', definition: 'ALTER TYPE s.ty SET DEFAULT ENCODING (a=b);\n' }),
      entryOf({ dumpId: 8, desc: 'TABLE', tag: 't', definition: 'CREATE TABLE s.t (a s.ty);\n', dependencies: [7] }),
    ];
    const { entries: said } = rewriteEntries(entries, targets.postgresql, silentReporter);
    expect(said.map(({ desc }) => desc)).toEqual(['TYPE', 'TABLE']);
  });

  it.each(cases)('%s', (_, desc, definition, becomes, notes) => {
    const result = rewritten({ desc, tag: 't', definition });
    expect(result.becomes).toBe(becomes);
    expect(result.notes).toEqual(notes);
    // Done again it changes nothing.
    for (const entry of result.said) expect(rewritten(entry)).toMatchObject({ becomes, notes: [] });
  });

  it('a heap where tables were append-optimized', () => {
    const { said } = rewritten({
      desc: 'TABLE',
      tag: 't',
      tableAccessMethod: 'ao_column',
      definition: 'CREATE TABLE s.t (a int);\n',
    });
    expect(said[0]?.tableAccessMethod).toBe('heap');
  });
});
