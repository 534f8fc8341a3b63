import { builtIn } from './built-in.ts';
import { grammarOf, type Form } from './grammar.ts';

/** Parts of statements, as gpbackup has written them from its first release on. */
const parts = {
  who: 'PUBLIC | role',
  objecttype: `ACCESS METHOD | AGGREGATE | CAST | COLLATION | COLUMN | CONSTRAINT | CONVERSION | DATABASE | DOMAIN | EVENT TRIGGER |
    EXTENSION | FOREIGN < DATA WRAPPER | TABLE | SERVER > | FUNCTION | INDEX | LANGUAGE | MATERIALIZED VIEW |
    OPERATOR [ < CLASS | FAMILY > ] | POLICY | PROCEDURE | PROTOCOL | RESOURCE < QUEUE | GROUP > | ROLE | RULE | SCHEMA | SEQUENCE |
    SERVER | STATISTICS | TABLE | TABLESPACE | TEXT SEARCH < PARSER | TEMPLATE | DICTIONARY | CONFIGURATION > | TRIGGER | TYPE |
    VIEW | TRANSFORM | USER MAPPING | STORAGE < SERVER | USER MAPPING >`,
  object: `parens | name '.' operator { operator } [ parens ] | qname [ parens ] [ USING name ]`,
  rights: "right { ',' right }",
  right: `ALL | SELECT | INSERT | UPDATE | DELETE | TRUNCATE | REFERENCES | TRIGGER | USAGE | CREATE | TEMPORARY | CONNECT |
    EXECUTE`,
  ofcolumn: "'(' column ')'",
  type: `< DOUBLE PRECISION | CHARACTER [ VARYING ] [ parens ] | BIT [ VARYING ] [ parens ] |
    < TIMESTAMP | TIME > [ parens ] < WITH | WITHOUT > TIME ZONE |
    INTERVAL { YEAR | MONTH | DAY | HOUR | MINUTE | SECOND | TO } [ parens ] | typename [ parens ] > { brackets }`,
  value: 'string | number | name',
  setting: `name [ '.' name ] < TO | '=' > value { ',' value }`,
  storage: "storageoption { ',' storageoption }",
  storageoption: "BLOCKSIZE '=' blocksize | storagekey [ '=' < storagestring | number | storagekey > ]",
  classicparts: "'(' classicpart { ',' classicpart } ')'",
  classicpart: `[ [ DEFAULT ] < PARTITION | SUBPARTITION > name ] { classicclause }`,
  classicclause: `< START | END | EVERY | VALUES > parens | INCLUSIVE | EXCLUSIVE | WITH '(' partoption { ',' partoption } ')' |
    TABLESPACE tablespace | [ DEFAULT ] COLUMN [ name ] ENCODING '(' storage ')' | classicparts`,
  partoption: "TABLENAME '=' leafname | storageoption",
  classic: `PARTITION BY < RANGE | LIST > names { SUBPARTITION BY < RANGE | LIST > names [ SUBPARTITION TEMPLATE classicparts ] }
    [ classicparts ]`,
  parameters: "parameterset { ',' parameterset }",
  parameterset:
    "parameter [ '=' < string | number | OPERATOR parens | name '.' operator | thing { word } [ parens ] { brackets } > ]",
  names: "'(' column { ',' column } ')'",
  columns: "'(' [ columndefinition { ',' columndefinition } ] ')'",
  columndefinition: 'newcolumn < WITH OPTIONS | type > { columnclause }',
  columnclause: `OPTIONS parens | COLLATE qname | GENERATED ALWAYS AS expression STORED | DEFAULT expression | NOT NULL |
    ENCODING '(' storage ')'`,
  distribution: `DISTRIBUTED < RANDOMLY | REPLICATED | BY '(' key { ',' key } ')' >`,
  key: 'column [ qname ]',
  partitioning: 'PARTITION BY < RANGE | LIST | HASH > indexed',
  indexed: "'(' index { ',' index } ')'",
  index:
    '< parens | qname parens | column > [ COLLATE qname ] [ opclass [ parens ] ] [ < ASC | DESC > ] [ NULLS < FIRST | LAST > ]',
  tableclause: `INHERITS '(' relation { ',' relation } ')' | SERVER name | OPTIONS parens | USING name |
    WITH '(' storage ')' | TABLESPACE tablespace`,
  externalclause: `LOCATION '(' string { ',' string } ')' | ON < COORDINATOR | MASTER | ALL > |
    EXECUTE string [ ON < ALL | MASTER | COORDINATOR | HOST [ string ] | SEGMENT number | number > ] | FORMAT format [ formatoptions ] |
    ENCODING encoding | OPTIONS parens | LOG ERRORS [ PERSISTENTLY ] [ INTO qname ] | SEGMENT REJECT LIMIT number [ < ROWS | PERCENT > ] |
    distribution`,
  formatoptions: "'(' { formatoption | ',' } ')'",
  formatoption: `< DELIMITER | NULL | ESCAPE | QUOTE | NEWLINE > [ AS ] < string | OFF > | HEADER | FILL MISSING FIELDS |
    FORCE < NOT NULL | QUOTE > < '*' | name { ',' name } > | name '=' < string | number | name >`,
  bounds: `DEFAULT | FOR VALUES < IN parens | FROM parens TO parens | WITH '(' MODULUS number ',' REMAINDER number ')' >`,
  sequenceoptions: `[ AS < SMALLINT | INTEGER | BIGINT > ] [ START WITH number ] INCREMENT BY number < NO MAXVALUE | MAXVALUE number >
    < NO MINVALUE | MINVALUE number > CACHE number [ CYCLE ]`,
  deferral: 'NOT VALID | [ NOT ] DEFERRABLE [ INITIALLY DEFERRED ] | INITIALLY DEFERRED',
  keyclause: `INCLUDE names | WITH '(' storage ')' | USING INDEX TABLESPACE tablespace | deferral`,
  action: 'NO ACTION | RESTRICT | CASCADE | SET < NULL | DEFAULT >',
  constraint: `< PRIMARY KEY | UNIQUE > names { keyclause } |
    FOREIGN KEY names REFERENCES relation names [ MATCH < FULL | SIMPLE > ] { ON < UPDATE | DELETE > action } { deferral } [ NOT VALID ] |
    CHECK condition [ NO INHERIT ] [ NOT VALID ] | EXCLUDE rest`,
  event: "INSERT | DELETE | TRUNCATE | UPDATE [ OF name { ',' name } ]",
  functionflag: `CONTAINS SQL | MODIFIES SQL DATA | NO SQL | READS SQL DATA | IMMUTABLE | STABLE |
    EXECUTE ON < MASTER | COORDINATOR | ALL SEGMENTS | INITPLAN > | WINDOW | STRICT | LEAKPROOF | SECURITY DEFINER |
    TRANSFORM FOR TYPE type { ',' FOR TYPE type } | SUPPORT qname | COST number | ROWS number | SET setting |
    PARALLEL < UNSAFE | SAFE | RESTRICTED >`,
  result: `SETOF type | TABLE '(' name type { ',' name type } ')' | type`,
  roleoption: `SUPERUSER | NOSUPERUSER | INHERIT | NOINHERIT | CREATEROLE | NOCREATEROLE | CREATEDB | NOCREATEDB | LOGIN | NOLOGIN |
    REPLICATION | CONNECTION LIMIT number | PASSWORD password | VALID UNTIL moment | RESOURCE < QUEUE queue | GROUP group > |
    CREATEEXTTABLE '(' PROTOCOL '=' protocol [ ',' TYPE '=' direction ] ')' | PROFILE name`,
  searchoptions: "searchoption { ',' searchoption }",
  searchoption: "< START | GETTOKEN | END | LEXTYPES | HEADLINE | INIT | LEXIZE | PARSER > '=' qname",
  protocolfunction: "< READFUNC | WRITEFUNC | VALIDATORFUNC > '=' qname",
  queueoption: `< ACTIVE_STATEMENTS | MAX_COST | MIN_COST > '=' number | COST_OVERCOMMIT '=' TRUE |
    PRIORITY '=' < MIN | LOW | MEDIUM | HIGH | MAX > | MEMORY_LIMIT '=' string`,
  groupkey: `CONCURRENCY | CPU_RATE_LIMIT | CPU_MAX_PERCENT | CPU_HARD_QUOTA_LIMIT | CPU_SOFT_PRIORITY | CPU_WEIGHT | CPUSET | IO_LIMIT |
    MEMORY_AUDITOR | MEMORY_LIMIT | MEMORY_QUOTA | MEMORY_SHARED_QUOTA | MEMORY_SPILL_RATIO | MIN_COST`,
  groupoption: `groupkey '=' < string | number | CGROUP | VMTRACKER >`,
} as const;

/** What is said of objects of all types apart from their CREATE. Until 2020 rights to views did not say that they are. */
const satellites = [
  'ALTER objecttype object OWNER TO role',
  'COMMENT ON COLUMN columnname IS < string | NULL >',
  'COMMENT ON objecttype object [ ON [ DOMAIN ] qname ] IS < string | NULL >',
  'SECURITY LABEL FOR name ON objecttype object IS string',
  'REVOKE ALL [ ofcolumn ] ON [ objecttype ] object FROM who',
  'GRANT rights [ ofcolumn ] ON [ objecttype ] object TO who [ WITH GRANT OPTION ]',
];

/** Statements by the type that the table of contents has for them. */
const statements: Readonly<Record<string, readonly string[]>> = {
  'SESSION GUCS': [
    "SET CLIENT_ENCODING '=' encoding",
    // In the first releases.
    `SET < STATEMENT_TIMEOUT | CHECK_FUNCTION_BODIES | CLIENT_MIN_MESSAGES | STANDARD_CONFORMING_STRINGS | DEFAULT_WITH_OIDS |
      GP_STRICT_XML_PARSE | SEARCH_PATH > '=' value`,
  ],
  'RESOURCE QUEUE': ["< CREATE | ALTER > RESOURCE QUEUE own WITH '(' [ queueoption { ',' queueoption } ] ')'"],
  'RESOURCE GROUP': [
    "CREATE RESOURCE GROUP own WITH '(' groupoption { ',' groupoption } ')'",
    'ALTER RESOURCE GROUP own SET groupkey < string | number >',
  ],
  ROLE: [
    'CREATE ROLE role',
    'ALTER ROLE role WITH { roleoption }',
    'ALTER ROLE role DENY BETWEEN DAY number TIME time AND DAY number TIME time',
  ],
  'ROLE GUCS': ['ALTER ROLE role [ IN DATABASE name ] SET setting'],
  'ROLE GRANT': ['GRANT role TO role [ WITH ADMIN OPTION ] [ GRANTED BY role ]'],
  TABLESPACE: [
    'CREATE TABLESPACE own < FILESPACE name | LOCATION string [ WITH parens ] >',
    'ALTER TABLESPACE own SET parens',
  ],
  DATABASE: [
    'CREATE DATABASE name [ TEMPLATE TEMPLATE0 ] { TABLESPACE tablespace | ENCODING encoding | LC_COLLATE string | LC_CTYPE string }',
  ],
  'DATABASE GUC': ['ALTER DATABASE name SET setting'],
  SCHEMA: ['CREATE SCHEMA name'],
  EXTENSION: [
    'CREATE SCHEMA IF NOT EXISTS extensionschema',
    "SET SEARCH_PATH '=' < PG_CATALOG | extensionschema > [ ',' PG_CATALOG ]",
    'CREATE EXTENSION IF NOT EXISTS name WITH SCHEMA < PG_CATALOG | extensionschema >',
  ],
  COLLATION: ["CREATE COLLATION qname '(' parameters ')'"],
  TYPE: [
    "CREATE TYPE qname AS ENUM '(' [ string { ',' string } ] ')'",
    "CREATE TYPE qname AS RANGE '(' parameters ')'",
    "CREATE TYPE qname AS '(' [ name type [ COLLATE qname ] { ',' name type [ COLLATE qname ] } ] ')'",
    "CREATE TYPE qname '(' parameters ')'",
    'CREATE TYPE qname',
    "ALTER TYPE qname SET DEFAULT ENCODING '(' storage ')'",
  ],
  DOMAIN: ['CREATE DOMAIN qname AS type [ DEFAULT expression ] [ COLLATE qname ] [ NOT NULL ] [ CONSTRAINT rest ]'],
  FUNCTION: [
    "CREATE < FUNCTION | PROCEDURE > qname parens [ RETURNS result ] AS string [ ',' string ] LANGUAGE name { functionflag }",
  ],
  AGGREGATE: ["CREATE [ ORDERED ] AGGREGATE qname parens '(' parameters ')'"],
  CAST: [
    'CREATE CAST parens < WITH < INOUT | FUNCTION thing parens > | WITHOUT FUNCTION > [ AS < ASSIGNMENT | IMPLICIT > ]',
  ],
  LANGUAGE: [
    'CREATE [ OR REPLACE ] [ TRUSTED ] PROCEDURAL LANGUAGE name { < HANDLER | INLINE | VALIDATOR > thing }',
    'ALTER FUNCTION object OWNER TO role',
  ],
  CONVERSION: ['CREATE [ DEFAULT ] CONVERSION qname FOR string TO string FROM qname'],
  OPERATOR: ["CREATE OPERATOR name '.' operator { operator } '(' parameters ')'"],
  'OPERATOR FAMILY': ['CREATE OPERATOR FAMILY qname USING name'],
  'OPERATOR CLASS': ['CREATE OPERATOR CLASS qname [ DEFAULT ] FOR TYPE type USING name [ FAMILY qname ] AS rest'],
  'TEXT SEARCH PARSER': ["CREATE TEXT SEARCH PARSER qname '(' searchoptions ')'"],
  'TEXT SEARCH TEMPLATE': ["CREATE TEXT SEARCH TEMPLATE qname '(' searchoptions ')'"],
  'TEXT SEARCH DICTIONARY': [
    "CREATE TEXT SEARCH DICTIONARY qname '(' TEMPLATE '=' qname { ',' name '=' < string | number | name > } ')'",
  ],
  'TEXT SEARCH CONFIGURATION': [
    "CREATE TEXT SEARCH CONFIGURATION qname '(' searchoptions ')'",
    "ALTER TEXT SEARCH CONFIGURATION qname ADD MAPPING FOR tokentype WITH qname { ',' qname }",
  ],
  PROTOCOL: ["CREATE [ TRUSTED ] PROTOCOL name '(' protocolfunction { ',' protocolfunction } ')'"],
  'ACCESS METHOD': ['CREATE ACCESS METHOD name TYPE < INDEX | TABLE > HANDLER qname'],
  'EVENT TRIGGER': [
    'CREATE EVENT TRIGGER name ON name [ WHEN TAG IN parens ] EXECUTE < FUNCTION | PROCEDURE > qname parens',
    'ALTER EVENT TRIGGER name < ENABLE [ < REPLICA | ALWAYS > ] | DISABLE >',
  ],
  'FOREIGN DATA WRAPPER': ['CREATE FOREIGN DATA WRAPPER name [ HANDLER qname ] [ VALIDATOR qname ] [ OPTIONS parens ]'],
  'FOREIGN SERVER': [
    'CREATE SERVER name [ TYPE string ] [ VERSION string ] FOREIGN DATA WRAPPER name [ OPTIONS parens ]',
  ],
  'USER MAPPING': ['CREATE USER MAPPING FOR < PUBLIC | USER | role > SERVER name [ OPTIONS parens ]'],
  TABLE: [
    'CREATE [ UNLOGGED ] TABLE qname [ OF typename ] columns [ partitioning ] { tableclause } [ distribution [ classic ] ]',
    'CREATE < READABLE | WRITABLE > EXTERNAL [ WEB ] TABLE qname columns { externalclause }',
    'ALTER TABLE ONLY relation ATTACH PARTITION qname bounds',
    `ALTER TABLE ONLY qname < FORCE ROW LEVEL SECURITY |
      ALTER COLUMN column SET < STATISTICS number | STORAGE < PLAIN | EXTERNAL | MAIN | EXTENDED > | parens > >`,
    `ALTER TABLE qname < SET SUBPARTITION TEMPLATE classicparts | SET SCHEMA name | REPLICA IDENTITY < NOTHING | FULL > >`,
  ],
  'FOREIGN TABLE': ['CREATE FOREIGN TABLE qname [ OF typename ] columns { tableclause } [ distribution ]'],
  SEQUENCE: [
    'CREATE SEQUENCE qname sequenceoptions',
    "SELECT PG_CATALOG '.' SETVAL '(' string ',' number ',' < TRUE | FALSE > ')'",
    `ALTER TABLE relation ALTER COLUMN name ADD GENERATED < ALWAYS | BY DEFAULT > AS IDENTITY '(' SEQUENCE NAME qname sequenceoptions ')'`,
  ],
  'SEQUENCE OWNER': ['ALTER SEQUENCE qname OWNED BY columnname'],
  VIEW: ['CREATE [ OR REPLACE ] VIEW qname [ WITH parens ] AS < SELECT | WITH | VALUES | parens > rest'],
  'MATERIALIZED VIEW': [
    `CREATE MATERIALIZED VIEW qname [ USING name ] [ WITH '(' storage ')' ] [ TABLESPACE tablespace ] AS
      < SELECT | WITH | VALUES | parens > query WITH NO DATA [ distribution ]`,
  ],
  'EXCHANGE PARTITION': [
    `ALTER TABLE relation { ALTER PARTITION < FOR parens | name > } EXCHANGE PARTITION < FOR parens | name > WITH TABLE qname
      WITHOUT VALIDATION`,
    'DROP TABLE qname',
  ],
  CONSTRAINT: ['ALTER TABLE [ ONLY ] qname ADD CONSTRAINT name constraint', 'ALTER DOMAIN qname ADD CONSTRAINT rest'],
  // The index of a partition whose table a filter left out is attached to one without a name.
  INDEX: [
    `CREATE [ UNIQUE ] INDEX name ON [ ONLY ] qname USING name indexed [ INCLUDE names ] [ WITH '(' storage ')' ]
      [ TABLESPACE tablespace ] [ WHERE conditions ]`,
    "ALTER INDEX < indexname | '.' > ATTACH PARTITION qname",
    'ALTER INDEX qname < SET TABLESPACE tablespace | ALTER COLUMN < number | name > SET STATISTICS number >',
    'ALTER TABLE qname < CLUSTER ON own | REPLICA IDENTITY USING INDEX own >',
  ],
  RULE: ['CREATE RULE name AS ON < SELECT | INSERT | UPDATE | DELETE > TO qname [ WHERE expression ] DO rest'],
  TRIGGER: [
    `CREATE [ CONSTRAINT ] TRIGGER name < BEFORE | AFTER | INSTEAD OF > event { OR event } ON qname [ FROM qname ] { deferral }
      [ REFERENCING { < OLD | NEW > TABLE AS name } ] [ FOR EACH < ROW | STATEMENT > ] [ WHEN parens ]
      EXECUTE < PROCEDURE | FUNCTION > thing parens`,
  ],
  POLICY: [
    'ALTER TABLE qname ENABLE ROW LEVEL SECURITY',
    `CREATE POLICY name ON qname [ AS RESTRICTIVE ] [ FOR < SELECT | INSERT | UPDATE | DELETE > ] [ TO who { ',' who } ]
      [ USING parens ] [ WITH CHECK parens ]`,
  ],
  STATISTICS: [
    "CREATE STATISTICS qname [ '(' name { ',' name } ')' ] ON < column | parens > { ',' < column | parens > } FROM relation",
  ],
  'DEFAULT PRIVILEGES': [
    `ALTER DEFAULT PRIVILEGES [ FOR ROLE role ] [ IN SCHEMA name ] < REVOKE ALL ON ofall FROM who |
      GRANT rights ON ofall TO who [ WITH GRANT OPTION ] >`,
  ],
};

/** What has no schema is named alike everywhere. */
const ofServer: Readonly<Record<string, string>> = {
  ROLE: 'role',
  'RESOURCE QUEUE': 'own',
  'RESOURCE GROUP': 'own',
  TABLESPACE: 'own',
};

const satellitesOf = (type: string): readonly string[] =>
  Object.hasOwn(ofServer, type)
    ? satellites.map((form) =>
        form
          .replace('objecttype ] object', 'objecttype object')
          .replace(/(\[ )?objecttype object/, `${type} ${ofServer[type]}`),
      )
    : satellites;

const rules = {
  ...parts,
  ofall: 'TABLES | SEQUENCES | FUNCTIONS | TYPES | SCHEMAS',
  ...Object.fromEntries(
    Object.entries(statements).map(([type, forms]) => [ruleOf(type), [...forms, ...satellitesOf(type)].join(' | ')]),
  ),
};

function ruleOf(type: string): string {
  return `of_${type.toLowerCase().replaceAll(' ', '_')}`;
}

const formOf = grammarOf(rules, builtIn);

/** null: what gpbackup writes of such objects is in too many forms. */
export const formOfType = (type: string): Form | null =>
  Object.hasOwn(statements, type) ? formOf(ruleOf(type)) : null;
