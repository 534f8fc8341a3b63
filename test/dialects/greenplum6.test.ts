import { describe, expect, it } from 'vitest';
import { CatalogBuilder } from '../../src/catalog/catalog.ts';
import { dialectOf } from '../../src/dialects/dialect-of.ts';
import { externalPartitions } from '../../src/dialects/greenplum/external-partitions.ts';
import { externalBody, formatItems } from '../../src/dialects/greenplum/external-table.ts';
import { greenplum6, greenplum7 } from '../../src/dialects/greenplum/index.ts';
import { component } from '../../src/model/dump-object.ts';
import type { Relation } from '../../src/model/relation.ts';
import { releaseNear, releases } from '../../src/model/release.ts';
import { foreignKey } from '../../src/objects/constraint/foreign-key.ts';
import { sqlFunction } from '../../src/objects/function/index.ts';
import { tableData } from '../../src/objects/table-data.ts';
import { table } from '../../src/objects/table/index.ts';
import { createTable } from '../../src/objects/table/ddl.ts';
import { columns, sequenceParametersQuery } from '../../src/objects/table/details.ts';
import type { AnyDetail, DdlContext, SelectionPolicy } from '../../src/objects/kind.ts';
import { serverFrom } from '../../src/server/probe.ts';
import { fixedState } from '../../src/sink/fixed-state.ts';
import { scriptHead } from '../../src/sink/script-frame.ts';

const version = 'PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build commit:25d34)';
const server = serverFrom(['gp_distribution_policy', 'pg_partition_rule', 'pg_exttable'], version, 90426);

/** A relation of OID 1 with columns a and b, and what the dialect's details say of it. */
function createdTable(relkind: string, details: readonly (readonly [{ readonly name: string }, unknown])[]): string {
  const catalog = new CatalogBuilder(server);
  const column = { type: 'integer', collation: null, isLocal: true, notNull: null, generated: '', isDropped: false };
  const named = ['a', 'b'].map((name, i) => ({ ...column, name, number: i + 1 }));
  catalog.addDetails(columns, new Map([[1, named]]));
  for (const [detail, value] of details) catalog.addDetails(detail as AnyDetail, new Map([[1, [value].flat()]]));
  const options = { release: greenplum6.release, binaryUpgrade: false };
  const relation = { catalogId: { tableoid: 1259, oid: 1 }, namespace: 's', name: 't', relkind, ofType: 0 };
  const stored = { options: ['appendonly=true'], toastOptions: [], persistence: 'p', isPartition: false };
  const context = { server, dialect: greenplum6, options, catalog } as unknown as DdlContext;
  return createTable({ ...relation, ...stored } as unknown as Relation, context);
}

const detailOf = (name: string) => {
  const found = [...greenplum6.clauses.map(({ detail }) => detail), ...greenplum6.columnClauses];
  return found.find((detail) => detail.name === name)!;
};

describe('Greenplum 6', () => {
  it('is told from 7 by its catalogs', () => {
    expect(dialectOf(server)).toBe(greenplum6);
    expect(dialectOf(serverFrom(['gp_distribution_policy'], version, 120012))).toBe(greenplum7);
  });

  it('is named in archives, so that their scripts are its own', () => {
    const release = greenplum6.release!;
    expect(releaseNear(`${release.version} (${release.product}, gpferry 0.1.0)`)).toBe(release);
  });

  it('begins scripts without the settings that came after 9.4', () => {
    const settings = { encoding: 'UTF8', standardStrings: true, searchPath: null } as never;
    const head = fixedState(settings, {} as never, greenplum6.release!).join('');
    expect(head).toContain("SET gp_default_storage_options = '';\n");
    expect(head).not.toMatch(/idle_in_transaction|row_security/);
    expect(fixedState(settings, {} as never, releases[15]).join('')).toMatch(/idle_in_transaction[^]*row_security/);
  });

  it('tells versions in verbose scripts only, as 9.4 did', () => {
    const versions = { serverVersion: '9.4.26', dumperVersion: '9.4.26' };
    const frame = { product: 'Greenplum Database', restrictKey: null, startedAt: null, ...versions };
    const title = '--\n-- Greenplum Database database dump\n--\n\n';
    expect(scriptHead({ ...frame, namesVersions: false })).toBe(title);
    expect(scriptHead({ ...frame, namesVersions: true })).toBe(
      `${title}-- Dumped from database version 9.4.26\n-- Dumped by pg_dump version 9.4.26\n\n`,
    );
  });

  it('writes compression behind columns, then distribution and partitions', () => {
    const text = createdTable('r', [
      [detailOf('column encodings'), [{ column: 2, text: ' ENCODING (compresstype=zlib)' }]],
      [detailOf('distribution policies'), '\n DISTRIBUTED BY (a)'],
      [detailOf('classic partitions'), ' PARTITION BY RANGE(a) (…);\n '],
    ]);
    expect(text).toBe(
      'CREATE TABLE s.t (\n    a integer,\n    b integer ENCODING (compresstype=zlib)\n)\n' +
        "WITH (appendonly='true')\n DISTRIBUTED BY (a) PARTITION BY RANGE(a) (…);\n ;\n",
    );
  });

  it.each([
    [true, 'ALTER TABLE s.t\n    ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES s.u(a);\n'],
    [false, 'ALTER TABLE ONLY s.t\n    ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES s.u(a);\n'],
  ])('lets keys reach the partitions of a table that has some (%s)', (makesPartitions, text) => {
    const catalog = new CatalogBuilder(server);
    const identity = { catalogId: { tableoid: 1259, oid: 5 }, namespace: 's', name: 't', owner: null, relkind: 'r' };
    catalog.add({ ...identity, type: 'table', makesPartitions } as never);
    const key = { table: 5, namespace: 's', on: 't', onRelkind: 'r', name: 'k' };
    const definition = 'FOREIGN KEY (a) REFERENCES s.u(a)';
    const context = { catalog, options: { release: greenplum6.release } } as unknown as DdlContext;
    expect(foreignKey.toEntries({ ...key, definition } as never, context)[0]?.definition).toBe(text);
  });

  /** The entry of rows of s.t, which has columns a and b, and what the dialect says of it. */
  function rowsOf(change: object, detail?: readonly [name: string, value: string]) {
    const catalog = new CatalogBuilder(server);
    const named = ['a', 'b'].map((name) => ({ name, generated: '', identity: '', isDropped: false }));
    catalog.addDetails(columns, new Map([[1, named]]));
    if (detail !== undefined) catalog.addDetails(detailOf(detail[0]), new Map([[1, [detail[1]]]]));
    const relation = { catalogId: { tableoid: 1259, oid: 1 }, namespace: 's', name: 't', relkind: 'r', withOids: true };
    const options = { oids: false, inserts: null, ...change };
    const context = { catalog, dialect: greenplum6, options } as unknown as DdlContext;
    const [entry] = tableData.toEntries({ relation, condition: '' } as never, context);
    const { copyStatement, data, definition } = entry!;
    return { from: copyStatement, to: (data as { statement: string }).statement, mark: definition };
  }

  it('copies rows with their OIDs where that is asked', () => {
    expect(rowsOf({ oids: true })).toMatchObject({
      from: 'COPY s.t (a, b) WITH OIDS FROM stdin;\n',
      to: 'COPY s.t (a, b) WITH OIDS TO stdout;',
    });
    expect(rowsOf({}).to).toBe('COPY s.t (a, b) TO stdout;');
  });

  it('lets no restore empty a table with external partitions before it fills it', () => {
    const ignoring = rowsOf({}, ['tables with external partitions', ' IGNORE EXTERNAL PARTITIONS']);
    expect(ignoring.to).toBe('COPY s.t (a, b) TO stdout IGNORE EXTERNAL PARTITIONS;');
    expect(ignoring.mark).toBe('-- load via partition root s.t');
    expect(rowsOf({}).mark).toBe(null);
  });

  it('inserts no rows of external partitions', () => {
    const inserts = { namesColumns: false, rowsPerCommand: 1, onConflictDoNothing: false };
    const parts = '(SELECT a, b FROM ONLY s.t UNION ALL SELECT a, b FROM ONLY s.t_1_prt_1) AS stored';
    expect(rowsOf({ inserts }, ['partitions beside external ones', parts]).to).toBe(`SELECT a, b FROM ${parts}`);
    expect(rowsOf({ inserts }).to).toBe('SELECT a, b FROM ONLY s.t');
  });

  // Greenplum's own pg_dump forgets the list again, and dumps all functions, or none beside --relation-oids.
  it('dumps those functions whose OIDs are given, whatever their schema', () => {
    const selected = (includeFunctions: ReadonlySet<number> | null, oid: number) => {
      const policy = { selection: { includeFunctions }, generic: () => component.acl } as unknown as SelectionPolicy;
      return sqlFunction.select!({ catalogId: { tableoid: 1255, oid } } as never, policy, {} as never, {} as never);
    };
    expect(selected(new Set([7]), 7)).toBe(component.all);
    expect(selected(new Set([7]), 8)).toBe(component.none);
    expect(selected(null, 8)).toBe(component.acl);
  });

  it('asks sequences themselves, which no catalog tells of before 10', () => {
    const sequence = { catalogId: { tableoid: 1259, oid: 7 }, namespace: 'S', name: 'q' } as unknown as Relation;
    expect(sequenceParametersQuery([sequence])).toContain('FROM "S".q');
  });
});

describe('an external table of Greenplum 6', () => {
  const row = {
    owner: 1,
    command: null,
    uris: ['gpfdist://etl/a,b.txt', "file://h/it's"],
    place: 'ALL_SEGMENTS',
    format: 't',
    formatOptions: "delimiter '|' null '\\N' escape '\\'",
    options: '',
    encoding: 'UTF8',
    rejectLimit: null,
    limitsRows: false,
    logsErrors: false,
    keepsLog: false,
    isWritable: false,
  };
  const body = (change: object): string => externalBody.detail.toValue({ ...row, ...change } as never);

  it('has its addresses whole, those with commas and quotes too', () => {
    expect(body({})).toBe(
      " LOCATION (\n    'gpfdist://etl/a,b.txt',\n    'file://h/it''s'\n) ON ALL \n" +
        "FORMAT 'text' (delimiter E'|' null E'\\\\N' escape E'\\\\')\nENCODING 'UTF8'",
    );
  });

  it('says which program makes or takes rows, and where', () => {
    const command = `echo "it's" \\`;
    expect(body({ command, place: 'MASTER_ONLY' })).toMatch(/^ EXECUTE E'echo "it\\'s" \\\\' ON MASTER \n/);
    expect(body({ command: 'cat', isWritable: true })).toMatch(/^ EXECUTE E'cat' \nFORMAT/);
  });

  it.each([
    ['HOST:h-1', "ON HOST 'h-1'"],
    ['PER_HOST', 'ON HOST'],
    ['SEGMENT_ID:2', 'ON SEGMENT 2'],
    ['TOTAL_SEGS:3', 'ON 3'],
  ])('runs at %s', (place, text) => {
    expect(body({ place })).toContain(`) ${text} \nFORMAT`);
  });

  it('lets so many rows fail', () => {
    const limit = { rejectLimit: 10, limitsRows: true, logsErrors: true, keepsLog: true };
    expect(body(limit)).toMatch(/\nLOG ERRORS PERSISTENTLY SEGMENT REJECT LIMIT 10 ROWS$/);
    expect(body({ rejectLimit: 5 })).toMatch(/\nSEGMENT REJECT LIMIT 5 PERCENT$/);
  });

  it('has options of its own formatter', () => {
    const formatOptions = "formatter 'fixedwidth_in' a '6' null ''";
    expect(body({ format: 'b', formatOptions })).toContain(
      "FORMAT 'custom' (formatter = 'fixedwidth_in',a = '6',null = '')",
    );
  });

  it('is exchanged for the partition that it is, in the entry of the table', () => {
    const partition = {
      words: 'EXTERNAL TABLE',
      columns: 'a integer,\n    b text',
      root: 's.t',
      table: 's._external_partition_parrelid_1_relid_2',
      path: 'ALTER PARTITION y2024 ',
      address: 'FOR (RANK(2))',
    };
    const text = externalPartitions.detail.toValue({ ...row, ...partition } as never);
    expect(text).toMatch(/^CREATE EXTERNAL TABLE s\._external_partition_parrelid_1_relid_2 \(\n {4}a integer,\n/);
    expect(text).toMatch(
      /;\nALTER TABLE s\.t ALTER PARTITION y2024 EXCHANGE PARTITION FOR \(RANK\(2\)\) WITH TABLE (s\.\w+) WITHOUT VALIDATION;\nDROP TABLE \1;\n$/,
    );
  });

  // Greenplum's own pg_dump writes `DROP EXTERNAL TABLE s.t.` and a line feed.
  it('is dropped as what it is', () => {
    const relation = { catalogId: { tableoid: 1259, oid: 1 }, namespace: 's', name: 't', relkind: 'x', ofType: 0 };
    const stored = { options: [], toastOptions: [], persistence: 'p', isPartition: false };
    const options = { release: greenplum6.release, binaryUpgrade: false };
    const context = { server, dialect: greenplum6, options, catalog: new CatalogBuilder(server) };
    const [entry] = table.toEntries({ ...relation, ...stored } as never, context as unknown as DdlContext);
    expect(entry!.dropStatement).toBe('DROP EXTERNAL TABLE s.t;\n');
  });

  it('begins with the words for its sort', () => {
    const text = createdTable('x', [
      [detailOf('sorts of external tables'), 'WRITABLE EXTERNAL WEB TABLE'],
      [detailOf('external tables'), ' EXECUTE …'],
    ]);
    expect(text).toMatch(/^CREATE WRITABLE EXTERNAL WEB TABLE s\.t \(/);
  });

  it.each([
    [`escape '"' quote ''' header`, [['escape', '"'], ['quote', "'"], ['header', null]]], // prettier-ignore
    ["delimiter ' ' fill missing fields", [['delimiter', ' '], ['fill missing fields', null]]], // prettier-ignore
    [`header force not null "Q N" newline 'CRLF'`, [['header force not null "Q N" newline', 'CRLF']]],
    ['', []],
  ])('keeps format options unescaped: %s', (text, items) => {
    expect(formatItems(text)).toEqual(items);
  });
});
