import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/gpbackup/backup.ts';
import type { MetadataSlice } from '../../src/gpbackup/metadata-slices.ts';
import { replicatedTables, setEntries } from '../../src/gpbackup/set-entries.ts';
import type { DataEntry } from '../../src/gpbackup/table-of-contents.ts';
import type { TocEntry } from '../../src/toc/entry.ts';

/** `TYPE schema.name`, and what stands in metadata.sql. */
type Part = readonly [what: string, text: string, reference?: string];

const sliceOf = ([what, text, reference = '']: Part): MetadataSlice => {
  const [, objectType = '', schema = '', name = ''] = /^([A-Z ]+?) (?:([a-z"]+)\.)?([^A-Z].*)?$/.exec(what) ?? [];
  return { objectType, schema, name, reference, at: 0, text };
};

const dataOf = (schema: string, name: string, fields: Partial<DataEntry> = {}): DataEntry => ({
  schema,
  name,
  oid: 1,
  columns: '(a)',
  rowsCopied: 0,
  partitionRoot: '',
  isReplicated: null,
  ...fields,
});

interface Parts {
  readonly global?: readonly Part[];
  readonly pre?: readonly Part[];
  readonly post?: readonly Part[];
  readonly data?: readonly DataEntry[];
}

function entriesOf({ global = [], pre = [], post = [], data = [] }: Parts): readonly TocEntry[] {
  const slices = { global: global.map(sliceOf), preData: pre.map(sliceOf), postData: post.map(sliceOf) };
  // What is made of the metadata asks nothing of the backup.
  const tables = data.map((entry) => ({ entry, backup: null as unknown as Backup }));
  return setEntries(slices, tables, { hasAccessMethods: true }).entries.slice(3);
}

const only = (entries: readonly TocEntry[], desc: string): TocEntry => {
  const found = entries.filter((entry) => entry.desc === desc);
  expect(found).toHaveLength(1);
  return found[0]!;
};

const table: Part = ['TABLE s.t', 'CREATE TABLE s.t (\n\ta integer\n) DISTRIBUTED BY (a);'];

describe('of the metadata of a backup set are made', () => {
  it('a table with its owner, and what else is said of it, as pg_dump has them', () => {
    const entries = entriesOf({
      pre: [
        table,
        ['TABLE s.t', "COMMENT ON TABLE s.t IS 'x';"],
        ['TABLE s.t', "COMMENT ON COLUMN s.t.a IS 'x';"],
        ['TABLE s.t', 'ALTER TABLE s.t OWNER TO "O\'s";'],
        ['TABLE s.t', 'REVOKE ALL ON TABLE s.t FROM PUBLIC;\nGRANT SELECT ON TABLE s.t TO r;'],
        ['TABLE s.t', 'REVOKE ALL (a) ON TABLE s.t FROM PUBLIC;\nGRANT SELECT (a) ON TABLE s.t TO r;'],
      ],
    });
    expect(
      entries.map(({ desc, tag, namespace, owner, dependencies }) => [desc, tag, namespace, owner, dependencies]),
    ).toEqual([
      ['TABLE', 't', 's', "O's", []],
      ['COMMENT', 'TABLE t', 's', "O's", [4]],
      ['COMMENT', 'COLUMN t.a', 's', "O's", [4]],
      ['ACL', 'TABLE t', 's', "O's", [4]],
      ['ACL', 'COLUMN t.a', 's', "O's", [4, 7]],
    ]);
    expect(entries[0]).toMatchObject({ dropStatement: 'DROP TABLE s.t;\n', tablespace: '', tableAccessMethod: 'heap' });
  });

  it('fields of how and where a table is stored', () => {
    const text =
      'CREATE TABLE s.t (\n\ta integer\n) USING ao_column WITH (checksum=true) TABLESPACE "T s" DISTRIBUTED BY (a);';
    expect(entriesOf({ pre: [['TABLE s.t', text]] })[0]).toMatchObject({
      definition: 'CREATE TABLE s.t (\n\ta integer\n) WITH (checksum=true) DISTRIBUTED BY (a);\n',
      tableAccessMethod: 'ao_column',
      tablespace: 'T s',
    });
  });

  it('a sequence, and its value among the data', () => {
    const text = "CREATE SEQUENCE s.q\n\tSTART WITH 1;\n\nSELECT pg_catalog.setval('s.q', 3, true);";
    const entries = entriesOf({ pre: [['SEQUENCE s.q', text], table], data: [dataOf('s', 't')] });
    expect(entries.map(({ desc }) => desc)).toEqual(['SEQUENCE', 'TABLE', 'TABLE DATA', 'SEQUENCE SET']);
    expect(entries[0]?.definition).toBe('CREATE SEQUENCE s.q\n\tSTART WITH 1;\n');
    expect(entries[3]).toMatchObject({
      definition: "SELECT pg_catalog.setval('s.q', 3, true);\n",
      section: 'data',
      dependencies: [4],
    });
  });

  it('the schema that each database has, without making it', () => {
    const entries = entriesOf({
      pre: [
        ['SCHEMA public.public', "COMMENT ON SCHEMA public IS 'x';"],
        ['SCHEMA public.public', 'ALTER SCHEMA public OWNER TO o;'],
      ],
    });
    expect(entries.map(({ desc, tag, owner }) => [desc, tag, owner])).toEqual([
      ['SCHEMA', 'public', 'o'],
      ['COMMENT', 'SCHEMA public', 'o'],
    ]);
    expect(entries[0]?.definition).toBe('-- *not* creating schema, since initdb creates it\n');
  });

  it('an extension without what would change the settings of a restore', () => {
    const text =
      'CREATE SCHEMA IF NOT EXISTS public;\nSET search_path=public,pg_catalog;\nCREATE EXTENSION IF NOT EXISTS x WITH SCHEMA public;\nSET search_path=pg_catalog;';
    expect(entriesOf({ pre: [['EXTENSION x', text]] })[0]).toMatchObject({
      definition: 'CREATE EXTENSION IF NOT EXISTS x WITH SCHEMA public;\n',
      namespace: null,
    });
  });

  it('an operator whose arguments are known when it is dropped', () => {
    const text = 'CREATE OPERATOR s.=== (\n\tPROCEDURE = f,\n\tRIGHTARG = character varying\n);';
    expect(entriesOf({ pre: [['OPERATOR s.===', text]] })[0]?.dropStatement).toBe(
      'DROP OPERATOR s.=== (NONE, character varying);\n',
    );
  });

  it('an external partition within the table it is one of', () => {
    const entries = entriesOf({
      pre: [
        table,
        ['TABLE s.x', "CREATE READABLE EXTERNAL TABLE s.x (\n\ta integer\n) LOCATION ('file://h/f') FORMAT 'csv';"],
        ['TABLE s.x', 'ALTER TABLE s.x OWNER TO o;'],
        ['TABLE s.x', 'REVOKE ALL ON TABLE s.x FROM PUBLIC;'],
        [
          'EXCHANGE PARTITION s.t',
          'ALTER TABLE s.t EXCHANGE PARTITION p WITH TABLE s.x WITHOUT VALIDATION;\n\nDROP TABLE s.x;',
        ],
      ],
    });
    expect(entries.map(({ desc }) => desc)).toEqual(['TABLE']);
    expect(entries[0]?.definition).toContain('CREATE READABLE EXTERNAL TABLE s.x');
    expect(entries[0]?.definition).toMatch(
      /EXCHANGE PARTITION p WITH TABLE s\.x WITHOUT VALIDATION;\n\nDROP TABLE s\.x;\n$/,
    );
  });

  it('row security once, however many policies there are', () => {
    const entries = entriesOf({
      pre: [table],
      post: [
        ['POLICY s.t', 'ALTER TABLE s.t ENABLE ROW LEVEL SECURITY;', 's.t'],
        ['POLICY s.t', 'CREATE POLICY p ON s.t USING (true);', 's.t'],
        ['POLICY s.t', 'ALTER TABLE s.t ENABLE ROW LEVEL SECURITY;', 's.t'],
        ['POLICY s.t', 'CREATE POLICY "q r" ON s.t USING (true);', 's.t'],
      ],
    });
    expect(entries.map(({ desc, tag }) => [desc, tag])).toEqual([
      ['TABLE', 't'],
      ['ROW SECURITY', 't'],
      ['POLICY', 't p'],
      ['POLICY', 't q r'],
    ]);
  });

  it('foreign keys that wait for the keys they refer to', () => {
    const entries = entriesOf({
      pre: [table, ['TABLE s.u', 'CREATE TABLE s.u (\n\ta integer\n) DISTRIBUTED BY (a);']],
      post: [
        ['CONSTRAINT s.k', 'ALTER TABLE ONLY s.u ADD CONSTRAINT k PRIMARY KEY (a);', 's.u'],
        ['CONSTRAINT s.f', 'ALTER TABLE ONLY s.t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES s.u(a);', 's.t'],
      ],
    });
    expect(only(entries, 'FK CONSTRAINT')).toMatchObject({
      tag: 't f',
      dropStatement: 'ALTER TABLE ONLY s.t DROP CONSTRAINT f;\n',
      dependencies: [4, 5, 6],
    });
  });

  it('an index with what is said of it later, and its place among partitions', () => {
    const entries = entriesOf({
      pre: [
        table,
        ['TABLE s.p', 'CREATE TABLE s.p (\n\ta integer\n) DISTRIBUTED BY (a);'],
        ['TABLE s.p', 'ALTER TABLE ONLY s.t ATTACH PARTITION s.p DEFAULT;', 's.t'],
      ],
      post: [
        ['INDEX s.i', 'CREATE INDEX i ON ONLY s.t USING btree (a);', 's.t'],
        ['INDEX METADATA s.i', 'ALTER TABLE s.t CLUSTER ON i;', 's.i'],
        ['INDEX s.j', 'CREATE INDEX j ON s.p USING btree (a);', 's.p'],
        ['INDEX METADATA s.j', 'ALTER INDEX s.i ATTACH PARTITION s.j;', 's.j'],
      ],
    });
    expect(entries.map(({ desc, tag, dependencies }) => [desc, tag, dependencies])).toEqual([
      ['TABLE', 't', []],
      ['TABLE', 'p', []],
      ['TABLE ATTACH', 'p', [5, 4]],
      ['INDEX', 'i', [4]],
      ['INDEX', 'j', [5]],
      ['INDEX ATTACH', 'j', [8, 7]],
    ]);
    expect(entries[3]?.definition).toBe(
      'CREATE INDEX i ON ONLY s.t USING btree (a);\n\nALTER TABLE s.t CLUSTER ON i;\n',
    );
  });

  it('a view that can be had only behind the constraints, twice', () => {
    const entries = entriesOf({
      pre: [table, ['VIEW s.v', 'CREATE VIEW s.v AS \nSELECT NULL::integer AS a;']],
      post: [
        ['CONSTRAINT s.k', 'ALTER TABLE ONLY s.t ADD CONSTRAINT k PRIMARY KEY (a);', 's.t'],
        ['VIEW s.v', 'CREATE OR REPLACE VIEW s.v AS SELECT a FROM s.t GROUP BY a;'],
      ],
    });
    expect(entries.at(-1)).toMatchObject({
      desc: 'VIEW',
      section: 'post-data',
      dropStatement: null,
      dependencies: [5, 6],
    });
  });

  it('the database, which only --create makes', () => {
    const entries = entriesOf({
      global: [
        ['DATABASE "d b"', 'CREATE DATABASE "d b" TEMPLATE template0;'],
        ['DATABASE METADATA "d b"', 'ALTER DATABASE "d b" OWNER TO o;'],
        ['DATABASE METADATA "d b"', 'COMMENT ON DATABASE "d b" IS \'x\';'],
        ['DATABASE GUC "d b"', 'ALTER DATABASE "d b" SET a TO b;'],
        ['ROLE r', 'CREATE ROLE r;\nALTER ROLE r WITH NOLOGIN;'],
      ],
    });
    expect(entries.map(({ desc, tag, owner }) => [desc, tag, owner])).toEqual([
      ['DATABASE', 'd b', 'o'],
      ['COMMENT', 'DATABASE "d b"', 'o'],
      ['DATABASE PROPERTIES', 'd b', 'o'],
    ]);
  });
});

describe('rows of a set', () => {
  const partitioned: Part = [
    'TABLE s.t',
    'CREATE TABLE s.t (\n\ta integer\n) PARTITION BY LIST (a) DISTRIBUTED BY (a);',
  ];

  it('name their columns', () => {
    const entries = entriesOf({ pre: [table], data: [dataOf('s', 't', { columns: '(a,"B ""c",d)' })] });
    expect(only(entries, 'TABLE DATA').copyStatement).toBe('COPY s.t (a, "B ""c", d) FROM stdin;\n');
  });

  it('that come through a partitioned table have no parallel restore empty it', () => {
    const entries = entriesOf({
      pre: [partitioned],
      data: [dataOf('s', 't')],
      post: [['INDEX s.i', 'CREATE INDEX i ON s.t USING btree (a);', 's.t']],
    });
    expect(only(entries, 'TABLE DATA')).toMatchObject({
      definition: '-- load via partition root s.t',
      dependencies: [1, 4],
    });
    expect(only(entries, 'INDEX').dependencies).toEqual([4, 5]);
  });

  it('of partitions that have no statement of their own are those of the whole', () => {
    const entries = entriesOf({
      pre: [partitioned],
      data: ['t_1_prt_a', 't_1_prt_b'].map((name) => dataOf('s', name, { columns: '', partitionRoot: 't' })),
      post: [['INDEX s.i', 'CREATE INDEX i ON s.t USING btree (a);', 's.t']],
    });
    const data = entries.filter(({ desc }) => desc === 'TABLE DATA');
    expect(data.map(({ dependencies, copyStatement }) => [dependencies, copyStatement])).toEqual([
      [[4], 'COPY s.t_1_prt_a FROM stdin;\n'],
      [[4], 'COPY s.t_1_prt_b FROM stdin;\n'],
    ]);
    expect(only(entries, 'INDEX').dependencies).toEqual([4, 5, 6]);
  });
});

describe('a replicated table', () => {
  it('is known by its statement, and not by words within it', () => {
    const preData = [
      ['TABLE s.r', 'CREATE TABLE s.r (\n\ta text\n) DISTRIBUTED REPLICATED;'],
      ['TABLE s.t', "CREATE TABLE s.t (\n\ta text DEFAULT ' DISTRIBUTED REPLICATED'\n) DISTRIBUTED BY (a);"],
    ].map(([what = '', text = '']) => sliceOf([what, text]));
    expect(replicatedTables({ global: [], preData, postData: [] })).toEqual(new Set(['s.r']));
  });
});
