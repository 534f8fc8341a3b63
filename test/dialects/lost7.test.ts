import { type Decision } from './as-genuine.ts';
import { describeLost } from './lost.ts';

const decisions: readonly Decision[] = [
  {
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'by_code; Type: SUBPARTITION TEMPLATE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours: 'ALTER TABLE lost.by_code SET SUBPARTITION TEMPLATE (\n' + '    SUBPARTITION a VALUES (1)\n' + ');',
  },
  {
    name: 'a key that is an enum is given as text, which the server takes',
    entry: 'by_color; Type: TABLE; Schema: lost; Owner: gpadmin',
    genuine:
      "WITH (compresstype=zlib, blocksize='32768', compresslevel='1', checksum='true') DISTRIBUTED BY (x, e);\n" +
      'ALTER TABLE ONLY lost.by_color ALTER COLUMN e SET STATISTICS 5;',
    ours:
      "WITH (compresstype=zlib, blocksize='32768', compresslevel='1', checksum='true') DISTRIBUTED RANDOMLY;\n" +
      'ALTER TABLE ONLY lost.by_color ALTER COLUMN e SET STATISTICS 5;\n' +
      '\n' +
      'ALTER TABLE lost.by_color ALTER COLUMN e TYPE text;\n' +
      'ALTER TABLE lost.by_color SET DISTRIBUTED BY (x, e);\n' +
      'ALTER TABLE lost.by_color ALTER COLUMN e TYPE lost.color USING e::lost.color;',
  },
  {
    name: 'a key that is an enum is left out where its type cannot be changed',
    entry: 'by_default_color; Type: TABLE; Schema: lost; Owner: gpadmin',
    genuine: ') DISTRIBUTED BY (e);',
    ours: ') DISTRIBUTED RANDOMLY;',
  },
  {
    name: 'functions keep their SET clauses',
    entry: 'finds(); Type: FUNCTION; Schema: lost; Owner: gpadmin',
    genuine: '    LANGUAGE sql',
    ours: '    LANGUAGE sql\n' + "    SET search_path TO 'lost', 'Odd one'",
  },
  {
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'kinds; Type: SUBPARTITION TEMPLATE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'ALTER TABLE lost.kinds_1_prt_r_2_prt_o SET SUBPARTITION TEMPLATE (\n' +
      '    SUBPARTITION t VALUES (1, -2, 10000000000, -9223372036854775808),\n' +
      '    SUBPARTITION h VALUES (77, 78)\n' +
      ');\n' +
      'ALTER TABLE lost.kinds_1_prt_r SET SUBPARTITION TEMPLATE (\n' +
      '    SUBPARTITION t VALUES (true),\n' +
      '    SUBPARTITION f VALUES (false, NULL)\n' +
      ');\n' +
      'ALTER TABLE lost.kinds SET SUBPARTITION TEMPLATE (\n' +
      '    DEFAULT SUBPARTITION o,\n' +
      "    VALUES ('red', 'it''s blue')\n" +
      ');',
  },
  {
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'others; Type: SUBPARTITION TEMPLATE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'ALTER TABLE lost.others_1_prt_one_2_prt_1_3_prt_u SET SUBPARTITION TEMPLATE (\n' +
      "    SUBPARTITION b START ('0001') END ('1000')\n" +
      ');\n' +
      'ALTER TABLE lost.others_1_prt_one_2_prt_1 SET SUBPARTITION TEMPLATE (\n' +
      "    SUBPARTITION v VALUES ('a ', 'ü')\n" +
      ');\n' +
      'ALTER TABLE lost.others_1_prt_one SET SUBPARTITION TEMPLATE (\n' +
      "    SUBPARTITION u VALUES ('00010203-0405-0607-0809-0a0b0c0d0e0f')\n" +
      ');\n' +
      'ALTER TABLE lost.others SET SUBPARTITION TEMPLATE (\n' +
      "    START ('-Infinity') END ('1e-300'),\n" +
      "    START ('1e-300') END ('0.1')\n" +
      ');',
  },
  {
    name: 'a key that is an enum is given as text, which the server takes',
    entry: 'parts_by_color; Type: TABLE; Schema: lost; Owner: gpadmin',
    genuine: 'PARTITION BY RANGE (x) DISTRIBUTED BY (e);',
    ours:
      'PARTITION BY RANGE (x) DISTRIBUTED RANDOMLY;\n' +
      '\n' +
      'ALTER TABLE lost.parts_by_color ALTER COLUMN e TYPE text;\n' +
      'ALTER TABLE lost.parts_by_color SET DISTRIBUTED BY (e);\n' +
      'ALTER TABLE lost.parts_by_color ALTER COLUMN e TYPE lost.color USING e::lost.color;',
  },
  {
    name: 'a key that is an enum is given as text, which the server takes',
    entry: 'parts_by_color_1_prt_1; Type: TABLE; Schema: lost; Owner: gpadmin',
    genuine: ') DISTRIBUTED BY (e);',
    ours:
      ') DISTRIBUTED RANDOMLY;\n' +
      '\n' +
      'ALTER TABLE lost.parts_by_color_1_prt_1 ALTER COLUMN e TYPE text;\n' +
      'ALTER TABLE lost.parts_by_color_1_prt_1 SET DISTRIBUTED BY (e);\n' +
      'ALTER TABLE lost.parts_by_color_1_prt_1 ALTER COLUMN e TYPE lost.color USING e::lost.color;',
  },
  {
    name: 'a key that is an enum is given as text, which the server takes',
    entry: 'parts_by_color_1_prt_2; Type: TABLE; Schema: lost; Owner: gpadmin',
    genuine: ') DISTRIBUTED BY (e);',
    ours:
      ') DISTRIBUTED RANDOMLY;\n' +
      '\n' +
      'ALTER TABLE lost.parts_by_color_1_prt_2 ALTER COLUMN e TYPE text;\n' +
      'ALTER TABLE lost.parts_by_color_1_prt_2 SET DISTRIBUTED BY (e);\n' +
      'ALTER TABLE lost.parts_by_color_1_prt_2 ALTER COLUMN e TYPE lost.color USING e::lost.color;',
  },
  {
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'readings; Type: SUBPARTITION TEMPLATE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'ALTER TABLE lost.readings_1_prt_p1 SET SUBPARTITION TEMPLATE (\n' +
      "    SUBPARTITION x START ('-1.5') END ('100000'),\n" +
      "    SUBPARTITION y START ('200000') END ('400001.00'),\n" +
      "    SUBPARTITION z START ('12345678.9000') END ('100000000000000000000') WITH (appendonly=false, fillfactor=70) TABLESPACE pg_default\n" +
      ');\n' +
      'ALTER TABLE lost.readings SET SUBPARTITION TEMPLATE (\n' +
      '    DEFAULT SUBPARTITION other,\n' +
      '    START (-10) END (0) EVERY (5) WITH (appendonly=true, orientation=row, compresslevel=3, compresstype=zlib),\n' +
      '    START (1) END (11),\n' +
      '    SUBPARTITION sp START (20) END (100) WITH (appendonly=true, orientation=column, compresstype=zlib, compresslevel=1),\n' +
      '    COLUMN k ENCODING (compresstype=zlib, compresslevel=5, blocksize=65536)\n' +
      ');',
  },
  {
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'sales; Type: SUBPARTITION TEMPLATE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'ALTER TABLE lost.sales SET SUBPARTITION TEMPLATE (\n' +
      '    DEFAULT SUBPARTITION other,\n' +
      `    SUBPARTITION usa VALUES ('usa', 'it''s \\ (a) {b} <c> "q"', '', ':x', 'größe'),\n` +
      `    SUBPARTITION "Odd: name" VALUES (NULL, '123', '-1', '<>', '"')\n` +
      ');',
  },
  {
    name: 'subpartition templates are read from the tree that the server keeps',
    entry: 'times; Type: SUBPARTITION TEMPLATE; Schema: lost; Owner: gpadmin',
    genuine: null,
    ours:
      'ALTER TABLE lost.times_1_prt_one_2_prt_old SET SUBPARTITION TEMPLATE (\n' +
      "    SUBPARTITION one START ('-infinity') END ('2023-12-31 18:30:00+00'),\n" +
      "    SUBPARTITION two START ('2023-12-31 18:30:00+00')\n" +
      ');\n' +
      'ALTER TABLE lost.times_1_prt_one SET SUBPARTITION TEMPLATE (\n' +
      "    START ('1999-12-31 23:59:59.500000') END ('2000-01-02 00:00:00') EVERY ('1 days -01:00:00'::interval)\n" +
      ');\n' +
      'ALTER TABLE lost.times SET SUBPARTITION TEMPLATE (\n' +
      "    SUBPARTITION old START ('0044-03-15 BC') END ('2000-01-01'),\n" +
      "    START ('2024-01-01') END ('2025-01-01') EVERY ('3 mons'::interval),\n" +
      "    SUBPARTITION far START ('2999-12-31') END ('infinity')\n" +
      ');',
  },
];

/** Places in a statement and OIDs aside: of types, of an enum's labels. */
const tree = `regexp_replace(template::text, ':location -?\\d+|:consttype \\d{5,}|constvalue 4 \\[[^]]*\\]', '', 'g')`;

describeLost({
  name: 'Greenplum 7',
  folder: 'greenplum-7',
  variable: 'GREENPLUM7',
  decisions,
  facts: [
    `SELECT relid::regclass::text, level, ${tree} AS tree FROM gp_partition_template
     WHERE relid <> 'lost.by_address'::regclass`,
    `SELECT c.oid::regclass::text, amname, reloptions, pg_get_expr(relpartbound, c.oid) AS bound,
       CASE WHEN relname <> 'by_default_color' THEN pg_get_table_distributedby(c.oid) END AS key
     FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace LEFT JOIN pg_am ON pg_am.oid = relam
     WHERE nspname = 'lost'`,
    `SELECT attrelid::regclass::text, attname, atttypid::regtype::text, attnotnull, attstattarget, e.attoptions
     FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
     LEFT JOIN pg_attribute_encoding e USING (attrelid, attnum)
     WHERE nspname = 'lost' AND attnum > 0 AND relkind <> 'i'`,
    `SELECT profnoid::text, procallback::text FROM pg_proc_callback WHERE profnoid::oid > 16384`,
    `SELECT proname, proconfig FROM pg_proc WHERE pronamespace = 'lost'::regnamespace`,
    `SELECT fdwoptions FROM pg_foreign_data_wrapper UNION ALL SELECT srvoptions FROM pg_foreign_server
     UNION ALL SELECT ftoptions FROM pg_foreign_table`,
  ],
});
