import { table, type Case } from './rule-case.ts';

export const multirange: NonNullable<Case['beside']>[number] = {
  desc: 'TYPE',
  tag: 'r',
  definition: 'CREATE TYPE s.r AS RANGE (\n    subtype = integer,\n    multirange_type_name = s.mr\n);\n',
};

/** What PostgreSQL 13 to 18 have, for engines that are older. */
export const newerCases: readonly Case[] = [
  {
    name: 'logs sequences that were not',
    entry: { desc: 'SEQUENCE', tag: 'q', definition: 'CREATE UNLOGGED SEQUENCE s.q\n    START WITH 1;\n' },
    becomes: 'CREATE SEQUENCE s.q\n    START WITH 1;\n',
    notes: ['its sequence is logged as all of the target are'],
  },
  {
    name: 'logs sequences of identity columns that were not',
    target: 'cloudberry',
    entry: {
      desc: 'SEQUENCE',
      tag: 'q',
      definition:
        'ALTER TABLE s.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (\n    SEQUENCE NAME s.q\n    UNLOGGED\n    START WITH 1\n);\n',
    },
    becomes:
      'ALTER TABLE s.t ALTER COLUMN a ADD GENERATED ALWAYS AS IDENTITY (\n    SEQUENCE NAME s.q\n    START WITH 1\n);\n',
    notes: ['its sequence is logged as all of the target are'],
  },
  {
    name: 'takes NULLs for distinct',
    entry: {
      desc: 'CONSTRAINT',
      tag: 't k',
      definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (b);\n',
    },
    becomes: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k UNIQUE (b);\n',
    notes: ['rows that differ in nothing but are NULL are allowed: the target has no NULLS NOT DISTINCT'],
  },
  {
    name: 'puts RETURN into a string',
    entry: {
      desc: 'FUNCTION',
      tag: 'f(integer)',
      definition: `CREATE FUNCTION s.f(a integer) RETURNS text\n    LANGUAGE sql IMMUTABLE\n    RETURN ('$$'::text || a);\n`,
    },
    becomes: `CREATE FUNCTION s.f(a integer) RETURNS text\n    LANGUAGE sql IMMUTABLE\n    AS $_$SELECT ('$$'::text || a)$_$;\n`,
    notes: ['its body is a string, which nothing that it names knows of: the target has no other bodies in SQL'],
  },
  {
    name: 'puts BEGIN ATOMIC into a string',
    entry: {
      desc: 'PROCEDURE',
      tag: 'f()',
      definition: `CREATE PROCEDURE s.f()
    LANGUAGE sql
    BEGIN ATOMIC
 INSERT INTO s.t (a)
   VALUES (CASE WHEN true THEN 1 ELSE 2 END);
 RETURN 1;
END;\n`,
    },
    becomes: `CREATE PROCEDURE s.f()
    LANGUAGE sql
    AS $$
 INSERT INTO s.t (a)
   VALUES (CASE WHEN true THEN 1 ELSE 2 END);
 SELECT 1;
$$;\n`,
    notes: ['its body is a string, which nothing that it names knows of: the target has no other bodies in SQL'],
  },
  {
    name: 'lets Cloudberry have SQL bodies',
    target: 'cloudberry',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: 'CREATE FUNCTION s.f() RETURNS integer\n    LANGUAGE sql\n    RETURN 1;\n',
    },
    becomes: 'CREATE FUNCTION s.f() RETURNS integer\n    LANGUAGE sql\n    RETURN 1;\n',
    notes: [],
  },
  {
    name: 'says nothing of the compression of columns',
    entry: table(
      't',
      'CREATE TABLE s.t (\n    a text COMPRESSION pglz\n) DISTRIBUTED RANDOMLY;\nALTER TABLE ONLY s.t ALTER COLUMN a SET COMPRESSION lz4;\n',
    ),
    becomes: 'CREATE TABLE s.t (\n    a text\n) DISTRIBUTED RANDOMLY;\n',
    notes: [],
  },
  {
    name: 'leaves out tables of which not all is published',
    entry: {
      desc: 'PUBLICATION TABLE',
      tag: 'p t',
      definition: 'ALTER PUBLICATION p ADD TABLE ONLY s.t WHERE ((a > 1));\n',
    },
    target: 'cloudberry',
    becomes: null,
    notes: ['left out: the target publishes all rows of a table or none'],
  },
  {
    name: 'leaves out published columns',
    entry: {
      desc: 'PUBLICATION TABLE',
      tag: 'p t',
      definition: 'ALTER PUBLICATION p ADD TABLE ONLY s.t (a, b);\n',
    },
    becomes: null,
    notes: ['left out: the target publishes all columns of a table'],
  },
  {
    name: 'leaves out published schemas',
    entry: {
      desc: 'PUBLICATION TABLES IN SCHEMA',
      tag: 'p s',
      definition: 'ALTER PUBLICATION p ADD TABLES IN SCHEMA s;\n',
    },
    becomes: null,
    notes: ['left out: the target publishes no whole schemas'],
  },
  {
    name: 'knows fewer options of publications',
    entry: {
      desc: 'PUBLICATION',
      tag: 'p',
      definition: `CREATE PUBLICATION p WITH (publish = 'insert', publish_via_partition_root = true);\n`,
    },
    becomes: `CREATE PUBLICATION p WITH (publish = 'insert');\n`,
    notes: ['has no publish_via_partition_root, which the target does not know'],
  },
  {
    name: 'has ranges without multiranges',
    entry: multirange,
    becomes: 'CREATE TYPE s.r AS RANGE (\n    subtype = integer\n);\n',
    notes: ['its multirange type is left out, since the target has none'],
  },
  {
    name: 'has multiranges in columns as what their text is',
    entry: table(
      't',
      `CREATE TABLE s.t (\n    int4multirange int4multirange[] DEFAULT '{}'::int4multirange[],\n    x xid8\n) DISTRIBUTED RANDOMLY;\n`,
    ),
    becomes: `CREATE TABLE s.t (\n    int4multirange text[] DEFAULT '{}'::text[],\n    x text\n) DISTRIBUTED RANDOMLY;\n`,
    notes: [
      'columns of type int4multirange are text, since the target has no such type',
      'columns of type xid8 are text, since the target has no such type',
    ],
  },
  {
    name: 'leaves out checks of multiranges, and of functions that are newer',
    entry: table(
      't',
      `CREATE TABLE s.t (
    m int4multirange,
    a numeric,
    CONSTRAINT by_column CHECK ((m @> 3)),
    CONSTRAINT by_function CHECK ((trim_scale(a) > (0)::numeric)),
    CONSTRAINT kept CHECK ((a > (0)::numeric))
) DISTRIBUTED RANDOMLY;\n`,
    ),
    becomes: `CREATE TABLE s.t (
    m text,
    a numeric,
    CONSTRAINT kept CHECK ((a > (0)::numeric))
) DISTRIBUTED RANDOMLY;\n`,
    notes: [
      'a check (by_column) is left out: the target has no type int4multirange',
      'columns of type int4multirange are text, since the target has no such type',
      'a check (by_function) is left out: it calls trim_scale(), which the target does not have',
    ],
  },
  {
    name: 'leaves out functions of multiranges',
    entry: {
      desc: 'FUNCTION',
      tag: 'f(int4multirange)',
      definition: `CREATE FUNCTION s.f(a int4multirange) RETURNS integer\n    LANGUAGE sql\n    AS 'select 1';\n`,
    },
    becomes: null,
    notes: ['left out: it has to do with int4multirange, a type that the target does not have'],
  },
  {
    name: 'leaves views alone with a column that is called as a newer type',
    entry: { desc: 'VIEW', tag: 'v', definition: 'CREATE VIEW s.v AS\n SELECT t.xid8\n   FROM s.t;\n' },
    becomes: 'CREATE VIEW s.v AS\n SELECT t.xid8\n   FROM s.t;\n',
    notes: [],
  },
  {
    name: 'makes OUT arguments of procedures INOUT',
    entry: {
      desc: 'PROCEDURE',
      tag: 'p(OUT integer)',
      definition: 'CREATE PROCEDURE s.p(a integer, OUT x integer)\n    LANGUAGE plpgsql\n    AS $$ OUT $$;\n',
    },
    becomes: 'CREATE PROCEDURE s.p(a integer, INOUT x integer)\n    LANGUAGE plpgsql\n    AS $$ OUT $$;\n',
    notes: ['its OUT arguments are INOUT, since the target has none for procedures'],
  },
  {
    name: 'leaves out a procedure that would be another one with INOUT',
    beside: [
      {
        desc: 'PROCEDURE',
        tag: 'p(IN integer, IN integer)',
        definition: "CREATE PROCEDURE s.p(IN a integer, IN b integer)\n    LANGUAGE sql\n    AS 'select 1';\n",
      },
    ],
    entry: {
      desc: 'PROCEDURE',
      tag: 'p(IN integer, OUT integer)',
      definition: "CREATE PROCEDURE s.p(IN a integer, OUT b integer)\n    LANGUAGE sql\n    AS 'select 1';\n",
    },
    becomes: null,
    notes: ['left out: with OUT arguments for INOUT, as the target has them, it would be another one of the archive'],
  },
  {
    name: 'says the same of their rights',
    entry: {
      desc: 'ACL',
      tag: 'PROCEDURE p(OUT x integer)',
      definition: 'REVOKE ALL ON PROCEDURE s.p(OUT x integer) FROM PUBLIC;\n',
    },
    becomes: 'REVOKE ALL ON PROCEDURE s.p(INOUT x integer) FROM PUBLIC;\n',
    notes: [],
  },
  {
    name: 'leaves out statistics of expressions',
    entry: { desc: 'STATISTICS', tag: 'st', definition: 'CREATE STATISTICS s.st ON a, (b + 1) FROM s.t;\n' },
    becomes: null,
    notes: ['left out: the target has none of expressions'],
  },
  {
    name: 'has brin indexes of the classes there were',
    entry: {
      desc: 'INDEX',
      tag: 'i',
      definition:
        "CREATE INDEX i ON s.t USING brin (a int4_minmax_multi_ops, lower(b) text_bloom_ops (false_positive_rate='0.1'), c int4_minmax_ops);\n",
    },
    becomes: 'CREATE INDEX i ON s.t USING brin (a, lower(b), c int4_minmax_ops);\n',
    notes: [
      'has the class that the target prefers for the type, since it has no int4_minmax_multi_ops',
      'has the class that the target prefers for the type, since it has no text_bloom_ops',
    ],
  },
  {
    name: 'has no options of classes',
    entry: {
      desc: 'INDEX',
      tag: 'i',
      definition: "CREATE INDEX i ON s.t USING gist (a public.gist_trgm_ops (siglen='32'));\n",
    },
    becomes: 'CREATE INDEX i ON s.t USING gist (a public.gist_trgm_ops);\n',
    notes: ['has no options of gist_trgm_ops, which the target does not know'],
  },
  {
    name: 'has no options of tables that are newer',
    entry: table(
      't',
      `CREATE TABLE s.t (\n    a integer\n)\nWITH (autovacuum_vacuum_insert_threshold='10', fillfactor='70') DISTRIBUTED RANDOMLY;\n`,
    ),
    becomes: `CREATE TABLE s.t (\n    a integer\n)\nWITH (fillfactor='70') DISTRIBUTED RANDOMLY;\n`,
    notes: ['has no autovacuum_vacuum_insert_threshold, which the target does not know'],
  },
  {
    name: 'says that a view reads with the rights of its owner',
    target: 'cloudberry',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: `CREATE VIEW s.v WITH (security_invoker='true') AS\n WITH (security_invoker) SELECT 1;\n`,
    },
    becomes: 'CREATE VIEW s.v AS\n WITH (security_invoker) SELECT 1;\n',
    notes: ["reads with the rights of the view's owner: the target has no security_invoker"],
  },
  {
    name: 'rounds no numbers by scales that are newer',
    entry: table('t', 'CREATE TABLE s.t (\n    a numeric(3,-6),\n    b numeric(3,2)\n) DISTRIBUTED RANDOMLY;\n'),
    becomes: 'CREATE TABLE s.t (\n    a numeric,\n    b numeric(3,2)\n) DISTRIBUTED RANDOMLY;\n',
    notes: ['columns of type numeric(3,-6) are numeric, since the target has no such scale: nothing is rounded'],
  },
  {
    name: 'stores what is generated',
    entry: table(
      't',
      'CREATE TABLE s.t (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a * 2)) NOT NULL,\n    c integer GENERATED ALWAYS AS (a) STORED\n) DISTRIBUTED RANDOMLY;\n',
    ),
    becomes:
      'CREATE TABLE s.t (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a * 2)) STORED NOT NULL,\n    c integer GENERATED ALWAYS AS (a) STORED\n) DISTRIBUTED RANDOMLY;\n',
    notes: ['generated columns are stored, since the target has no virtual ones'],
  },
  {
    name: 'generates columns as the table does that they are inherited from',
    beside: [
      table(
        'p',
        'CREATE TABLE s.p (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a * 2)) STORED\n) DISTRIBUTED RANDOMLY;\n',
      ),
    ],
    entry: table(
      't',
      'CREATE TABLE s.t (\n    b integer GENERATED ALWAYS AS ((a * 3)) STORED,\n    x integer\n)\nINHERITS (s.p) DISTRIBUTED RANDOMLY;\n',
    ),
    becomes: 'CREATE TABLE s.t (\n    b integer,\n    x integer\n)\nINHERITS (s.p) DISTRIBUTED RANDOMLY;\n',
    notes: ['a column is generated as in the table it is inherited from, not as ((a * 3))'],
  },
  {
    name: 'generates columns of partitions as the whole table does',
    beside: [
      table(
        'w',
        'CREATE TABLE s.w (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a * 2)) STORED\n)\nPARTITION BY LIST (a) DISTRIBUTED RANDOMLY;\n',
      ),
      { desc: 'TABLE ATTACH', tag: 't', definition: 'ALTER TABLE ONLY s.w ATTACH PARTITION s.t DEFAULT;\n' },
    ],
    entry: table(
      't',
      'CREATE TABLE s.t (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a * 3)) STORED\n) DISTRIBUTED RANDOMLY;\n',
    ),
    becomes:
      'CREATE TABLE s.t (\n    a integer,\n    b integer GENERATED ALWAYS AS ((a * 2)) STORED\n) DISTRIBUTED RANDOMLY;\n',
    notes: ['a column is generated as in the whole table, not as ((a * 3))'],
  },
  {
    name: 'sets NOT NULL behind a table where it was a constraint of it',
    entry: table(
      't',
      'CREATE TABLE s.t (\n    c integer CONSTRAINT nn NOT NULL,\n    d integer NOT NULL NO INHERIT,\n    NOT NULL a,\n    CONSTRAINT n NOT NULL b,\n    CONSTRAINT e NOT NULL e NO INHERIT\n)\nINHERITS (s.p) DISTRIBUTED RANDOMLY;\n',
    ),
    becomes: `CREATE TABLE s.t (
    c integer CONSTRAINT nn NOT NULL,
    d integer CHECK ((d IS NOT NULL)) NO INHERIT,
    CONSTRAINT e CHECK ((e IS NOT NULL)) NO INHERIT
)
INHERITS (s.p) DISTRIBUTED RANDOMLY;

ALTER TABLE ONLY s.t ALTER COLUMN a SET NOT NULL;

ALTER TABLE ONLY s.t ALTER COLUMN b SET NOT NULL;\n`,
    notes: [],
  },
  {
    name: 'checks new rows alone for NULL where the old ones were not checked',
    entry: {
      desc: 'CONSTRAINT',
      tag: 't n',
      definition: 'ALTER TABLE s.t\n    ADD CONSTRAINT n NOT NULL a NOT VALID;\n',
    },
    becomes: 'ALTER TABLE s.t\n    ADD CONSTRAINT n CHECK ((a IS NOT NULL)) NOT VALID;\n',
    notes: [],
  },
  {
    name: 'leaves out comments of NOT NULL',
    beside: [table('t', 'CREATE TABLE s.t (\n    a integer CONSTRAINT nn NOT NULL\n) DISTRIBUTED RANDOMLY;\n')],
    entry: { desc: 'COMMENT', tag: 'CONSTRAINT nn ON t', definition: "COMMENT ON CONSTRAINT nn ON s.t IS 'x';\n" },
    becomes: null,
    notes: ['left out: NOT NULL has no name that the target keeps'],
  },
  {
    name: 'leaves out checks that are not enforced',
    entry: {
      desc: 'CHECK CONSTRAINT',
      tag: 't c',
      definition: 'ALTER TABLE s.t\n    ADD CONSTRAINT c CHECK ((a > 3)) NOT ENFORCED;\n',
    },
    becomes: null,
    notes: ['left out: the target enforces each check'],
  },
  {
    name: 'leaves out keys of periods',
    entry: {
      desc: 'CONSTRAINT',
      tag: 't k',
      definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (id, valid_at WITHOUT OVERLAPS);\n',
    },
    becomes: null,
    notes: ['left out: the target has no keys WITHOUT OVERLAPS'],
  },
  {
    name: 'leaves out foreign keys of periods',
    entry: {
      desc: 'FK CONSTRAINT',
      tag: 't k',
      definition:
        'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k FOREIGN KEY (id, PERIOD valid_at) REFERENCES s.p(id, PERIOD valid_at);\n',
    },
    becomes: null,
    notes: ['left out: the target has no foreign keys of periods'],
  },
  {
    name: 'leaves out views with words that are newer',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT a\n   FROM s.t\n  ORDER BY a\n FETCH FIRST 2 ROWS WITH TIES;\n',
    },
    becomes: null,
    notes: ['left out: the target has no WITH TIES'],
  },
  {
    name: 'leaves out views that call what is newer',
    target: 'cloudberry',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition:
        'CREATE VIEW s.v AS\n SELECT s.crc32(a) AS a, trim_array(b, 1) AS b, any_value(c) AS c\n   FROM s.t;\n',
    },
    becomes: null,
    notes: ['left out: it calls any_value(), which the target does not have'],
  },
  {
    name: 'leaves out views that read what catalogs got later',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT relname,\n    relallfrozen\n   FROM pg_class;\n',
    },
    becomes: null,
    notes: ['left out: it reads relallfrozen of pg_class, which the target does not have'],
  },
  {
    name: 'leaves out views that read it by another name',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT x.query_id\n   FROM (pg_stat_activity x\n     JOIN s.t ON (true));\n',
    },
    becomes: null,
    notes: ['left out: it reads query_id of pg_stat_activity, which the target does not have'],
  },
  {
    name: 'leaves out views of catalogs that came later',
    target: 'cloudberry',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT name\n   FROM pg_wait_events;\n',
    },
    becomes: null,
    notes: ['left out: it reads pg_wait_events, which the target does not have'],
  },
  ...[
    'CREATE VIEW s.v AS\n SELECT t.query_id,\n    1 AS leader_pid\n   FROM (pg_stat_activity\n     JOIN s.t ON (true));\n',
    'CREATE VIEW s.v AS\n SELECT gcd.gcd,\n    s.normalize(1) AS lcm\n   FROM generate_series(1, 2) gcd(gcd);\n',
    'CREATE VIEW s.v AS\n SELECT 1\n   FROM s.pg_wait_events;\n',
  ].map((definition) => ({
    name: `leaves views alone that only have names like those: ${definition}`,
    entry: { desc: 'VIEW', tag: 'v', definition },
    becomes: definition,
    notes: [],
  })),
  {
    name: 'leaves out rules with several queries in their WITH that change rows',
    target: 'cloudberry',
    entry: {
      desc: 'RULE',
      tag: 't r',
      definition: `CREATE RULE r AS
    ON DELETE TO s.t DO INSTEAD  WITH a AS (
         INSERT INTO s.u (a) VALUES (0)
          RETURNING u.a
        ), b(x) AS (
         DELETE FROM s.v
          RETURNING v.a
        )
 INSERT INTO s.w (a)  SELECT old.a
           FROM a,
            b;\n`,
    },
    becomes: null,
    notes: ['left out: the target changes rows in one query of a WITH at most'],
  },
  {
    name: 'sorts as the database does where there is no ICU',
    entry: table(
      't',
      `CREATE TABLE s.t (
    a text COLLATE pg_catalog."de-x-icu" NOT NULL,
    b text COLLATE pg_catalog."C",
    c text COLLATE pg_catalog.pg_c_utf8,
    d text DEFAULT 'COLLATE pg_catalog.unicode'::text COLLATE s.mine
) DISTRIBUTED RANDOMLY;\n`,
    ),
    becomes: `CREATE TABLE s.t (
    a text NOT NULL,
    b text COLLATE pg_catalog."C",
    c text COLLATE pg_catalog."C",
    d text DEFAULT 'COLLATE pg_catalog.unicode'::text COLLATE s.mine
) DISTRIBUTED RANDOMLY;\n`,
    notes: [
      'sorts as "C" does, as pg_c_utf8 did, but knows upper and lower case of ASCII alone',
      'sorts as the database does, not as de-x-icu: the target has no collations of icu',
    ],
  },
  {
    name: 'sorts as ICU does where there is one',
    target: 'cloudberry',
    entry: {
      desc: 'INDEX',
      tag: 'i',
      definition: 'CREATE INDEX i ON s.t USING btree (a COLLATE pg_catalog.unicode);\n',
    },
    becomes: 'CREATE INDEX i ON s.t USING btree (a COLLATE pg_catalog.unicode);\n',
    notes: [],
  },
  {
    name: 'leaves calls alone of functions that the archive has itself',
    beside: [{ desc: 'FUNCTION', tag: 'gcd(integer)', definition: null }],
    entry: { desc: 'VIEW', tag: 'v', definition: 'CREATE VIEW v AS SELECT gcd(1);\n' },
    becomes: 'CREATE VIEW v AS SELECT gcd(1);\n',
    notes: [],
  },
  {
    name: "takes pgcrypto's function for the one that there is not",
    beside: [
      { desc: 'EXTENSION', tag: 'pgcrypto', definition: 'CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA x;\n' },
    ],
    entry: table(
      't',
      "CREATE TABLE s.t (\n    a uuid DEFAULT gen_random_uuid() NOT NULL,\n    b integer DEFAULT bit_count('\\x00'::bytea),\n    c bigint GENERATED ALWAYS AS (gcd(a, b)) STORED NOT NULL\n) DISTRIBUTED RANDOMLY;\n",
    ),
    becomes:
      'CREATE TABLE s.t (\n    a uuid DEFAULT x.gen_random_uuid() NOT NULL,\n    b integer,\n    c bigint\n) DISTRIBUTED RANDOMLY;\n',
    notes: [
      'the default of a is x.gen_random_uuid(), since the target has no function gen_random_uuid()',
      'b has no default, since the target has no function bit_count()',
      'c is not generated and has no values, since the target has no function gcd()',
    ],
  },
  {
    name: 'sorts as C does where there is no ICU',
    entry: {
      desc: 'COLLATION',
      tag: 'c',
      definition: "CREATE COLLATION s.c (provider = icu, deterministic = false, locale = 'und');\n",
    },
    becomes: "CREATE COLLATION s.c (provider = libc, locale = 'C');\n",
    notes: ['sorts as "C" does and takes only the same bytes for equal, since the target has no collations of icu'],
  },
  {
    name: 'leaves ICU to Cloudberry',
    target: 'cloudberry',
    entry: { desc: 'COLLATION', tag: 'c', definition: "CREATE COLLATION s.c (provider = icu, locale = 'und');\n" },
    becomes: "CREATE COLLATION s.c (provider = icu, locale = 'und');\n",
    notes: [],
  },
  {
    name: 'makes databases with the locale of the system',
    entry: {
      desc: 'DATABASE',
      tag: 'd',
      definition:
        "CREATE DATABASE d WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE_PROVIDER = icu LOCALE = 'de_DE' ICU_LOCALE = 'de';\n",
    },
    becomes: "CREATE DATABASE d WITH TEMPLATE = template0 ENCODING = 'UTF8' LC_COLLATE = 'de_DE' LC_CTYPE = 'de_DE';\n",
    notes: ['sorts as its LC_COLLATE says, since the target has no ICU_LOCALE'],
  },
  {
    name: 'grants nothing that is newer, and nothing to roles that are',
    entry: {
      desc: 'ACL',
      tag: 'TABLE t',
      definition: `GRANT SELECT,MAINTAIN,UPDATE(a) ON TABLE s.t TO u;
GRANT MAINTAIN ON TABLE s.t TO v;
GRANT SELECT ON TABLE s.t TO pg_read_all_data;\n`,
    },
    becomes: 'GRANT SELECT,UPDATE(a) ON TABLE s.t TO u;\n',
    notes: [
      'says nothing of pg_read_all_data, a role that the target does not have',
      'MAINTAIN is left out, a privilege that the target does not have',
    ],
  },
  {
    name: 'does not set for functions what is newer',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: `CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE sql\n    SET transaction_timeout TO '1s'\n    SET enable_memoize TO 'off'\n    AS 'select 1';\n`,
    },
    becomes: `CREATE FUNCTION s.f() RETURNS int\n    LANGUAGE sql\n    AS 'select 1';\n`,
    notes: [
      'does not set transaction_timeout, which the target does not have',
      'does not set enable_memoize, which the target does not have',
    ],
  },
];
