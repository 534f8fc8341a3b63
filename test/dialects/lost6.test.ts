import { type Decision } from './as-genuine.ts';
import { describeLost } from './lost.ts';

const decisions: readonly Decision[] = [
  {
    name: 'privileges of one partition are kept, against those that come to it from above',
    entry: 'COLUMN parts_1_prt_hi_2_prt_b.id; Type: ACL; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL(id) ON TABLE lost.parts_1_prt_hi_2_prt_b FROM PUBLIC;\n' +
      'REVOKE ALL(id) ON TABLE lost.parts_1_prt_hi_2_prt_b FROM gpadmin;\n' +
      'GRANT INSERT(id) ON TABLE lost.parts_1_prt_hi_2_prt_b TO shop_reader;',
  },
  {
    name: 'privileges of one partition are kept, against those that come to it from above',
    entry: 'COLUMN parts_1_prt_hi_2_prt_b.t; Type: ACL; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL(t) ON TABLE lost.parts_1_prt_hi_2_prt_b FROM PUBLIC;\n' +
      'REVOKE ALL(t) ON TABLE lost.parts_1_prt_hi_2_prt_b FROM gpadmin;\n' +
      'GRANT INSERT(t) ON TABLE lost.parts_1_prt_hi_2_prt_b TO shop_reader;',
  },
  {
    name: 'comments on one partition and its columns are kept',
    entry: 'COLUMN parts_1_prt_hi_2_prt_b.v; Type: COMMENT; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours: "COMMENT ON COLUMN lost.parts_1_prt_hi_2_prt_b.v IS 'a column of one part';",
  },
  {
    name: 'a comment on an index of one partition is kept',
    entry: 'INDEX only_hi_a; Type: COMMENT; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours: "COMMENT ON INDEX lost.only_hi_a IS 'an index of one part';",
  },
  {
    name: 'an index of one partition is kept',
    entry: 'Only lo a; Type: INDEX; Schema: Else where; Owner: gpadmin; Tablespace: ',
    genuine: null,
    ours: 'CREATE INDEX "Only lo a" ON "Else where".parts_1_prt_lo_2_prt_a USING bitmap (t);',
  },
  {
    name: 'rules and triggers of one partition are kept',
    entry: 'Rule; Type: RULE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours: 'CREATE RULE "Rule" AS\n' + '    ON UPDATE TO lost.parts_1_prt_hi_2_prt_a DO NOTHING;',
  },
  {
    name: 'comments on one partition and its columns are kept',
    entry: 'TABLE lost.parts_1_prt_hi ; Type: COMMENT; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours: "COMMENT ON TABLE lost.parts_1_prt_hi IS 'the upper half';",
  },
  {
    name: 'privileges of one partition are kept, against those that come to it from above',
    entry: 'TABLE parts_1_prt_hi_2_prt_b; Type: ACL; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL ON TABLE lost.parts_1_prt_hi_2_prt_b FROM shop_reader CASCADE;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_hi_2_prt_b FROM PUBLIC;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_hi_2_prt_b FROM gpadmin;\n' +
      'GRANT ALL ON TABLE lost.parts_1_prt_hi_2_prt_b TO gpadmin;\n' +
      'GRANT SELECT ON TABLE lost.parts_1_prt_hi_2_prt_b TO shop_reader;',
  },
  {
    name: 'privileges of one partition are kept, against those that come to it from above',
    entry: 'TABLE parts_1_prt_lo; Type: ACL; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo FROM shop_reader CASCADE;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo FROM PUBLIC;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo FROM gpadmin;\n' +
      'GRANT ALL ON TABLE lost.parts_1_prt_lo TO gpadmin;\n' +
      'GRANT SELECT ON TABLE lost.parts_1_prt_lo TO shop_reader;\n' +
      'GRANT DELETE ON TABLE lost.parts_1_prt_lo TO shop_analyst;',
  },
  {
    name: 'privileges of one partition are kept, against those that come to it from above',
    entry: 'TABLE parts_1_prt_lo_2_prt_b; Type: ACL; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo_2_prt_b FROM shop_analyst CASCADE;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo_2_prt_b FROM shop_reader CASCADE;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo_2_prt_b FROM PUBLIC;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_lo_2_prt_b FROM gpadmin;\n' +
      'GRANT ALL ON TABLE lost.parts_1_prt_lo_2_prt_b TO gpadmin;\n' +
      'GRANT SELECT ON TABLE lost.parts_1_prt_lo_2_prt_b TO shop_reader;',
  },
  {
    name: 'privileges of one partition are kept, against those that come to it from above',
    entry: 'TABLE parts_1_prt_rest_2_prt_a; Type: ACL; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'REVOKE ALL ON TABLE lost.parts_1_prt_rest_2_prt_a FROM shop_reader CASCADE;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_rest_2_prt_a FROM PUBLIC;\n' +
      'REVOKE ALL ON TABLE lost.parts_1_prt_rest_2_prt_a FROM gpadmin;\n' +
      'GRANT ALL ON TABLE lost.parts_1_prt_rest_2_prt_a TO gpadmin;',
  },
  {
    name: 'rules and triggers of one partition are kept',
    entry: 'TRIGGER fires ON parts_1_prt_lo_2_prt_a; Type: COMMENT; Schema: Else where; Owner: gpadmin',
    genuine: null,
    ours: `COMMENT ON TRIGGER fires ON "Else where".parts_1_prt_lo_2_prt_a IS 'a trigger of one part';`,
  },
  {
    name: 'tables that inherit say how their own rows are distributed',
    entry: 'child; Type: TABLE; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine: 'INHERITS (lost.parent)\n' + ';',
    ours: 'INHERITS (lost.parent)\n' + ' DISTRIBUTED BY (b);',
  },
  {
    name: 'tables that inherit say how their own rows are distributed',
    entry: 'child_randomly; Type: TABLE; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine: 'INHERITS (lost.parent)\n' + ';',
    ours: 'INHERITS (lost.parent)\n' + ' DISTRIBUTED RANDOMLY;',
  },
  {
    name: 'an address with a comma in it stays whole',
    entry: 'commas; Type: EXTERNAL TABLE; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine: "    'gpfdist://etl:8080/',\n" + `    'b*.txt"',`,
    ours: "    'gpfdist://etl:8080/a,b*.txt',",
  },
  {
    name: 'rules and triggers of one partition are kept',
    entry: 'fires; Type: TRIGGER; Schema: Else where; Owner: gpadmin',
    genuine: null,
    ours: 'CREATE TRIGGER fires BEFORE INSERT ON "Else where".parts_1_prt_lo_2_prt_a FOR EACH ROW WHEN ((new.v > (3)::numeric)) EXECUTE PROCEDURE suppress_redundant_updates_trigger();',
  },
  {
    name: 'an index of one partition is kept',
    entry: 'only_hi_a; Type: INDEX; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine: null,
    ours: 'CREATE INDEX only_hi_a ON lost.parts_1_prt_hi_2_prt_a USING btree (v);',
  },
  {
    name: 'what is said of columns reaches the partitions',
    entry: 'parts; Type: TABLE; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine:
      'ALTER TABLE ONLY lost.parts ALTER COLUMN k SET (n_distinct=5);\n' +
      'ALTER TABLE ONLY lost.parts ALTER COLUMN t SET STORAGE EXTERNAL;\n' +
      'ALTER TABLE ONLY lost.parts ALTER COLUMN v SET STATISTICS 5;',
    ours:
      'ALTER TABLE lost.parts ALTER COLUMN k SET (n_distinct=5);\n' +
      'ALTER TABLE lost.parts ALTER COLUMN t SET STORAGE EXTERNAL;\n' +
      'ALTER TABLE lost.parts ALTER COLUMN v SET STATISTICS 5;',
  },
  {
    name: 'tables of a type stay so',
    entry: 'plain; Type: TABLE; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine: 'CREATE TABLE lost.plain (\n' + '    street text,\n' + '    no integer,\n' + '    tags text[]\n' + ')',
    ours: 'CREATE TABLE lost.plain OF lost.address',
  },
  {
    name: 'tables of a type stay so',
    entry: 'typed; Type: TABLE; Schema: lost; Owner: gpadmin; Tablespace: ',
    genuine:
      'CREATE TABLE lost.typed (\n' +
      '    street text NOT NULL,\n' +
      '    no integer DEFAULT 7,\n' +
      '    tags text[],',
    ours:
      'CREATE TABLE lost.typed OF lost.address (\n' +
      '    street WITH OPTIONS NOT NULL,\n' +
      '    no WITH OPTIONS DEFAULT 7,',
  },
];

describeLost({
  name: 'Greenplum 6',
  folder: 'greenplum-6',
  variable: 'GREENPLUM6',
  decisions,
  facts: [
    `SELECT c.oid::regclass::text AS relation, relacl, relhasoids, reloftype::regtype::text,
       (SELECT array_agg(attname || attacl::text ORDER BY attname) FROM pg_attribute
        WHERE attrelid = c.oid AND attacl IS NOT NULL) AS columns
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname IN ('lost', 'Else where')`,
    `SELECT objoid::regclass::text, objsubid, description FROM pg_description
     WHERE classoid = 'pg_class'::regclass AND objoid > 16384`,
    `SELECT pg_get_indexdef(i.oid) AS definition FROM pg_class i JOIN pg_namespace n ON n.oid = relnamespace
     WHERE relkind = 'i' AND nspname IN ('lost', 'Else where')`,
    `SELECT attrelid::regclass::text, attname, attstattarget, attstorage, attoptions FROM pg_attribute
     WHERE attrelid::regclass::text LIKE '%parts%' AND attnum > 0`,
    `SELECT tgname, pg_get_triggerdef(oid) AS definition FROM pg_trigger
     UNION ALL SELECT rulename, pg_get_ruledef(oid) FROM pg_rewrite WHERE ev_class > 16384`,
    `SELECT localoid::regclass::text, policytype::text, distkey::text FROM gp_distribution_policy`,
    `SELECT reloid::regclass::text, urilocation FROM pg_exttable WHERE reloid > 16384`,
    `SELECT profnoid::text, procallback::text FROM pg_proc_callback WHERE profnoid::oid > 16384`,
    `SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint`,
  ],
});
