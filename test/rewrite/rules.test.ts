import { describe, expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import { rewriteEntries } from '../../src/rewrite/rewrite-entries.ts';
import { targets, type Target, type TargetName } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';
import { multirange, newerCases } from './newer-cases.ts';
import { postgresqlCases } from './postgresql-cases.ts';
import { table, type Case } from './rule-case.ts';
import { greenplum6Cases } from './greenplum6-cases.ts';

/** Without choosing how tables are distributed, which is a matter of its own. */
const rulesOf = (target: TargetName): Target => ({ ...targets[target], spreads: null });

function rewritten(entries: readonly Partial<TocEntry>[], target: TargetName = 'greenplum7') {
  const told: Diagnostic[] = [];
  const reporter = { diagnostic: (each: Diagnostic) => void told.push(each), verbose: () => {}, progress: () => {} };
  const numbered = entries.map((entry, i) => entryOf({ dumpId: i + 1, namespace: 's', ...entry }));
  return { ...rewriteEntries(numbered, rulesOf(target), reporter), told };
}

const partitioned = table(
  'p',
  `CREATE TABLE s.p (id int, k int) DISTRIBUTED BY (id) PARTITION BY RANGE(k)
  (START (1) END (2) EVERY (1) WITH (tablename='p_1_prt_1'), DEFAULT PARTITION d WITH (tablename='p_1_prt_d'));
 ALTER TABLE s.p_1_prt_d SET SCHEMA other;\n`,
);

const mood: Partial<TocEntry> = { desc: 'TYPE', tag: 'mood', definition: "CREATE TYPE s.mood AS ENUM ('a');\n" };

const cases: readonly Case[] = [
  ...postgresqlCases,
  ...newerCases,
  ...greenplum6Cases,
  {
    name: 'takes operator classes of old away',
    entry: table('t', 'CREATE TABLE s.t (a int, b int)\n DISTRIBUTED BY (a cdbhash_int4_ops, b s.own_ops);\n'),
    becomes: 'CREATE TABLE s.t (a int, b int)\n DISTRIBUTED BY (a, b s.own_ops);\n',
    notes: ['rows are spread by the hash functions of today, not by those of Greenplum 5'],
  },
  {
    name: 'keeps the class of a type that has no hash function otherwise',
    entry: table('t', 'CREATE TABLE s.t (a money) DISTRIBUTED BY (a cdbhash_cash_ops);\n'),
    becomes: 'CREATE TABLE s.t (a money) DISTRIBUTED BY (a cdbhash_cash_ops);\n',
    notes: [],
  },
  {
    name: 'spreads by what is left where an enum is a key',
    beside: [mood, { desc: 'DOMAIN', tag: 'dm', definition: 'CREATE DOMAIN s.dm AS s.mood;\n' }],
    entry: table('t', 'CREATE TABLE s.t (e s.dm, f s.mood[], a int) DISTRIBUTED BY (e, f, "a");\n'),
    becomes: 'CREATE TABLE s.t (e s.dm, f s.mood[], a int) DISTRIBUTED BY (f, a);\n',
    notes: ['DISTRIBUTED BY (f, a), since the target spreads no rows by enums (e)'],
  },
  {
    name: 'spreads by a column of the key that stands behind, where an enum was all',
    beside: [
      mood,
      { desc: 'CONSTRAINT', definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (e, id);\n' },
    ],
    entry: table('t', 'CREATE TABLE s.t (id int, e s.mood) DISTRIBUTED BY (e);\n'),
    becomes: 'CREATE TABLE s.t (id int, e s.mood) DISTRIBUTED BY (id);\n',
    notes: ['DISTRIBUTED BY (id), since the target spreads no rows by enums (e)'],
  },
  {
    name: 'replicates where an enum is the whole of a unique key',
    beside: [mood, { desc: 'INDEX', definition: 'CREATE UNIQUE INDEX u ON s.t USING btree (e);\n' }],
    entry: table('t', 'CREATE TABLE s.t (id int, e s.mood) DISTRIBUTED BY (e);\n'),
    becomes: 'CREATE TABLE s.t (id int, e s.mood) DISTRIBUTED REPLICATED;\n',
    notes: ['DISTRIBUTED REPLICATED, since the target spreads no rows by enums (e)'],
  },
  {
    name: 'does not replicate a table with partitions',
    beside: [mood, { desc: 'INDEX', definition: 'CREATE UNIQUE INDEX u ON s.t USING btree (e);\n' }],
    entry: table(
      't',
      'CREATE TABLE s.t (e s.mood, k int) DISTRIBUTED BY (e) PARTITION BY RANGE(k) (START (1) END (2));\n',
    ),
    becomes: 'CREATE TABLE s.t (e s.mood, k int) DISTRIBUTED RANDOMLY PARTITION BY RANGE(k) (START (1) END (2));\n',
    notes: ['DISTRIBUTED RANDOMLY, since the target spreads no rows by enums (e)'],
  },
  {
    name: 'spreads what is written out by no enum either',
    beside: [mood],
    entry: {
      desc: 'EXTERNAL TABLE',
      tag: 't',
      definition:
        "CREATE WRITABLE EXTERNAL TABLE s.t (e s.mood) LOCATION ('gpfdist://h/x') FORMAT 'csv' DISTRIBUTED BY (e);\n",
    },
    becomes:
      "CREATE WRITABLE EXTERNAL TABLE s.t (e s.mood) LOCATION ('gpfdist://h/x') FORMAT 'csv' DISTRIBUTED RANDOMLY;\n",
    notes: ['DISTRIBUTED RANDOMLY, since the target spreads no rows by enums (e)'],
  },
  {
    name: 'lets Cloudberry spread by enums',
    beside: [mood],
    target: 'cloudberry',
    entry: table('t', 'CREATE TABLE s.t (e s.mood) DISTRIBUTED BY (e);\n'),
    becomes: 'CREATE TABLE s.t (e s.mood) DISTRIBUTED BY (e);\n',
    notes: [],
  },
  {
    name: 'makes quicklz zstd wherever it is said',
    entry: table(
      't',
      `CREATE TABLE s.t (a text DEFAULT 'compresstype=quicklz' ENCODING (compresstype=quicklz,compresslevel=1))
WITH (appendonly='true', compresstype='quicklz');\n`,
    ),
    becomes: `CREATE TABLE s.t (a text DEFAULT 'compresstype=quicklz' ENCODING (compresstype=zstd,compresslevel=1))
WITH (appendonly='true', compresstype=zstd);\n`,
    notes: ['compressed by zstd, since the target has no quicklz'],
  },
  {
    name: 'takes options away that were never heeded',
    entry: table('t', `CREATE TABLE s.t (a int)\nWITH (fillfactor='70', appendonly='true') DISTRIBUTED BY (a);\n`),
    becomes: `CREATE TABLE s.t (a int)\nWITH (appendonly='true') DISTRIBUTED BY (a);\n`,
    notes: [],
  },
  {
    name: 'spells out what a partition would otherwise take from its table',
    entry: table(
      't',
      `CREATE TABLE s.t (a int) WITH (appendonly='true', compresstype=zlib, compresslevel='5', blocksize='65536')
 DISTRIBUTED BY (a) PARTITION BY RANGE(a) (
  START (1) END (2) WITH (tablename='t1', appendonly='true' ), START (2) END (3) WITH (tablename='t2', appendonly='true', compresstype=zstd),
  START (3) END (4) WITH (tablename='t3', appendonly='true', orientation='column'), START (4) END (5) WITH (tablename='t4', appendonly='false'));\n`,
    ),
    becomes: `CREATE TABLE s.t (a int) WITH (appendonly='true', compresstype=zlib, compresslevel='5', blocksize='65536')
 DISTRIBUTED BY (a) PARTITION BY RANGE(a) (
  START (1) END (2) WITH (tablename='t1', appendonly='true', compresstype=none, blocksize='32768', compresslevel='0' ), START (2) END (3) WITH (tablename='t2', appendonly='true', compresstype=zstd, blocksize='32768', compresslevel='1'),
  START (3) END (4) WITH (tablename='t3', appendonly='true', orientation='column'), START (4) END (5) WITH (tablename='t4', appendonly='false'));\n`,
    notes: [],
  },
  {
    name: 'goes on to the next value of a numeric, behind END INCLUSIVE and START EXCLUSIVE',
    entry: table(
      't',
      `CREATE TABLE s.t (k numeric(5,2), n numeric) DISTRIBUTED RANDOMLY PARTITION BY RANGE(k) SUBPARTITION BY RANGE(n) (
 START ((-0.01)::numeric(5,2)) EXCLUSIVE END (2.5::numeric(5,2)) INCLUSIVE (START (1) END ('7'::numeric) INCLUSIVE));\n`,
    ),
    becomes: `CREATE TABLE s.t (k numeric(5,2), n numeric) DISTRIBUTED RANDOMLY PARTITION BY RANGE(k) SUBPARTITION BY RANGE(n) (
 START (0.00) END (2.51) (START (1) END (7.000000000000000000000000000001)));\n`,
    notes: [
      'START ((-0.01)::numeric(5,2)) EXCLUSIVE is said as the bound 1e-2 behind it, since the target has no such bound for the type',
      'END (2.5::numeric(5,2)) INCLUSIVE is said as the bound 1e-2 behind it, since the target has no such bound for the type',
      "END ('7'::numeric) INCLUSIVE is said as the bound 1e-30 behind it, since the target has no such bound for the type",
    ],
  },
  {
    name: 'goes on to the next double, single or text, and leaves dates to the server',
    entry: table(
      't',
      `CREATE TABLE s.t (f double precision, r real, x text, d date) PARTITION BY RANGE(f) SUBPARTITION BY RANGE(r) SUBPARTITION BY RANGE(x)
 SUBPARTITION BY RANGE(d) (END (1) INCLUSIVE (END (0::real) INCLUSIVE (END ('it''s'::text) INCLUSIVE (END ('2020-01-01'::date) INCLUSIVE))));\n`,
    ),
    becomes: `CREATE TABLE s.t (f double precision, r real, x text, d date) PARTITION BY RANGE(f) SUBPARTITION BY RANGE(r) SUBPARTITION BY RANGE(x)
 SUBPARTITION BY RANGE(d) (END ('1.0000000000000002') (END ('1.401298464324817e-45') (END (E'it\\'s\\001') (END ('2020-01-01'::date) INCLUSIVE))));\n`,
    notes: [
      'END (1) INCLUSIVE is said as the bound the next value behind it, since the target has no such bound for the type',
      'END (0::real) INCLUSIVE is said as the bound the next value behind it, since the target has no such bound for the type',
      "END ('it''s'::text) INCLUSIVE is said as the bound one character U+0001 behind it, since the target has no such bound for the type",
    ],
  },
  {
    name: 'leaves out a partition that can have no rows',
    entry: table(
      't',
      `CREATE TABLE s.t (d date) PARTITION BY RANGE(d) (
 START ('2020-02-29'::date) EXCLUSIVE END ('2020-03-01'::date) EVERY ('1 day'::interval) WITH (tablename='t_1_prt_1'),
 START ('2020-03-01'::date) END ('2020-03-02'::date) EVERY ('1 day'::interval) WITH (tablename='t_1_prt_2'));\n`,
    ),
    becomes: `CREATE TABLE s.t (d date) PARTITION BY RANGE(d) (
 START ('2020-03-01'::date) END ('2020-03-02'::date) EVERY ('1 day'::interval) WITH (tablename='t_1_prt_2'));\n`,
    notes: [
      "the partition START ('2020-02-29'::date) EXCLUSIVE END ('2020-03-01'::date) is left out, since it can have no rows",
    ],
  },
  {
    name: 'keeps a partition of a type that has values in between',
    entry: table(
      't',
      `CREATE TABLE s.t (k numeric(3,1)) PARTITION BY RANGE(k) (START (1) EXCLUSIVE END (2) WITH (tablename='a'), START (2) END (3) WITH (tablename='b'));\n`,
    ),
    becomes: `CREATE TABLE s.t (k numeric(3,1)) PARTITION BY RANGE(k) (START (1.1) END (2) WITH (tablename='a'), START (2) END (3) WITH (tablename='b'));\n`,
    notes: ['START (1) EXCLUSIVE is said as the bound 1e-1 behind it, since the target has no such bound for the type'],
  },
  {
    name: 'goes on to the next text of one with backslashes, as sessions with other strings write it',
    entry: table('t', `CREATE TABLE s.t (x text) PARTITION BY RANGE(x) (END (E'a\\\\m''x'::text) INCLUSIVE);\n`),
    becomes: `CREATE TABLE s.t (x text) PARTITION BY RANGE(x) (END (E'a\\\\m\\'x\\001'));\n`,
    notes: [
      `END (E'a\\\\m''x'::text) INCLUSIVE is said as the bound one character U+0001 behind it, since the target has no such bound for the type`,
    ],
  },
  {
    name: 'goes on to the next moment where the digits of a second are said, and to the next text that fits',
    entry: table(
      't',
      `CREATE TABLE s.t (m timestamp(3) without time zone, c character(4), v character varying(2)) PARTITION BY RANGE(m) SUBPARTITION BY RANGE(c) SUBPARTITION BY RANGE(v)
 (END ('2020-01-01'::timestamp(3) without time zone) INCLUSIVE (END ('a   '::character(4)) INCLUSIVE (START ('m'::character varying(2)) EXCLUSIVE END ('n\xc3\xa9'::character varying(2)) INCLUSIVE)));\n`,
    ),
    becomes: `CREATE TABLE s.t (m timestamp(3) without time zone, c character(4), v character varying(2)) PARTITION BY RANGE(m) SUBPARTITION BY RANGE(c) SUBPARTITION BY RANGE(v)
 (END ('2020-01-01'::timestamp(3) without time zone + '0.001'::interval) (END (E'a\\001') (START (E'm\\001') END ('n\xc3\xa9'::character varying(2)) INCLUSIVE)));\n`,
    notes: [
      "END ('2020-01-01'::timestamp(3) without time zone) INCLUSIVE is said as the bound 0.001 s behind it, since the target has no such bound for the type",
      "END ('a   '::character(4)) INCLUSIVE is said as the bound one character U+0001 behind it, since the target has no such bound for the type",
      "START ('m'::character varying(2)) EXCLUSIVE is said as the bound one character U+0001 behind it, since the target has no such bound for the type",
    ],
  },
  {
    name: "cuts no characters whose last byte is one of LATIN1's blanks",
    entry: table(
      't',
      `CREATE TABLE s.t (c character(4)) PARTITION BY RANGE(c) (END ('\xc3\xa0  '::character(4)) INCLUSIVE);\n`,
    ),
    becomes: `CREATE TABLE s.t (c character(4)) PARTITION BY RANGE(c) (END (E'\xc3\xa0\\001'));\n`,
    notes: [
      "END ('\u00e0  '::character(4)) INCLUSIVE is said as the bound one character U+0001 behind it, since the target has no such bound for the type",
    ],
  },
  {
    name: "lets ADD PARTITION name a template's tables itself",
    entry: table(
      't',
      `CREATE TABLE s.t (a int, b int) PARTITION BY RANGE(a) SUBPARTITION BY LIST(b) (START (1) END (2) (SUBPARTITION x VALUES(1) WITH (tablename='x')));
 ALTER TABLE s.t \nSET SUBPARTITION TEMPLATE (SUBPARTITION x VALUES(1) WITH (tablename='t'), DEFAULT SUBPARTITION o WITH (tablename='t', appendonly='true'));\n`,
    ),
    becomes: `CREATE TABLE s.t (a int, b int) PARTITION BY RANGE(a) SUBPARTITION BY LIST(b) (START (1) END (2) (SUBPARTITION x VALUES(1) WITH (tablename='x')));
 ALTER TABLE s.t \nSET SUBPARTITION TEMPLATE (SUBPARTITION x VALUES(1), DEFAULT SUBPARTITION o WITH (appendonly='true'));\n`,
    notes: [],
  },
  {
    name: 'calls a partition by its name where it was called by its rank',
    entry: table(
      't',
      `CREATE TABLE s.t (a int) PARTITION BY RANGE(a) (START (1) END (2) WITH (tablename='t_1_prt_2'), START (2) END (3) WITH (tablename='t_1_prt_3'), DEFAULT PARTITION d);
ALTER TABLE s.t EXCHANGE PARTITION FOR (RANK(2)) WITH TABLE s.x WITHOUT VALIDATION;\n`,
    ),
    becomes: `CREATE TABLE s.t (a int) PARTITION BY RANGE(a) (START (1) END (2) WITH (tablename='t_1_prt_2'), START (2) END (3) WITH (tablename='t_1_prt_3'), DEFAULT PARTITION d);
ALTER TABLE s.t EXCHANGE PARTITION "3" WITH TABLE s.x WITHOUT VALIDATION;\n`,
    notes: [],
  },
  {
    name: 'lists one column at a time',
    entry: table(
      't',
      `CREATE TABLE s.t (a int, "B" int) PARTITION BY LIST(a, "B") (
 PARTITION one VALUES( (1, 1),  (1, 2),  (2, 1)) WITH (tablename='t_1_prt_one'), DEFAULT PARTITION d WITH (tablename='t_1_prt_d'));\n`,
    ),
    becomes: `CREATE TABLE s.t (a int, "B" int) PARTITION BY LIST (a) SUBPARTITION BY LIST ("B") (
          PARTITION a_1 VALUES (1) (
          SUBPARTITION one VALUES (1, 2) WITH (tablename='t_1_prt_one'),
          DEFAULT SUBPARTITION d WITH (tablename='t_1_prt_d')
          ),
          PARTITION a_2 VALUES (2) (
          SUBPARTITION one VALUES (1) WITH (tablename='t_1_prt_one_2'),
          DEFAULT SUBPARTITION d WITH (tablename='t_1_prt_d_2')
          ),
          DEFAULT PARTITION a_other (
          DEFAULT SUBPARTITION d WITH (tablename='t_1_prt_d_3')
          )
          );\n`,
    notes: ['LIST(a, B) is partitions by a with partitions by B, since the target lists one column only'],
  },
  {
    name: 'calls what lists one column at a time as nothing else is called, in 63 bytes',
    entry: table(
      't',
      `CREATE TABLE s.t (a int, b int) PARTITION BY LIST(a, b) (
 PARTITION a_1 VALUES( (1, 1),  (2, 1)) WITH (tablename='${'x'.repeat(60)}\xc3\xa9'), PARTITION p VALUES( (1, 2),  (2, 2)) WITH (tablename='o''p'), PARTITION q VALUES( (1, 4)) WITH (tablename='t_1_prt_a_1'), PARTITION p_2 VALUES( (2, 3)) WITH (tablename='o''p_2'));\n`,
    ),
    becomes: `CREATE TABLE s.t (a int, b int) PARTITION BY LIST (a) SUBPARTITION BY LIST (b) (
          PARTITION a_1_2 VALUES (1) (
          SUBPARTITION a_1 VALUES (1) WITH (tablename='${'x'.repeat(60)}\xc3\xa9'),
          SUBPARTITION p VALUES (2) WITH (tablename='o''p'),
          SUBPARTITION q VALUES (4) WITH (tablename='t_1_prt_a_1')
          ),
          PARTITION a_2 VALUES (2) (
          SUBPARTITION a_1 VALUES (1) WITH (tablename='${'x'.repeat(60)}_2'),
          SUBPARTITION p VALUES (2) WITH (tablename='o''p_3'),
          SUBPARTITION p_2 VALUES (3) WITH (tablename='o''p_2')
          )
          );\n`,
    notes: ['LIST(a, b) is partitions by a with partitions by b, since the target lists one column only'],
  },
  {
    name: 'lists one column at a time below other partitions too',
    entry: table(
      't',
      `CREATE TABLE s.t (a int, b int, k int) PARTITION BY RANGE(k) SUBPARTITION BY LIST(a, b) (
 START (1) END (2) WITH (tablename='t1') (SUBPARTITION x VALUES( (1, 1)) WITH (tablename='t1x')), DEFAULT PARTITION d WITH (tablename='td') (DEFAULT SUBPARTITION y WITH (tablename='tdy')));
 ALTER TABLE s.t SET SUBPARTITION TEMPLATE (SUBPARTITION z VALUES( (1, 2)));\n`,
    ),
    becomes: `CREATE TABLE s.t (a int, b int, k int) PARTITION BY RANGE(k) SUBPARTITION BY LIST (a) SUBPARTITION BY LIST (b) (
 START (1) END (2) WITH (tablename='t1') (
          SUBPARTITION a_1 VALUES (1) (
          SUBPARTITION x VALUES (1) WITH (tablename='t1x')
          )
          ), DEFAULT PARTITION d WITH (tablename='td') (
          DEFAULT SUBPARTITION a_other (
          DEFAULT SUBPARTITION y WITH (tablename='tdy')
          )
          ));\n`,
    notes: [
      'LIST(a, b) is partitions by a with partitions by b, since the target lists one column only',
      'its subpartition templates are left out, since they are of other levels',
    ],
  },
  {
    name: 'has columns of types that went away as what their text is',
    entry: table('t', 'CREATE TABLE s.t (a abstime DEFAULT now(), "tinterval" pg_catalog.tinterval, u "unknown");\n'),
    becomes: 'CREATE TABLE s.t (a timestamp with time zone DEFAULT now(), "tinterval" text, u text);\n',
    notes: [
      'columns of type abstime are timestamp with time zone, since the target has no such type',
      'columns of type tinterval are text, since the target has no such type',
      'columns of type unknown are text, since the target has no such type',
    ],
  },
  {
    name: "leaves a user's types alone whose names begin so",
    entry: table('t', 'CREATE TABLE t (a unknown_kind, b reltime2, c s."unknown");\n'),
    becomes: 'CREATE TABLE t (a unknown_kind, b reltime2, c s."unknown");\n',
    notes: [],
  },
  {
    name: 'lets functions run anywhere that return no set, and forgets what they do with data',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: `CREATE FUNCTION s.f() RETURNS text\n    LANGUAGE sql NO SQL EXECUTE ON MASTER\n    AS $$ select 'NO SQL EXECUTE ON MASTER'::text $$;\n`,
    },
    becomes: `CREATE FUNCTION s.f() RETURNS text\n    LANGUAGE sql\n    AS $$ select 'NO SQL EXECUTE ON MASTER'::text $$;\n`,
    notes: ['may run anywhere, since only functions that return sets can say where'],
  },
  {
    name: 'forgets what a function does with data behind its body, too, where gpbackup says it',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: `CREATE FUNCTION s.f() RETURNS text AS\n$_$ select 'NO SQL'::text $_$\nLANGUAGE sql NO SQL IMMUTABLE;\n`,
    },
    becomes: `CREATE FUNCTION s.f() RETURNS text AS\n$_$ select 'NO SQL'::text $_$\nLANGUAGE sql IMMUTABLE;\n`,
    notes: [],
  },
  {
    name: 'leaves EXECUTE ON where a set is returned',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: `CREATE FUNCTION s.f() RETURNS SETOF text\n    LANGUAGE sql EXECUTE ON ALL SEGMENTS\n    AS 'select 1';\n`,
    },
    becomes: `CREATE FUNCTION s.f() RETURNS SETOF text\n    LANGUAGE sql EXECUTE ON ALL SEGMENTS\n    AS 'select 1';\n`,
    notes: [],
  },
  {
    name: 'does not set what the target does not have',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: `CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE sql\n    SET gp_enable_mk_sort TO 'off'\n    SET work_mem TO '8MB'\n    AS 'select 1';\n`,
    },
    becomes: `CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE sql\n    SET work_mem TO '8MB'\n    AS 'select 1';\n`,
    notes: ['does not set gp_enable_mk_sort, which the target does not have'],
  },
  {
    name: 'has Python 2 in Python 3',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: `CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE plpythonu\n    AS $$return 'plpythonu'$$;\n`,
    },
    becomes: `CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE plpython3u\n    AS $$return 'plpythonu'$$;\n`,
    notes: ['in plpython3u, since the target has no Python 2: its code may have to be changed'],
  },
  {
    name: 'grants Python 3 to those who had 2',
    entry: { desc: 'ACL', tag: 'LANGUAGE plpythonu', definition: 'GRANT ALL ON LANGUAGE plpythonu TO me;\n' },
    becomes: 'GRANT ALL ON LANGUAGE plpython3u TO me;\n',
    notes: [],
  },
  {
    name: 'makes BEFORE triggers of a partitioned table triggers of its partitions',
    beside: [partitioned],
    entry: {
      desc: 'TRIGGER',
      tag: 'p tr',
      definition: 'CREATE TRIGGER tr BEFORE INSERT OR UPDATE ON s.p FOR EACH ROW EXECUTE PROCEDURE s.f();\n',
    },
    becomes: `CREATE TRIGGER tr BEFORE INSERT OR UPDATE ON s.p_1_prt_1 FOR EACH ROW EXECUTE PROCEDURE s.f();
CREATE TRIGGER tr BEFORE INSERT OR UPDATE ON other.p_1_prt_d FOR EACH ROW EXECUTE PROCEDURE s.f();\n`,
    notes: ['on each partition, since BEFORE triggers cannot be on a table that has some'],
  },
  {
    name: 'reads names without a schema as those of the entry, as older archives of Greenplum 6 have them',
    beside: [
      table(
        'p',
        "CREATE TABLE p (id int, k int) PARTITION BY LIST(k) (PARTITION a VALUES(1) WITH (tablename='p_1_prt_a'));\n",
      ),
    ],
    entry: {
      desc: 'TRIGGER',
      tag: 'tr',
      definition: 'CREATE TRIGGER tr BEFORE INSERT ON p FOR EACH ROW EXECUTE PROCEDURE f();\n',
    },
    becomes: 'CREATE TRIGGER tr BEFORE INSERT ON s.p_1_prt_a FOR EACH ROW EXECUTE PROCEDURE f();\n',
    notes: ['on each partition, since BEFORE triggers cannot be on a table that has some'],
  },
  {
    name: 'switches BEFORE triggers off on the partitions',
    beside: [partitioned],
    entry: {
      desc: 'TRIGGER',
      tag: 'tr',
      definition: `CREATE TRIGGER tr BEFORE UPDATE ON s.p FOR EACH ROW EXECUTE PROCEDURE s.f();

ALTER TABLE s.p DISABLE TRIGGER tr;\n`,
    },
    becomes: `CREATE TRIGGER tr BEFORE UPDATE ON s.p_1_prt_1 FOR EACH ROW EXECUTE PROCEDURE s.f();
CREATE TRIGGER tr BEFORE UPDATE ON other.p_1_prt_d FOR EACH ROW EXECUTE PROCEDURE s.f();

ALTER TABLE s.p_1_prt_1 DISABLE TRIGGER tr;
ALTER TABLE other.p_1_prt_d DISABLE TRIGGER tr;\n`,
    notes: ['on each partition, since BEFORE triggers cannot be on a table that has some'],
  },
  {
    name: 'leaves out triggers for statements',
    beside: [partitioned],
    entry: {
      desc: 'TRIGGER',
      tag: 'p tr',
      definition: 'CREATE TRIGGER tr AFTER TRUNCATE ON s.p FOR EACH STATEMENT EXECUTE PROCEDURE s.f();\n',
    },
    becomes: null,
    notes: ['left out: triggers for statements are not supported by the target'],
  },
  {
    name: 'has a unique index on each partition where it lacks the columns that choose one',
    beside: [partitioned],
    entry: { desc: 'INDEX', tag: 'u', definition: 'CREATE UNIQUE INDEX u ON s.p USING btree (id) WHERE (id > 0);\n' },
    becomes: `CREATE UNIQUE INDEX p_1_prt_1_u ON s.p_1_prt_1 USING btree (id) WHERE (id > 0);
CREATE UNIQUE INDEX p_1_prt_d_u ON other.p_1_prt_d USING btree (id) WHERE (id > 0);\n`,
    notes: ['on each partition, since a unique index of the whole table must have the columns that choose one'],
  },
  {
    name: 'has unique indexes on partitions by one of which the table is not clustered',
    beside: [partitioned],
    entry: {
      desc: 'INDEX',
      tag: 'u',
      definition: `CREATE UNIQUE INDEX ${'u'.repeat(53)} ON s.p USING btree (id);\n\nALTER TABLE s.p CLUSTER ON ${'u'.repeat(53)};\n`,
    },
    becomes: `CREATE UNIQUE INDEX p_1_prt_1_${'u'.repeat(53)} ON s.p_1_prt_1 USING btree (id);
CREATE UNIQUE INDEX p_1_prt_d_${'u'.repeat(53)} ON other.p_1_prt_d USING btree (id);\n`,
    notes: [
      'on each partition, since a unique index of the whole table must have the columns that choose one',
      'its table is not clustered by it, which no table with partitions can be',
    ],
  },
  {
    name: 'leaves it to the server how unique indexes are called whose names would be too long',
    beside: [partitioned],
    entry: {
      desc: 'INDEX',
      tag: 'u',
      definition: `CREATE UNIQUE INDEX ${'u'.repeat(54)} ON s.p USING btree (id);\n`,
    },
    becomes: `CREATE UNIQUE INDEX ON s.p_1_prt_1 USING btree (id);
CREATE UNIQUE INDEX ON other.p_1_prt_d USING btree (id);\n`,
    notes: ['on each partition, since a unique index of the whole table must have the columns that choose one'],
  },
  {
    name: 'leaves a unique index alone that has them',
    beside: [partitioned],
    entry: { desc: 'INDEX', tag: 'u', definition: 'CREATE UNIQUE INDEX u ON s.p USING btree (k, id);\n' },
    becomes: 'CREATE UNIQUE INDEX u ON s.p USING btree (k, id);\n',
    notes: [],
  },
  {
    name: 'does not cluster a partitioned table',
    beside: [partitioned],
    entry: {
      desc: 'INDEX',
      tag: 'i',
      definition: 'CREATE INDEX i ON s.p USING btree (k);\n\nALTER TABLE s.p CLUSTER ON i;\n',
    },
    becomes: 'CREATE INDEX i ON s.p USING btree (k);\n',
    notes: ['its table is not clustered by it, which no table with partitions can be'],
  },
  {
    name: 'lets a key of a partitioned table reach its partitions',
    beside: [partitioned],
    entry: {
      desc: 'CONSTRAINT',
      tag: 'k',
      definition: 'ALTER TABLE ONLY s.p\n    ADD CONSTRAINT k PRIMARY KEY (id, k);\n',
    },
    becomes: 'ALTER TABLE s.p\n    ADD CONSTRAINT k PRIMARY KEY (id, k);\n',
    notes: [],
  },
  {
    name: 'says ONLY of other tables as it was said',
    beside: [partitioned],
    entry: {
      desc: 'CONSTRAINT',
      tag: 'k',
      definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (id);\n',
    },
    becomes: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (id);\n',
    notes: [],
  },
  {
    name: 'calls an external table a foreign one in its comment',
    beside: [{ desc: 'EXTERNAL TABLE', tag: 'e', definition: 'CREATE EXTERNAL TABLE s.e (a int) LOCATION (…);\n' }],
    entry: { desc: 'COMMENT', tag: 'TABLE s.e ', definition: "COMMENT ON TABLE s.e IS 'x ON TABLE y';\n" },
    becomes: "COMMENT ON FOREIGN TABLE s.e IS 'x ON TABLE y';\n",
    notes: [],
  },
  {
    name: 'leaves out external tables of gphdfs',
    entry: {
      desc: 'EXTERNAL TABLE',
      tag: 'e',
      definition: "CREATE EXTERNAL TABLE s.e (a int) LOCATION (\n    'gphdfs://h:8081/x'\n) FORMAT 'text';\n",
    },
    becomes: null,
    notes: ['left out: the target has no protocol gphdfs; PXF reads such files'],
  },
  {
    name: 'leaves the log of errors to the server',
    entry: {
      desc: 'EXTERNAL TABLE',
      tag: 'e',
      definition:
        "CREATE EXTERNAL TABLE s.e (a int) FORMAT 'text' LOG ERRORS INTO s.err SEGMENT REJECT LIMIT 2 ROWS;\n",
    },
    becomes: "CREATE EXTERNAL TABLE s.e (a int) FORMAT 'text' LOG ERRORS SEGMENT REJECT LIMIT 2 ROWS;\n",
    notes: ['rows with errors are logged by the server, not in a table: see gp_read_error_log()'],
  },
  {
    name: 'leaves out views of what the catalogs no longer have',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT c.relstorage\n   FROM pg_class c;\n',
    },
    becomes: null,
    notes: ['left out: it reads relstorage of pg_class, which the target does not have'],
  },
  {
    name: 'leaves out views that call what the target no longer has',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: "CREATE VIEW s.v AS\n SELECT pg_get_partition_def(('s.p'::regclass)::oid) AS d;\n",
    },
    becomes: null,
    notes: ['left out: it reads pg_get_partition_def, which the target does not have'],
  },
  {
    name: "leaves views alone that read a user's own table of such a name",
    entry: { desc: 'VIEW', tag: 'v', definition: 'CREATE VIEW s.v AS\n SELECT 1\n   FROM s.pg_partitions;\n' },
    becomes: 'CREATE VIEW s.v AS\n SELECT 1\n   FROM s.pg_partitions;\n',
    notes: [],
  },
];

describe('for a target, an entry', () => {
  it.each(cases)('$name', ({ entry, beside = [], becomes, notes, target }) => {
    const { entries, told, summary } = rewritten([...beside, entry], target);
    const last = entries[beside.length];
    expect(last?.definition ?? null).toBe(becomes);
    expect(told.map(({ message }) => message)).toEqual(notes);
    expect(summary.changed).toBe(becomes === null || becomes === entry.definition ? 0 : 1);
    expect(summary.leftOut).toBe(becomes === null ? 1 : 0);
  });

  it.each(cases)('is left as it is once it has been rewritten: $name', ({ entry, beside = [], target }) => {
    const { entries } = rewritten([...beside, entry], target);
    expect(rewritten(entries, target)).toEqual({
      entries,
      told: [],
      distributions: [],
      planned: [],
      undecided: [],
      rows: new Map(),
      summary: { target: targets[target ?? 'greenplum7'].title, changed: 0, leftOut: 0 },
    });
  });
});

it('says of tables WITH OIDS that their rows have none', () => {
  const given = { ...table('t', 'CREATE TABLE s.t (a int) WITH (oids=true);\n'), withOids: true };
  const { entries, told } = rewritten([given]);
  expect(entries[0]).toMatchObject({ withOids: false, definition: 'CREATE TABLE s.t (a int);\n' });
  expect(told.map(({ message }) => message)).toEqual(['rows have no OIDs: the target knows no tables WITH OIDS']);
});

it('leaves out with an entry what belongs to it, and says so once', () => {
  const trigger = 'CREATE TRIGGER tr AFTER INSERT ON s.t FOR EACH STATEMENT EXECUTE PROCEDURE s.f();\n';
  const { entries, told, summary } = rewritten([
    { desc: 'TRIGGER', tag: 't tr', definition: trigger },
    {
      desc: 'COMMENT',
      tag: 'TRIGGER tr ON t',
      definition: "COMMENT ON TRIGGER tr ON s.t IS 'x';\n",
      dependencies: [1],
    },
    table('other', 'CREATE TABLE s.other (a int);\n'),
  ]);
  expect(entries.map(({ tag }) => tag)).toEqual(['other']);
  expect(told.map(({ subject }) => subject)).toEqual(['trigger "s.t tr"']);
  expect(summary.leftOut).toBe(2);
});

it('leaves out what needs an entry that is left out, and says which', () => {
  const view = (tag: string, of: string) => ({
    desc: 'VIEW',
    tag,
    definition: `CREATE VIEW s.${tag} AS SELECT 1 FROM ${of};\n`,
  });
  const { entries, told } = rewritten([
    view('a', 'pg_partitions'),
    { ...view('b', 's.a'), dependencies: [1] },
    { ...view('c', 's.b'), desc: 'MATERIALIZED VIEW', dependencies: [2] },
    { desc: 'MATERIALIZED VIEW DATA', tag: 'c', definition: 'REFRESH MATERIALIZED VIEW s.c;\n', dependencies: [3] },
    view('other', 's.t'),
  ]);
  expect(entries.map(({ tag }) => tag)).toEqual(['other']);
  expect(told.map(({ subject, message }) => `${subject} ${message}`)).toEqual([
    'view "s.a" left out: it reads pg_partitions, which the target does not have',
    'view "s.b" left out: it needs view "s.a"',
    'materialized view "s.c" left out: it needs view "s.b"',
  ]);
});

it('drops and comments on no index that is on each partition now', () => {
  const { entries, told } = rewritten([
    partitioned,
    {
      desc: 'INDEX',
      tag: 'u',
      definition: 'CREATE UNIQUE INDEX u ON s.p USING btree (id);\n',
      dropStatement: 'DROP INDEX s.u;\n',
    },
    { desc: 'COMMENT', tag: 'INDEX u', definition: "COMMENT ON INDEX s.u IS 'x';\n", dependencies: [2] },
  ]);
  expect(entries.map(({ desc }) => desc)).toEqual(['TABLE', 'INDEX']);
  expect(entries[1]?.dropStatement).toBe('');
  expect(told[1]).toMatchObject({
    severity: 'warning',
    subject: 'comment "s.INDEX u"',
    message: 'left out: what it is about is said of each partition',
  });
});

it('loads rows of a partitioned table through it', () => {
  const { entries } = rewritten([
    partitioned,
    { desc: 'TABLE DATA', tag: 'p', definition: null },
    { desc: 'TABLE DATA', tag: 'other', definition: null },
  ]);
  expect(entries.map(({ definition }) => definition).slice(1)).toEqual(['-- load via partition root s.p', null]);
});

it('takes the OIDs out of rows that have them ahead', () => {
  const copyStatement = 'COPY s.t (a, b) WITH OIDS FROM stdin;\n';
  const { entries, rows } = rewritten([
    table('t', 'CREATE TABLE s.t (a int, b int);\n'),
    { desc: 'TABLE DATA', tag: 't', definition: null, copyStatement },
  ]);
  expect(entries[1]?.copyStatement).toBe('COPY s.t (a, b) FROM stdin;\n');
  expect([...rows.keys()]).toEqual([2]);
});

it('reads strings as the session of an old archive has them', () => {
  const definition = `CREATE TABLE s.t (a int DEFAULT f('\\', DISTRIBUTED BY (b cdbhash_int4_ops)')) DISTRIBUTED BY (a cdbhash_int4_ops);\n`;
  const entry = entryOf({ dumpId: 1, namespace: 's', tag: 't', definition });
  const { entries } = rewriteEntries([entry], rulesOf('greenplum7'), silentReporter, {
    lexing: { standardStrings: false },
  });
  expect(entries[0]?.definition).toBe(definition.replace('(a cdbhash_int4_ops)', '(a)'));
});

it('counts large objects, and tells of them once', () => {
  const { entries, told, summary } = rewritten([
    { desc: 'BLOB', tag: '16', definition: "SELECT pg_catalog.lo_create('16');\n" },
    { desc: 'COMMENT', tag: 'LARGE OBJECT 16', definition: "COMMENT ON LARGE OBJECT 16 IS 'x';\n", dependencies: [1] },
    { desc: 'BLOB METADATA', tag: '17..19', definition: '17\n18\n19\n' },
    { desc: 'ACL', tag: 'LARGE OBJECTS 17..19', definition: 'GRANT SELECT ON LARGE OBJECT 17 TO PUBLIC;\n' },
    { desc: 'BLOBS', tag: 'BLOBS', definition: null, dependencies: [1] },
    { desc: 'COMMENT', tag: 'TABLE "LARGE OBJECTS"', definition: `COMMENT ON TABLE s."LARGE OBJECTS" IS 'x';\n` },
  ]);
  expect(entries.map(({ desc }) => desc)).toEqual(['COMMENT']);
  expect(told).toEqual([
    {
      severity: 'warning',
      subject: null,
      message: '4 large objects left out: the target has none, and columns that hold their numbers refer to nothing',
    },
  ]);
  expect(summary.leftOut).toBe(5);
});

it('counts foreign keys, and changes none', () => {
  const key = (tag: string): Partial<TocEntry> => ({
    desc: 'FK CONSTRAINT',
    tag,
    definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES s.u(a);\n',
  });
  const { told, summary } = rewritten([key('t k'), key('u k')]);
  expect(told.map(({ message }) => message)).toEqual(['2 foreign keys are not enforced by the target']);
  expect(summary.changed).toBe(0);
});

it('tells which foreign keys nobody has enforced so far', () => {
  const key = (tag: string): Partial<TocEntry> => ({
    desc: 'FK CONSTRAINT',
    tag: `${tag} k`,
    definition: `ALTER TABLE ONLY s.${tag}\n    ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES s.u(a);\n`,
  });
  const [distributed, plain] = ['CREATE TABLE s.t (a int) DISTRIBUTED BY (a);\n', 'CREATE TABLE s.u (a int);\n'];
  const { told } = rewritten([table('t', distributed), table('u', plain), key('t'), key('u')], 'postgresql');
  expect(told.map(({ message }) => message)).toEqual([
    '1 foreign key is enforced by the target, as Greenplum has not done: one that rows do not satisfy is refused',
  ]);
});

it('has columns of the multirange of a range in the archive as text', () => {
  const { entries } = rewritten([multirange, table('t', 'CREATE TABLE s.t (a mr, b s.mr[]) DISTRIBUTED RANDOMLY;\n')]);
  expect(entries[1]?.definition).toBe('CREATE TABLE s.t (a text, b text[]) DISTRIBUTED RANDOMLY;\n');
});

it('says INOUT also where a procedure is dropped', () => {
  const { entries } = rewritten([
    {
      desc: 'PROCEDURE',
      tag: 'p(OUT integer)',
      definition: 'CREATE PROCEDURE s.p(OUT x integer)\n    LANGUAGE sql\n    AS $$select 1$$;\n',
      dropStatement: 'DROP PROCEDURE s.p(OUT x integer);\n',
    },
  ]);
  expect(entries[0]?.dropStatement).toBe('DROP PROCEDURE s.p(INOUT x integer);\n');
});

it('leaves what belongs to a newer role to who restores it', () => {
  const { entries, told } = rewritten([
    { ...table('t', 'CREATE TABLE s.t () DISTRIBUTED RANDOMLY;\n'), owner: 'pg_database_owner' },
  ]);
  expect(entries[0]?.owner).toBe('');
  expect(told.map(({ message }) => message)).toEqual([
    'belongs to who restores it, since the target has no role pg_database_owner',
  ]);
});

it('leaves out indexes that the text of a multirange has none of', () => {
  const { entries, told } = rewritten([
    table('t', 'CREATE TABLE s.t (m int4multirange, b int) DISTRIBUTED RANDOMLY;\n'),
    { desc: 'INDEX', tag: 'i', definition: 'CREATE INDEX i ON s.t USING gist (m);\n' },
    { desc: 'INDEX', tag: 'j', definition: 'CREATE INDEX j ON s.t USING btree (m);\n' },
    { desc: 'INDEX', tag: 'k', definition: 'CREATE INDEX k ON s.t USING gist (b);\n' },
  ]);
  expect(entries.map(({ tag }) => tag)).toEqual(['t', 'j', 'k']);
  expect(told.at(-1)?.message).toBe('left out: it is on a column of type int4multirange, which is text in the target');
});

describe('a column that is text, as its type is newer than the target,', () => {
  const columns = table('t', 'CREATE TABLE s.t (a int, m int4multirange, n int4multirange) DISTRIBUTED RANDOMLY;\n');
  const becomes = (definition: string, desc = 'VIEW'): readonly (string | undefined)[] => {
    const { entries, told } = rewritten([columns, { desc, tag: 'v', definition }]);
    return [entries[1]?.definition ?? told[1]?.message];
  };

  it.each([
    'CREATE VIEW s.v AS\n SELECT lower(t.m) AS a\n   FROM s.t;\n',
    'CREATE VIEW s.v AS\n SELECT a\n   FROM s.t\n  WHERE (m && n);\n',
    'CREATE VIEW s.v AS\n SELECT a,\n    COALESCE(a, m) AS m\n   FROM s.t;\n',
  ])('is not computed with: %s', (definition) => {
    expect(becomes(definition)).toEqual([
      'left out: it computes with m of type int4multirange, which is text in the target',
    ]);
  });

  it.each([
    'CREATE VIEW s.v AS\n SELECT t.m,\n    t.a AS m\n   FROM s.t\n  WHERE ((t.m = t.n) AND (t.m IS NOT NULL));\n',
    'CREATE VIEW s.v AS\n SELECT a,\n    ( SELECT n FROM s.t) AS n\n   FROM s.t\n  GROUP BY m, a;\n',
    'CREATE VIEW s.v AS\n SELECT (m)::text AS m\n   FROM s.t;\n',
  ])('may be shown, and looked for: %s', (definition) => {
    expect(becomes(definition)).toEqual([definition]);
  });

  it('has indexes of itself, and none of what is computed with it', () => {
    const plain = 'CREATE INDEX i ON s.t USING btree (m);\n';
    expect(becomes(plain, 'INDEX')).toEqual([plain]);
    expect(becomes('CREATE INDEX i ON s.t USING btree (lower(m));\n', 'INDEX')).toEqual([
      'left out: it computes with m of type int4multirange, which is text in the target',
    ]);
  });
});
