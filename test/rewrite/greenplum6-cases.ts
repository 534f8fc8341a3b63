import { table, type Case } from './rule-case.ts';

/** What PostgreSQL has since 9.5, and Greenplum 6 not. */
const cases: readonly Case[] = [
  {
    name: 'makes sequences without a type',
    entry: {
      desc: 'SEQUENCE',
      tag: 'q',
      definition: 'CREATE SEQUENCE s.q\n    AS integer\n    START WITH 5\n    CACHE 1;\n',
    },
    becomes: 'CREATE SEQUENCE s.q\n    START WITH 5\n    CACHE 1;\n',
    notes: [],
  },
  {
    name: 'computes generated columns by a trigger',
    entry: table(
      't',
      'CREATE TABLE s.t (\n    w integer,\n    a integer GENERATED ALWAYS AS ((w * 2)) STORED NOT NULL,\n    v text GENERATED ALWAYS AS ((w)::text)\n);\n',
    ),
    becomes: `CREATE TABLE s.t (
    w integer,
    a integer NOT NULL,
    v text
);
CREATE FUNCTION s.t_generated() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
#variable_conflict use_column
BEGIN
  NEW.a := (SELECT ((w * 2)) FROM (SELECT NEW.*) AS new_row);
  NEW.v := (SELECT ((w)::text) FROM (SELECT NEW.*) AS new_row);
  RETURN NEW;
END $$;
CREATE TRIGGER t_generated BEFORE INSERT OR UPDATE ON s.t FOR EACH ROW EXECUTE PROCEDURE s.t_generated();
`,
    notes: [
      'generated columns are computed by a trigger, since the target has none: where it has one, columns by which rows are spread cannot be updated',
    ],
  },
  {
    name: 'computes generated columns of children as those of their parents',
    beside: [
      table(
        't',
        'CREATE TABLE s.t (\n    a integer\n);\n' +
          'CREATE TRIGGER t_generated BEFORE INSERT OR UPDATE ON s.t FOR EACH ROW EXECUTE PROCEDURE s.t_generated();\n',
      ),
    ],
    entry: table('c', 'CREATE TABLE s.c (\n    b integer\n)\nINHERITS (s.t);\n'),
    becomes:
      'CREATE TABLE s.c (\n    b integer\n)\nINHERITS (s.t);\n' +
      'CREATE TRIGGER t_generated BEFORE INSERT OR UPDATE ON s.c FOR EACH ROW EXECUTE PROCEDURE s.t_generated();\n',
    notes: [],
  },
  {
    name: 'says what tables are stored in by their options',
    entry: {
      ...table('t', "CREATE TABLE s.t (\n    a integer\n)\nWITH (compresslevel='3') DISTRIBUTED BY (a);\n"),
      tableAccessMethod: 'ao_column',
    },
    becomes:
      "CREATE TABLE s.t (\n    a integer\n)\nWITH (appendonly=true, orientation=column, compresslevel='3') DISTRIBUTED BY (a);\n",
    notes: [],
  },
  {
    name: 'says the same of those whose own definition names an access method',
    entry: table(
      't',
      'CREATE TABLE s.t (\n    a integer\n) USING ao_column WITH (compresslevel=1) DISTRIBUTED BY (a);\n',
    ),
    becomes:
      'CREATE TABLE s.t (\n    a integer\n) WITH (appendonly=true, orientation=column, compresslevel=1) DISTRIBUTED BY (a);\n',
    notes: [],
  },
  {
    name: 'says the same of materialized views',
    entry: {
      desc: 'MATERIALIZED VIEW',
      tag: 'v',
      definition: 'CREATE MATERIALIZED VIEW s.v AS\n SELECT 1 AS a\n  WITH NO DATA\n DISTRIBUTED BY (a);\n',
      tableAccessMethod: 'ao_row',
    },
    becomes:
      'CREATE MATERIALIZED VIEW s.v WITH (appendonly=true) AS\n SELECT 1 AS a\n  WITH NO DATA\n DISTRIBUTED BY (a);\n',
    notes: [],
  },
  {
    name: 'says MASTER for COORDINATOR',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition:
        "CREATE FUNCTION s.f() RETURNS SETOF text\n    LANGUAGE sql EXECUTE ON COORDINATOR\n    AS 'select 1';\n",
    },
    becomes: "CREATE FUNCTION s.f() RETURNS SETOF text\n    LANGUAGE sql EXECUTE ON MASTER\n    AS 'select 1';\n",
    notes: [],
  },
  {
    name: 'says PROCEDURE for FUNCTION of operators',
    entry: {
      desc: 'OPERATOR',
      tag: '<',
      definition: 'CREATE OPERATOR s.< (\n    FUNCTION = s.lt,\n    LEFTARG = integer\n);\n',
    },
    becomes: 'CREATE OPERATOR s.< (\n    PROCEDURE = s.lt,\n    LEFTARG = integer\n);\n',
    notes: [],
  },
  {
    name: 'says WITH OPTIONS of columns of typed tables',
    entry: table('t', 'CREATE TABLE s.t OF s.ty (\n    no NOT NULL,\n    CONSTRAINT c CHECK ((no > 0))\n);\n'),
    becomes: 'CREATE TABLE s.t OF s.ty (\n    no WITH OPTIONS NOT NULL,\n    CONSTRAINT c CHECK ((no > 0))\n);\n',
    notes: [],
  },
  {
    name: 'has no unique keys of append-optimized tables',
    beside: [table('t', 'CREATE TABLE s.t (\n    a integer\n)\nWITH (appendonly=true) DISTRIBUTED BY (a);\n')],
    entry: {
      desc: 'CONSTRAINT',
      tag: 't k',
      definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (a);\n',
    },
    becomes: null,
    notes: ['left out: append-optimized tables of the target hold rows to none'],
  },
  {
    name: 'has plain indexes of append-optimized tables',
    beside: [table('t', 'CREATE TABLE s.t (\n    a integer\n)\nWITH (appendonly=true) DISTRIBUTED BY (a);\n')],
    entry: { desc: 'INDEX', tag: 'i', definition: 'CREATE UNIQUE INDEX i ON s.t USING btree (a);\n' },
    becomes: 'CREATE INDEX i ON s.t USING btree (a);\n',
    notes: ['a plain index: append-optimized tables of the target hold rows to none'],
  },
  {
    name: 'grants nothing to roles that it does not have',
    entry: {
      desc: 'ACL',
      tag: 'TABLE t',
      definition: 'GRANT SELECT ON TABLE s.t TO PUBLIC;\nGRANT SELECT ON TABLE s.t TO pg_monitor;\n',
    },
    becomes: 'GRANT SELECT ON TABLE s.t TO PUBLIC;\n',
    notes: ['says nothing of pg_monitor, a role that the target does not have'],
  },
  {
    name: 'gives roles no attributes and no passwords that it does not know',
    entry: {
      desc: 'GLOBAL',
      tag: '',
      definition:
        "ALTER ROLE r WITH LOGIN NOREPLICATION BYPASSRLS PASSWORD 'SCRAM-SHA-256$4096:a$b:c' VALID UNTIL 'infinity';",
    },
    becomes: "ALTER ROLE r WITH LOGIN NOREPLICATION VALID UNTIL 'infinity';",
    notes: [
      'is not BYPASSRLS: the target has no row security to bypass',
      'has no password: the target does not know SCRAM hashes and would take it for the password itself',
    ],
  },
  {
    name: 'has no settings of functions that it does not know',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition: "CREATE FUNCTION s.f() RETURNS integer\n    LANGUAGE sql\n    SET jit TO 'off'\n    AS 'select 1';\n",
    },
    becomes: "CREATE FUNCTION s.f() RETURNS integer\n    LANGUAGE sql\n    AS 'select 1';\n",
    notes: ['does not set jit, which the target does not have'],
  },
  {
    name: 'says triggers for rows of partitions',
    beside: [
      table(
        'p',
        "CREATE TABLE s.p (id int, k int)\nPARTITION BY LIST (k) (PARTITION a VALUES (1) WITH (tablename='p_a'), PARTITION b VALUES (2) WITH (tablename='p_b'));\n",
      ),
    ],
    entry: {
      desc: 'TRIGGER',
      tag: 'p tr',
      definition: 'CREATE TRIGGER tr AFTER INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f();\n',
    },
    becomes: `CREATE TRIGGER tr AFTER INSERT ON s.p_a FOR EACH ROW EXECUTE PROCEDURE s.f();
CREATE TRIGGER tr AFTER INSERT ON s.p_b FOR EACH ROW EXECUTE PROCEDURE s.f();
`,
    notes: ['on each partition, since triggers of the target see only rows of their own table'],
  },
  {
    name: 'says no options of tables that it does not know',
    entry: table('t', "CREATE TABLE s.t (\n    a integer\n)\nWITH (fillfactor='70', toast_tuple_target='200');\n"),
    becomes: "CREATE TABLE s.t (\n    a integer\n)\nWITH (fillfactor='70');\n",
    notes: ['has no toast_tuple_target, which the target does not know'],
  },
  {
    name: 'leaves out queries that it cannot read',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT t.a\n   FROM s.t TABLESAMPLE bernoulli (10);\n',
    },
    becomes: null,
    notes: ['left out: the target has no TABLESAMPLE'],
  },
  {
    name: 'says nothing to planners of functions',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition:
        'CREATE FUNCTION s.f() RETURNS integer\n    LANGUAGE sql IMMUTABLE SUPPORT s.help PARALLEL SAFE\n    AS $$select 1 PARALLEL SAFE$$;\n',
    },
    becomes: 'CREATE FUNCTION s.f() RETURNS integer\n    LANGUAGE sql IMMUTABLE\n    AS $$select 1 PARALLEL SAFE$$;\n',
    notes: [],
  },
  {
    name: 'says nothing to planners of aggregates',
    entry: {
      desc: 'AGGREGATE',
      tag: 'a(integer)',
      definition:
        "CREATE AGGREGATE s.a(integer) (\n    SFUNC = int4pl,\n    STYPE = integer,\n    INITCOND = '0',\n    FINALFUNC_MODIFY = READ_WRITE,\n    PARALLEL = safe\n);\n",
    },
    becomes: "CREATE AGGREGATE s.a(integer) (\n    SFUNC = int4pl,\n    STYPE = integer,\n    INITCOND = '0'\n);\n",
    notes: [],
  },
  {
    name: 'says EXECUTE PROCEDURE of triggers',
    entry: {
      desc: 'TRIGGER',
      tag: 't tr',
      definition: 'CREATE TRIGGER tr BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.f();\n',
    },
    becomes: 'CREATE TRIGGER tr BEFORE INSERT ON s.t FOR EACH ROW EXECUTE PROCEDURE s.f();\n',
    notes: [],
  },
  {
    name: 'says EXECUTE PROCEDURE of event triggers',
    entry: {
      desc: 'EVENT TRIGGER',
      tag: 'e',
      definition: 'CREATE EVENT TRIGGER e ON ddl_command_end\n   EXECUTE FUNCTION s.f();\n',
    },
    becomes: 'CREATE EVENT TRIGGER e ON ddl_command_end\n   EXECUTE PROCEDURE s.f();\n',
    notes: [],
  },
  {
    name: 'leaves out triggers of events that it does not know',
    entry: {
      desc: 'EVENT TRIGGER',
      tag: 'e',
      definition: 'CREATE EVENT TRIGGER e ON table_rewrite\n   EXECUTE FUNCTION s.f();\n',
    },
    becomes: null,
    notes: ['left out: the target has no such event'],
  },
  {
    name: 'leaves out triggers with transition tables',
    entry: {
      desc: 'TRIGGER',
      tag: 't tr',
      definition:
        'CREATE TRIGGER tr AFTER INSERT ON s.t REFERENCING NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION s.f();\n',
    },
    becomes: null,
    notes: ['left out: the target shows triggers no transition tables'],
  },
  {
    name: 'makes indexes without included columns',
    entry: {
      desc: 'INDEX',
      tag: 'i',
      definition: 'CREATE INDEX i ON s.t USING btree (a) INCLUDE (b) WHERE (c > 0);\n',
    },
    becomes: 'CREATE INDEX i ON s.t USING btree (a) WHERE (c > 0);\n',
    notes: ['has only the columns that are searched by, since the target has no INCLUDE'],
  },
  {
    name: 'makes keys without included columns',
    entry: {
      desc: 'CONSTRAINT',
      tag: 't k',
      definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (a) INCLUDE (b);\n',
    },
    becomes: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k PRIMARY KEY (a);\n',
    notes: ['has only the columns that are searched by, since the target has no INCLUDE'],
  },
  {
    name: 'makes indexes by hash such by btree',
    entry: { desc: 'INDEX', tag: 'i', definition: 'CREATE INDEX i ON s.t USING hash (a);\n' },
    becomes: 'CREATE INDEX i ON s.t USING btree (a);\n',
    notes: ['by btree, since the target has no indexes by hash'],
  },
  {
    name: 'leaves out indexes of methods that it lacks',
    entry: { desc: 'INDEX', tag: 'i', definition: 'CREATE INDEX i ON s.t USING brin (a);\n' },
    becomes: null,
    notes: ['left out: the target has no indexes by brin'],
  },
  {
    name: 'leaves out exclusion constraints',
    entry: {
      desc: 'CONSTRAINT',
      tag: 't x',
      definition: 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT x EXCLUDE USING gist (r WITH &&);\n',
    },
    becomes: null,
    notes: ['left out: the target has no exclusion constraints'],
  },
  {
    name: 'leaves out policies',
    entry: { desc: 'POLICY', tag: 't p', definition: 'CREATE POLICY p ON s.t USING ((a > 0));\n' },
    becomes: null,
    notes: ['left out: the target has no row security: who may read the table reads all its rows'],
  },
  {
    name: 'forces no row security',
    entry: table('t', 'CREATE TABLE s.t (\n    a integer\n);\n\nALTER TABLE ONLY s.t FORCE ROW LEVEL SECURITY;\n'),
    becomes: 'CREATE TABLE s.t (\n    a integer\n);\n',
    notes: ['who may read it reads all its rows: the target has no row security'],
  },
  {
    name: 'leaves out procedures',
    entry: {
      desc: 'PROCEDURE',
      tag: 'p()',
      definition: "CREATE PROCEDURE s.p()\n    LANGUAGE sql\n    AS 'select 1';\n",
    },
    becomes: null,
    notes: ['left out: the target has no procedures: a function may do the same, without COMMIT'],
  },
  {
    name: 'makes ranges without multiranges',
    entry: {
      desc: 'TYPE',
      tag: 'r',
      definition: 'CREATE TYPE s.r AS RANGE (\n    subtype = double precision,\n    multirange_type_name = s.m\n);\n',
    },
    becomes: 'CREATE TYPE s.r AS RANGE (\n    subtype = double precision\n);\n',
    notes: ['its multirange type is left out, since the target has none'],
  },
  {
    name: 'names no provider of collations',
    entry: { desc: 'COLLATION', tag: 'c', definition: "CREATE COLLATION s.c (provider = libc, locale = 'C');\n" },
    becomes: "CREATE COLLATION s.c (locale = 'C');\n",
    notes: [],
  },
  {
    name: 'has no defaults of functions that it lacks',
    entry: table('t', 'CREATE TABLE s.t (\n    u uuid DEFAULT gen_random_uuid() NOT NULL,\n    a integer\n);\n'),
    becomes:
      'CREATE TABLE s.t (\n    u uuid DEFAULT (md5(random()::text || clock_timestamp()::text))::uuid NOT NULL,\n    a integer\n);\n',
    notes: [
      'the default of u is (md5(random()::text || clock_timestamp()::text))::uuid, since the target has no function gen_random_uuid()',
    ],
  },
  {
    name: 'leaves out extensions that it does not come with',
    entry: { desc: 'EXTENSION', tag: 'cube', definition: 'CREATE EXTENSION IF NOT EXISTS cube WITH SCHEMA public;\n' },
    becomes: null,
    notes: ['left out: the target does not come with cube'],
  },
  {
    name: 'has types that came later as what their text is',
    entry: table('t', 'CREATE TABLE s.t (\n    m macaddr8 NOT NULL,\n    a integer\n);\n'),
    becomes: 'CREATE TABLE s.t (\n    m text NOT NULL,\n    a integer\n);\n',
    notes: ['columns of type macaddr8 are text, since the target has no such type'],
  },
  {
    name: 'has arrays of domains as arrays of what those are made of',
    beside: [
      { desc: 'DOMAIN', namespace: 's', tag: 'd', definition: 'CREATE DOMAIN s.d AS character varying(9) NOT NULL;\n' },
      { desc: 'DOMAIN', namespace: 's', tag: 'e', definition: 'CREATE DOMAIN s.e AS s.d;\n' },
    ],
    entry: table('t', "CREATE TABLE s.t (\n    a s.e[] DEFAULT '{}'::s.e[],\n    b s.e,\n    c text[]\n);\n"),
    becomes:
      "CREATE TABLE s.t (\n    a character varying(9)[] DEFAULT '{}'::character varying(9)[],\n    b s.e,\n    c text[]\n);\n",
    notes: ['arrays of s.e have character varying(9) in them, unchecked: the target has no arrays of domains'],
  },
  {
    name: 'has no functions of arrays of domains',
    beside: [{ desc: 'DOMAIN', namespace: 's', tag: 'd', definition: 'CREATE DOMAIN s.d AS text;\n' }],
    entry: { desc: 'FUNCTION', tag: 'f(s.d[])', definition: 'CREATE FUNCTION s.f(s.d[]) RETURNS text AS $$$$;\n' },
    becomes: null,
    notes: ['left out: the target has no arrays of domains like s.d'],
  },
  {
    name: 'has no comments on constraints of domains',
    entry: {
      desc: 'COMMENT',
      tag: 'CONSTRAINT c ON DOMAIN d',
      definition: "COMMENT ON CONSTRAINT c ON DOMAIN s.d IS 'x';\n",
    },
    becomes: null,
    notes: ['left out: the target has no comments on constraints of domains'],
  },
  {
    name: 'keeps comments on constraints of tables',
    entry: {
      desc: 'COMMENT',
      tag: 'CONSTRAINT c ON t',
      definition: "COMMENT ON CONSTRAINT c ON s.t IS 'on domain';\n",
    },
    becomes: "COMMENT ON CONSTRAINT c ON s.t IS 'on domain';\n",
    notes: [],
  },
  {
    name: 'sets no statistics of expressions of indexes',
    entry: {
      desc: 'INDEX',
      tag: 'i',
      definition: 'CREATE INDEX i ON s.t USING btree ((a + 1));\nALTER INDEX s.i ALTER COLUMN 1 SET STATISTICS 400;\n',
    },
    becomes: 'CREATE INDEX i ON s.t USING btree ((a + 1));\n',
    notes: ['ANALYZE looks at its expressions as usual: the target knows no other way'],
  },
  {
    name: 'leaves out views of catalogs that came with PostgreSQL 9.5 to 12',
    entry: {
      desc: 'VIEW',
      tag: 'v',
      definition: 'CREATE VIEW s.v AS\n SELECT relname\n   FROM pg_class\n  WHERE relrowsecurity;\n',
    },
    becomes: null,
    notes: ['left out: it reads relrowsecurity of pg_class, which the target does not have'],
  },
  ...[
    [
      "execute_on 'ALL_SEGMENTS',\n    format 'csv',\n    header 'true',\n    is_writable 'false',\n    " +
        "location_uris 'gpfdist://h:1/it''s|gpfdist://h:2/b',\n    log_errors 'enable',\n    delimiter ',',\n    " +
        `encoding 'UTF8',\n    escape '"',\n    force_not_null 'a,B c',\n    "null" '',\n    quote '"',\n    ` +
        "reject_limit '10',\n    reject_limit_type 'rows'",
      "CREATE EXTERNAL TABLE s.e (\n    a integer,\n    t text\n) LOCATION (\n    'gpfdist://h:1/it''s',\n    'gpfdist://h:2/b'\n)\n" +
        `FORMAT 'csv' (delimiter ',' null '' escape '"' quote '"' header force not null a, "B c")\nENCODING 'UTF8'\n` +
        'LOG ERRORS SEGMENT REJECT LIMIT 10 ROWS;\n',
    ],
    [
      "command E'echo \\\\t',\n    delimiter E'\\t',\n    encoding 'UTF8',\n    escape E'\\\\',\n    " +
        "execute_on 'COORDINATOR_ONLY',\n    format 'text',\n    is_writable 'false',\n    log_errors 'disable',\n    \"null\" E'\\\\N'",
      "CREATE EXTERNAL WEB TABLE s.e (\n    a integer,\n    t text\n) EXECUTE E'echo \\\\t' ON MASTER\n" +
        "FORMAT 'text' (delimiter E'\\t' null E'\\\\N' escape E'\\\\')\nENCODING 'UTF8';\n",
    ],
    [
      "a '10',\n    encoding 'UTF8',\n    execute_on 'ALL_SEGMENTS',\n    format 'custom',\n    formatter 'fixedwidth_in',\n    " +
        "is_writable 'true',\n    location_uris 'p://x',\n    log_errors 'disable'",
      "CREATE WRITABLE EXTERNAL TABLE s.e (\n    a integer,\n    t text\n) LOCATION (\n    'p://x'\n)\n" +
        "FORMAT 'custom' (a = '10', formatter = 'fixedwidth_in')\nENCODING 'UTF8' DISTRIBUTED BY (a);\n",
    ],
  ].map(([options = '', becomes = '']) => ({
    name: `says of an external table in its own words: ${becomes.slice(0, 35)}`,
    entry: {
      desc: 'FOREIGN TABLE',
      tag: 'e',
      definition:
        'CREATE FOREIGN TABLE s.e (\n    a integer NOT NULL,\n    t text COLLATE pg_catalog."C"\n)\nSERVER gp_exttable_server\n' +
        `OPTIONS (\n    ${options}\n)${becomes.includes('WRITABLE') ? ' DISTRIBUTED BY (a)' : ''};\n`,
    },
    becomes,
    notes: ['its columns have names and types alone, as the target has no more of external tables'],
  })),
  {
    name: 'keeps a domain without the check that it cannot do',
    entry: {
      desc: 'DOMAIN',
      tag: 'd',
      definition:
        'CREATE DOMAIN s.d AS text COLLATE pg_catalog."C" NOT NULL DEFAULT to_jsonb(1)\n' +
        "\tCONSTRAINT a CHECK ((VALUE <> 'jsonb_set('::text))\n\tCONSTRAINT b CHECK ((num_nonnulls(VALUE) = 1));\n",
    },
    becomes:
      'CREATE DOMAIN s.d AS text COLLATE pg_catalog."C" NOT NULL\n' +
      "\tCONSTRAINT a CHECK ((VALUE <> 'jsonb_set('::text));\n",
    notes: [
      'the default is left out: it calls to_jsonb(), which the target does not have',
      'a check (b) is left out: it calls num_nonnulls(), which the target does not have',
    ],
  },
  {
    name: 'keeps a table without the check that it cannot do',
    entry: table('t', 'CREATE TABLE s.t (\n    a integer,\n    CONSTRAINT c CHECK ((num_nonnulls(a) = 1))\n);\n'),
    becomes: 'CREATE TABLE s.t (\n    a integer\n);\n',
    notes: ['a check (c) is left out: it calls num_nonnulls(), which the target does not have'],
  },
  {
    name: 'keeps tables without options of their TOAST tables',
    entry: table('t', "CREATE TABLE s.t (\n    a text\n)\nWITH (fillfactor='40', toast.autovacuum_enabled='false');\n"),
    becomes: "CREATE TABLE s.t (\n    a text\n)\nWITH (fillfactor='40');\n",
    notes: ['has no toast.autovacuum_enabled, which the target does not know'],
  },
  {
    name: 'sets defaults of parents in their children, and behind them what those have themselves',
    beside: [
      table('p', 'CREATE TABLE s.p (\n    a integer\n);\n'),
      table('c', 'CREATE TABLE s.c (\n)\nINHERITS (s.p);\n'),
      table('d', 'CREATE TABLE s.d (\n)\nINHERITS (s.c);\n'),
      { desc: 'DEFAULT', tag: 'd a', definition: 'ALTER TABLE ONLY s.d ALTER COLUMN a SET DEFAULT 2;\n' },
    ],
    entry: { desc: 'DEFAULT', tag: 'p a', definition: 'ALTER TABLE ONLY s.p ALTER COLUMN a SET DEFAULT 1;\n' },
    becomes: 'ALTER TABLE s.p ALTER COLUMN a SET DEFAULT 1;\nALTER TABLE s.d ALTER COLUMN a SET DEFAULT 2;\n',
    notes: [],
  },
  ...[
    ['USING spgist (b)', 'box for spgist'],
    ['USING gin (u)', 'uuid[] for gin'],
    ['USING spgist (a quad_point_ops)', null],
    ['USING gist (b)', null],
    ['USING gin (t)', null],
  ].map(([words, lacking]): Case => {
    const definition = `CREATE INDEX i ON s.t ${words};\n`;
    return {
      name: `${lacking === null ? 'has' : 'leaves out'} an index ${words}`,
      beside: [table('t', 'CREATE TABLE s.t (\n    a point,\n    b box,\n    u uuid[],\n    t text[]\n);\n')],
      entry: { desc: 'INDEX', tag: 'i', definition },
      becomes: lacking === null ? definition : null,
      notes: lacking === null ? [] : [`left out: the target has no operator class of ${lacking}`],
    };
  }),
  {
    name: 'leaves out rules that call a table otherwise where they insert into it',
    entry: {
      desc: 'RULE',
      tag: 't r',
      definition: `CREATE RULE r AS
    ON INSERT TO s.t DO INSTEAD  INSERT INTO s.u AS x (a)
  VALUES (new.a)
  RETURNING x.a;\n`,
    },
    becomes: null,
    notes: ['left out: the target calls no table otherwise where it inserts into it'],
  },
  {
    name: 'has hash classes without functions that take a seed',
    entry: {
      desc: 'OPERATOR CLASS',
      tag: 'o',
      definition:
        'CREATE OPERATOR CLASS s.o\n    DEFAULT FOR TYPE s.t USING hash FAMILY s.o AS\n    OPERATOR 1 s.=(s.t,s.t) ,\n' +
        '    FUNCTION 1 (s.t, s.t) s.hash(s.t) ,\n    FUNCTION 2 (s.t, s.t) s.hash_extended(s.t,bigint);\n',
    },
    becomes:
      'CREATE OPERATOR CLASS s.o\n    DEFAULT FOR TYPE s.t USING hash FAMILY s.o AS\n    OPERATOR 1 s.=(s.t,s.t) ,\n' +
      '    FUNCTION 1 (s.t, s.t) s.hash(s.t);\n',
    notes: [],
  },
  {
    name: 'has hash families without them, too',
    entry: {
      desc: 'OPERATOR FAMILY',
      tag: 'o',
      definition:
        'CREATE OPERATOR FAMILY s.o USING hash;\nALTER OPERATOR FAMILY s.o USING hash ADD\n' +
        '    FUNCTION 2 (integer, integer) s.hash_extended(integer,bigint);\n',
    },
    becomes: 'CREATE OPERATOR FAMILY s.o USING hash;\n',
    notes: [],
  },
];

export const greenplum6Cases = cases.map((each): Case => ({ ...each, target: 'greenplum6' }));
