import type { ClusterVariable } from '../support/live-cluster.ts';

/**
 * What a restored database of Greenplum must have in common with the one it came from, asked of the catalogs: each query
 * gives lines that name things, of which no OID, no position of a dropped column and no number of segments is a part
 * (the copy is on all of them).
 */
export interface Fact {
  readonly name: string;
  readonly sql: string;
}

/** What users made: nothing of initdb, of the toolkit or of extensions. */
const users = (oid: string, catalog: string): string =>
  `n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'gp_toolkit')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend e
    WHERE e.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass AND e.objid = ${oid} AND e.deptype = 'e')`;

const relations = `pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace`;

const sorted = (array: string): string =>
  `(SELECT pg_catalog.array_agg(x::pg_catalog.text ORDER BY x::pg_catalog.text) FROM pg_catalog.unnest(${array}) x)`;

const common: readonly Fact[] = [
  {
    name: 'distribution',
    sql: `SELECT c.oid::pg_catalog.regclass, p.policytype,
  (SELECT pg_catalog.array_agg(a.attname ORDER BY k.place)
    FROM (SELECT pg_catalog.generate_series(0, pg_catalog.array_upper(p.distkey, 1)) AS place) k
    JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.distkey[k.place]),
  (SELECT pg_catalog.array_agg(o.opcname ORDER BY k.place)
    FROM (SELECT pg_catalog.generate_series(0, pg_catalog.array_upper(p.distclass, 1)) AS place) k
    JOIN pg_catalog.pg_opclass o ON o.oid = p.distclass[k.place]),
  pg_catalog.pg_get_table_distributedby(c.oid)
FROM pg_catalog.gp_distribution_policy p
JOIN pg_catalog.pg_class c ON c.oid = p.localoid`,
  },
  {
    name: 'encodings of columns',
    sql: `SELECT c.oid::pg_catalog.regclass, a.attname, ${sorted('e.attoptions')}
FROM pg_catalog.pg_attribute_encoding e
JOIN pg_catalog.pg_attribute a ON a.attrelid = e.attrelid AND a.attnum = e.attnum
JOIN pg_catalog.pg_class c ON c.oid = e.attrelid
WHERE NOT a.attisdropped`,
  },
  {
    name: 'encodings of types',
    sql: `SELECT e.typid::pg_catalog.regtype, ${sorted('e.typoptions')} FROM pg_catalog.pg_type_encoding e`,
  },
  {
    name: 'columns',
    sql: `SELECT c.oid::pg_catalog.regclass, pg_catalog.row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
  pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attstorage, a.attstattarget,
  a.attislocal, a.attinhcount, a.attoptions, ${sorted('a.attfdwoptions')},
  (SELECT l.collname FROM pg_catalog.pg_collation l WHERE l.oid = a.attcollation),
  (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attrdef d
    WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum)
FROM ${relations}
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE ${users('c.oid', 'pg_class')}`,
  },
  {
    name: 'indexes',
    sql: `SELECT c.oid::pg_catalog.regclass, pg_catalog.pg_get_indexdef(i.indexrelid),
  i.indisclustered, i.indisvalid, i.indisprimary, i.indisreplident
FROM pg_catalog.pg_index i
JOIN ${relations.replace('JOIN', 'ON c.oid = i.indexrelid JOIN')}
WHERE ${users('c.oid', 'pg_class')}`,
  },
  {
    name: 'constraints',
    sql: `SELECT k.conrelid::pg_catalog.regclass, k.contypid::pg_catalog.regtype, k.conname,
  pg_catalog.pg_get_constraintdef(k.oid), k.convalidated, k.conislocal, k.coninhcount
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
WHERE ${users('k.oid', 'pg_constraint')}`,
  },
  {
    name: 'triggers',
    sql: `SELECT t.tgrelid::pg_catalog.regclass, pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled
FROM pg_catalog.pg_trigger t
WHERE NOT t.tgisinternal`,
  },
  {
    name: 'rules and views',
    sql: `SELECT r.ev_class::pg_catalog.regclass, pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled
FROM pg_catalog.pg_rewrite r
JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE ${users('c.oid', 'pg_class')}`,
  },
  {
    name: 'functions',
    sql: `SELECT p.oid::pg_catalog.regprocedure, p.prorettype::pg_catalog.regtype, p.prosrc, p.probin, p.provolatile,
  p.proisstrict, p.prosecdef, p.procost, p.prorows, p.proconfig, p.proexeclocation,
  pg_catalog.row_to_json(p)->>'prodataaccess'
FROM pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE ${users('p.oid', 'pg_proc')}`,
  },
  {
    name: 'types',
    sql: `SELECT t.oid::pg_catalog.regtype, t.typtype, pg_catalog.format_type(t.typbasetype, t.typtypmod), t.typnotnull,
  t.typdefault, (SELECT pg_catalog.array_agg(e.enumlabel ORDER BY e.enumsortorder)
    FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid)
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE ${users('t.oid', 'pg_type')} AND t.typtype <> 'b'`,
  },
  {
    name: 'inheritance',
    sql: `SELECT i.inhrelid::pg_catalog.regclass, i.inhparent::pg_catalog.regclass, i.inhseqno
FROM pg_catalog.pg_inherits i`,
  },
  {
    name: 'privileges',
    sql: `SELECT 'relation', c.oid::pg_catalog.regclass::pg_catalog.text, ${sorted('c.relacl')} FROM pg_catalog.pg_class c
  WHERE c.oid >= 16384 AND c.relacl IS NOT NULL
UNION ALL SELECT 'column', a.attrelid::pg_catalog.regclass || '.' || a.attname, ${sorted('a.attacl')}
  FROM pg_catalog.pg_attribute a WHERE a.attacl IS NOT NULL
UNION ALL SELECT 'schema', n.nspname, ${sorted('n.nspacl')} FROM pg_catalog.pg_namespace n
  WHERE n.nspname !~ '^pg_(toast_)?temp_'
UNION ALL SELECT 'function', p.oid::pg_catalog.regprocedure::pg_catalog.text, ${sorted('p.proacl')}
  FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
UNION ALL SELECT 'language', l.lanname, ${sorted('l.lanacl')} FROM pg_catalog.pg_language l
UNION ALL SELECT 'type', t.oid::pg_catalog.regtype::pg_catalog.text, ${sorted('t.typacl')} FROM pg_catalog.pg_type t
  WHERE t.typacl IS NOT NULL
UNION ALL SELECT 'protocol', p.ptcname, ${sorted('p.ptcacl')} FROM pg_catalog.pg_extprotocol p
UNION ALL SELECT 'wrapper', w.fdwname, ${sorted('w.fdwacl')} FROM pg_catalog.pg_foreign_data_wrapper w
UNION ALL SELECT 'server', s.srvname, ${sorted('s.srvacl')} FROM pg_catalog.pg_foreign_server s
UNION ALL SELECT 'default', pg_catalog.pg_get_userbyid(d.defaclrole) || d.defaclobjtype
    || coalesce((SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE n.oid = d.defaclnamespace), ''),
  ${sorted('d.defaclacl')} FROM pg_catalog.pg_default_acl d`,
  },
  {
    name: 'owners',
    sql: `SELECT 'relation', c.oid::pg_catalog.regclass::pg_catalog.text, pg_catalog.pg_get_userbyid(c.relowner)
  FROM ${relations} WHERE ${users('c.oid', 'pg_class')}
UNION ALL SELECT 'schema', n.nspname, pg_catalog.pg_get_userbyid(n.nspowner) FROM pg_catalog.pg_namespace n
  WHERE n.nspname !~ '^pg_(toast_)?temp_'
UNION ALL SELECT 'function', p.oid::pg_catalog.regprocedure::pg_catalog.text, pg_catalog.pg_get_userbyid(p.proowner)
  FROM pg_catalog.pg_proc p WHERE p.oid >= 16384
UNION ALL SELECT 'type', t.oid::pg_catalog.regtype::pg_catalog.text, pg_catalog.pg_get_userbyid(t.typowner)
  FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE ${users('t.oid', 'pg_type')}
UNION ALL SELECT 'operator', o.oid::pg_catalog.regoperator::pg_catalog.text, pg_catalog.pg_get_userbyid(o.oprowner)
  FROM pg_catalog.pg_operator o WHERE o.oid >= 16384
UNION ALL SELECT 'operator class', o.opcname, pg_catalog.pg_get_userbyid(o.opcowner)
  FROM pg_catalog.pg_opclass o WHERE o.oid >= 16384
UNION ALL SELECT 'language', l.lanname, pg_catalog.pg_get_userbyid(l.lanowner) FROM pg_catalog.pg_language l
UNION ALL SELECT 'protocol', p.ptcname, pg_catalog.pg_get_userbyid(p.ptcowner) FROM pg_catalog.pg_extprotocol p
UNION ALL SELECT 'server', s.srvname, pg_catalog.pg_get_userbyid(s.srvowner) FROM pg_catalog.pg_foreign_server s
UNION ALL SELECT 'event trigger', e.evtname, pg_catalog.pg_get_userbyid(e.evtowner) FROM pg_catalog.pg_event_trigger e`,
  },
  {
    name: 'comments',
    sql: `SELECT pg_catalog.pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description
FROM pg_catalog.pg_description d
WHERE d.objoid >= 16384 AND pg_catalog.pg_describe_object(d.classoid, d.objoid, 0) NOT LIKE '%pg_toast%'`,
  },
  {
    name: 'extensions',
    sql: `SELECT e.extname, e.extversion, n.nspname FROM pg_catalog.pg_extension e
JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace`,
  },
  {
    name: 'foreign servers and mappings',
    sql: `SELECT s.srvname, ${sorted('s.srvoptions')}::pg_catalog.text, NULL::pg_catalog.text FROM pg_catalog.pg_foreign_server s
UNION ALL SELECT m.srvname, m.usename, ${sorted('m.umoptions')}::pg_catalog.text FROM pg_catalog.pg_user_mappings m
UNION ALL SELECT t.ftrelid::pg_catalog.regclass::pg_catalog.text, s.srvname, ${sorted('t.ftoptions')}::pg_catalog.text
  FROM pg_catalog.pg_foreign_table t JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver`,
  },
];

/** What of a relation differs in kind between the two: its storage. */
const storage = (method: string, options = sorted('c.reloptions')): Fact => ({
  name: 'storage',
  sql: `SELECT c.oid::pg_catalog.regclass, c.relkind, ${method}, c.relpersistence, c.relreplident, c.relispopulated,
  ${options}, (SELECT t.spcname FROM pg_catalog.pg_tablespace t WHERE t.oid = c.reltablespace)
FROM ${relations}
WHERE ${users('c.oid', 'pg_class')}`,
});

const greenplum6: readonly Fact[] = [
  // Partitions of no other storage than a heap are said to be so once they have been dumped.
  storage('c.relstorage, c.relhasoids', sorted(`pg_catalog.array_remove(c.reloptions, 'appendonly=false')`)),
  {
    // Without their positions: SPLIT and EXCHANGE leave gaps there, and the rank tells the order too.
    name: 'partitions',
    sql: `SELECT schemaname, tablename, partitionschemaname, partitiontablename, partitionname,
  parentpartitiontablename, parentpartitionname, partitiontype, partitionlevel, partitionrank,
  partitionlistvalues, partitionrangestart, partitionstartinclusive, partitionrangeend, partitionendinclusive,
  partitioneveryclause, partitionisdefault, parenttablespace, partitiontablespace,
  pg_catalog.replace(partitionboundary, $$ WITH (appendonly='false')$$, '')
FROM pg_catalog.pg_partitions`,
  },
  { name: 'partition templates', sql: 'SELECT * FROM pg_catalog.pg_partition_templates' },
  {
    name: 'external tables',
    sql: `SELECT x.reloid::pg_catalog.regclass, x.urilocation, x.execlocation, x.fmttype, x.fmtopts, x.options, x.command,
  x.rejectlimit, x.rejectlimittype, x.logerrors, x.encoding, x.writable
FROM pg_catalog.pg_exttable x
JOIN ${relations.replace('JOIN', 'ON c.oid = x.reloid JOIN')}
WHERE ${users('c.oid', 'pg_class')}`,
  },
];

const greenplum7: readonly Fact[] = [
  storage('(SELECT m.amname FROM pg_catalog.pg_am m WHERE m.oid = c.relam)'),
  {
    // Templates of subpartitions cannot be dumped by any program: a dump tells which tables have one.
    name: 'partitions',
    sql: `SELECT c.oid::pg_catalog.regclass, pg_catalog.pg_get_partkeydef(c.oid),
  pg_catalog.pg_get_expr(c.relpartbound, c.oid)
FROM pg_catalog.pg_class c
WHERE c.relkind = 'p' OR c.relispartition`,
  },
  {
    name: 'identity, generated columns and sequences',
    sql: `SELECT a.attrelid::pg_catalog.regclass::pg_catalog.text, a.attname::pg_catalog.text, a.attidentity || a.attgenerated
  FROM pg_catalog.pg_attribute a WHERE a.attidentity <> '' OR a.attgenerated <> ''
UNION ALL SELECT s.schemaname || '.' || s.sequencename, s.data_type || ' ' || s.start_value || ' ' || s.increment_by,
  s.min_value || ' ' || s.max_value || ' ' || s.cycle || ' ' || s.cache_size
  FROM pg_catalog.pg_sequences s`,
  },
  {
    name: 'policies',
    sql: `SELECT p.polrelid::pg_catalog.regclass, p.polname, p.polcmd, p.polpermissive,
  pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_catalog.pg_policy p`,
  },
  {
    name: 'statistics, publications',
    sql: `SELECT s.stxname::pg_catalog.text, pg_catalog.pg_get_statisticsobjdef(s.oid) FROM pg_catalog.pg_statistic_ext s
UNION ALL SELECT p.pubname, p.pubinsert || ' ' || p.pubupdate FROM pg_catalog.pg_publication p`,
  },
];

export const factsOf = (variable: ClusterVariable): readonly Fact[] => [
  ...common,
  ...(variable === 'GREENPLUM6' ? greenplum6 : greenplum7),
];
