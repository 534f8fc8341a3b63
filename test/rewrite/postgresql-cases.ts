import { table, type Case } from './rule-case.ts';

const partitioned = [
  table('p', 'CREATE TABLE s.p (\n    id integer,\n    k integer\n)\nPARTITION BY LIST (k);\n'),
  table('p1', 'CREATE TABLE s.p1 (\n    id integer,\n    k integer\n)\nPARTITION BY LIST (id);\n'),
  table('p11', 'CREATE TABLE s.p11 (\n    id integer,\n    k integer\n);\n'),
  table('p2', 'CREATE TABLE s.p2 (\n    id integer,\n    k integer\n);\n'),
  { desc: 'TABLE ATTACH', tag: 'p1', definition: 'ALTER TABLE ONLY s.p ATTACH PARTITION s.p1 FOR VALUES IN (1);\n' },
  { desc: 'TABLE ATTACH', tag: 'p11', definition: 'ALTER TABLE ONLY s.p1 ATTACH PARTITION s.p11 DEFAULT;\n' },
  { desc: 'TABLE ATTACH', tag: 'p2', definition: 'ALTER TABLE ONLY s.p ATTACH PARTITION s.p2 FOR VALUES IN (2);\n' },
];

/** What archives of PostgreSQL have that Greenplum 7 or Cloudberry have not. */
export const postgresqlCases: readonly Case[] = [
  {
    name: 'makes BEFORE triggers of a declaratively partitioned table triggers of its leaves',
    beside: partitioned,
    entry: {
      desc: 'TRIGGER',
      tag: 'p tr',
      definition: `CREATE TRIGGER tr BEFORE INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f();

ALTER TABLE s.p DISABLE TRIGGER tr;\n`,
    },
    becomes: `CREATE TRIGGER tr BEFORE INSERT ON s.p11 FOR EACH ROW EXECUTE FUNCTION s.f();
CREATE TRIGGER tr BEFORE INSERT ON s.p2 FOR EACH ROW EXECUTE FUNCTION s.f();

ALTER TABLE s.p11 DISABLE TRIGGER tr;
ALTER TABLE s.p2 DISABLE TRIGGER tr;\n`,
    notes: ['on each partition, since BEFORE triggers cannot be on a table that has some'],
  },
  {
    name: 'leaves out BEFORE triggers of a partitioned table that has no partitions',
    beside: [partitioned[0]!],
    entry: {
      desc: 'TRIGGER',
      tag: 'p tr',
      definition: 'CREATE TRIGGER tr BEFORE INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f();\n',
    },
    becomes: null,
    notes: ['left out: BEFORE triggers cannot be on a table that is partitioned'],
  },
  {
    name: 'lets Cloudberry have BEFORE triggers on partitioned tables',
    beside: partitioned,
    target: 'cloudberry',
    entry: {
      desc: 'TRIGGER',
      tag: 'p tr',
      definition: 'CREATE TRIGGER tr BEFORE INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f();\n',
    },
    becomes: 'CREATE TRIGGER tr BEFORE INSERT ON s.p FOR EACH ROW EXECUTE FUNCTION s.f();\n',
    notes: [],
  },
  {
    name: 'leaves out triggers with transition tables',
    entry: {
      desc: 'TRIGGER',
      tag: 't tr',
      definition:
        'CREATE TRIGGER tr AFTER INSERT ON s.t REFERENCING NEW TABLE AS nt FOR EACH STATEMENT EXECUTE FUNCTION s.f();\n',
    },
    becomes: null,
    notes: ['left out: triggers for statements are not supported by the target'],
  },
  {
    name: 'leaves out INSTEAD OF triggers',
    entry: {
      desc: 'TRIGGER',
      tag: 'v tr',
      definition: 'CREATE TRIGGER tr INSTEAD OF INSERT ON s.v FOR EACH ROW EXECUTE FUNCTION s.f();\n',
    },
    becomes: null,
    notes: ['left out: INSTEAD OF triggers are not supported by the target: a rule may do the same'],
  },
  {
    name: 'leaves out subscriptions',
    entry: { desc: 'SUBSCRIPTION', tag: 'sub', definition: "CREATE SUBSCRIPTION sub CONNECTION '' PUBLICATION p;\n" },
    becomes: null,
    notes: ['left out: the target takes no rows from subscriptions'],
  },
  {
    name: 'sets nothing that Greenplum 6 has had alone',
    entry: { desc: 'SET', tag: 'gp_hashagg_groups_per_bucket', definition: 'SET gp_hashagg_groups_per_bucket = 5;\n' },
    becomes: '\n',
    notes: ['does not set gp_hashagg_groups_per_bucket, which the target does not have'],
  },
  {
    name: 'nor behind the body of a function',
    entry: {
      desc: 'FUNCTION',
      tag: 'f()',
      definition:
        "CREATE FUNCTION s.f() RETURNS int AS 'x' LANGUAGE sql SET sql_inheritance TO 'on' SET work_mem TO '1MB';\n",
    },
    becomes: "CREATE FUNCTION s.f() RETURNS int AS 'x' LANGUAGE sql SET work_mem TO '1MB';\n",
    notes: ['does not set sql_inheritance, which the target does not have'],
  },
];
