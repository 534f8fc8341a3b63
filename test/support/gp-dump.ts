import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  createTable,
  qualified,
  quoted,
  segmentOf,
  storedTables,
  type MadeDatabase,
  type MadeTable,
} from './made-database.ts';

/** How gpcrondump was called, and on which release. */
export interface DumpShape {
  /** Names of files: `gp_dump_0_<dbid>` of Greenplum 4, or `gp_dump_<content>_<dbid>` of 5. */
  readonly naming?: 'old' | 'new';
  readonly gzip?: boolean;
  readonly prefix?: string;
  readonly segments?: number;
  readonly rows?: 'copy' | 'inserts' | 'column-inserts';
  readonly standardStrings?: boolean;
  /** The segment that a row is on; default: any, always the same. */
  readonly place?: (row: string, segments: number) => number;
}

export interface DumpRun {
  readonly timestamp: string;
  /** A dump that this one is made upon, and the tables that have changed since the last. */
  readonly upon?: { readonly full: string; readonly changed: readonly string[] };
}

/** As gpcrondump's lists have it. */
export const listedName = ({ schema, name }: Pick<MadeTable, 'schema' | 'name'>): string => `${schema}.${name}`;

/** Writes what gpcrondump leaves of a database in the data directories of all instances, as shared/formats/gpbackup.md tells. */
export async function writeGpDump(
  directory: string,
  database: MadeDatabase,
  { timestamp, upon }: DumpRun,
  shape: DumpShape = {},
): Promise<void> {
  const { naming = 'new', gzip = true, segments = 3 } = shape;
  const prefix = shape.prefix === undefined ? '' : `${shape.prefix}_`;
  const suffix = gzip ? '.gz' : '';
  const isNew = naming === 'new';
  const of = (content: number): string =>
    `${isNew ? content : content < 0 ? 1 : 0}_${content < 0 ? 1 : content + 2}_${timestamp}`;
  const put = async (content: number, name: string, text: string, isPacked = false): Promise<void> => {
    const folder = folderOf(directory, content, timestamp);
    await mkdir(folder, { recursive: true });
    const bytes = Buffer.from(text);
    await writeFile(
      join(folder, `${prefix}${name}${isPacked ? suffix : ''}`),
      isPacked && gzip ? gzipSync(bytes) : bytes,
    );
  };
  const head = headOf(shape);
  const changed = upon === undefined ? null : new Set(upon.changed);
  await put(-1, `gp_cdatabase_${of(-1)}`, cdatabase(database));
  await put(-1, `gp_dump_${of(-1)}`, head + preData(database, shape) + end, true);
  await put(-1, `gp_dump_${of(-1)}_post_data`, head + postData(database) + end, true);
  for (let content = 0; content < segments; content += 1) {
    const stored = database.tables
      .flatMap(storedTables)
      .filter((table) => changed === null || changed.has(listedName(table)));
    const own = stored.map((table) => ({
      ...table,
      rows: (table.rows ?? []).filter((row) => (shape.place ?? segmentOf)(row, segments) === content),
    }));
    const script = head + tableData(own, database.owner, shape) + sequenceSet(1, false, database.owner) + end;
    await put(content, `gp_dump_${of(content)}`, script, true);
    await put(content, `gp_dump_status_${isNew ? content : 0}_${content + 2}_${timestamp}`, 'Finished successfully\n');
  }
  await put(
    -1,
    `gp_dump_${timestamp}.rpt`,
    report(timestamp, { gzip, prefix, of, segments, isFull: changed === null }),
  );
  const names = database.tables.flatMap((table) =>
    storedTables(table)
      .filter((stored) => table.partitions === undefined || stored.name !== table.name)
      .map(listedName),
  );
  await put(-1, `gp_dump_${timestamp}_table_list`, names.map((name) => `${name}\n`).join(''));
  if (upon === undefined) return;
  await put(-1, `gp_dump_${timestamp}_dirty_list`, upon.changed.map((name) => `${name}\n`).join(''));
  const increments = `${prefix}gp_dump_${upon.full}_increments`;
  await appendFile(join(folderOf(directory, -1, upon.full), increments), `${timestamp}\n`);
}

const folderOf = (directory: string, content: number, timestamp: string): string =>
  join(directory, `gpseg${content}`, 'db_dumps', timestamp.slice(0, 8));

const headOf = ({ standardStrings = true }: DumpShape): string => `--
-- Greenplum Database database dump
--

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = ${standardStrings ? 'on' : 'off'};
SET check_function_bodies = false;
SET client_min_messages = warning;
SET escape_string_warning = off;

SET gp_default_storage_options = '';

`;

const end = `--
-- Greenplum Database database dump complete
--

`;

const header = (name: string, type: string, schema: string, owner: string, isData = false): string =>
  `--\n-- ${isData ? 'Data for ' : ''}Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: ${owner}` +
  `${type === 'TABLE' || type === 'INDEX' || type === 'CONSTRAINT' ? '; Tablespace: ' : ''}\n--\n\n`;

const cdatabase = ({ owner }: MadeDatabase): string =>
  `--\n-- Database creation\n--\n\nCREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'UTF8' OWNER = ${owner};\n`;

const inSchema = (schema: string): string => `SET search_path = ${quoted(schema)}, pg_catalog;\n\n`;

function preData({ tables, owner }: MadeDatabase, shape: DumpShape): string {
  const schemas = [...new Set(tables.map(({ schema }) => schema))].filter((schema) => schema !== 'public');
  const parts = schemas.map(
    (schema) =>
      `${header(schema, 'SCHEMA', '-', owner)}CREATE SCHEMA ${quoted(schema)};\n\n\nALTER SCHEMA ${quoted(schema)} OWNER TO ${owner};\n\n`,
  );
  parts.push("SET default_tablespace = '';\n\nSET default_with_oids = false;\n\n");
  for (const table of tables) {
    parts.push(inSchema(table.schema), header(table.name, 'TABLE', table.schema, owner), createTable(table));
    parts.push(`\n\n\nALTER TABLE ${qualified(table)} OWNER TO ${owner};\n\n`);
  }
  parts.push(inSchema('public'), header('item_id_seq', 'SEQUENCE', 'public', owner));
  parts.push(
    'CREATE SEQUENCE item_id_seq\n    START WITH 1\n    INCREMENT BY 1\n    NO MAXVALUE\n    NO MINVALUE\n    CACHE 1;\n\n\n',
  );
  parts.push(`ALTER TABLE public.item_id_seq OWNER TO ${owner};\n\n`);
  parts.push(header('item_id_seq', 'SEQUENCE OWNED BY', 'public', owner));
  parts.push('ALTER SEQUENCE item_id_seq OWNED BY item.id;\n\n\n', sequenceSet(4711, true, owner));
  parts.push(header('id', 'DEFAULT', 'public', owner));
  parts.push("ALTER TABLE public.item ALTER COLUMN id SET DEFAULT nextval('item_id_seq'::regclass);\n\n\n");
  // The master has the tables' definitions and none of their rows.
  parts.push(
    tableData(
      tables.map((table) => ({ ...table, rows: [] })),
      owner,
      shape,
    ),
  );
  parts.push(
    inSchema('public'),
    header('item', 'ACL', 'public', owner),
    `REVOKE ALL ON TABLE item FROM PUBLIC;\nGRANT SELECT ON TABLE item TO PUBLIC;\n\n\n`,
  );
  return parts.join('');
}

const sequenceSet = (value: number, isCalled: boolean, owner: string): string =>
  `${inSchema('public')}${header('item_id_seq', 'SEQUENCE SET', 'public', owner)}` +
  `SELECT pg_catalog.setval('item_id_seq', ${value}, ${isCalled});\n\n\n`;

function postData({ owner }: MadeDatabase): string {
  return [
    inSchema('public'),
    "SET default_tablespace = '';\n\n",
    header('item_pkey', 'CONSTRAINT', 'public', owner),
    'ALTER TABLE ONLY item\n    ADD CONSTRAINT item_pkey PRIMARY KEY (id);\n\n\n',
    inSchema('shop'),
    header('sale_day', 'INDEX', 'shop', owner),
    'CREATE INDEX sale_day ON sale USING btree (day);\n\n\n',
  ].join('');
}

function tableData(tables: readonly MadeTable[], owner: string, shape: DumpShape): string {
  let schema = '';
  return tables
    .map((table) => {
      const path = table.schema === schema ? '' : inSchema(table.schema);
      ({ schema } = table);
      return path + header(table.name, 'TABLE DATA', table.schema, owner, true) + rowsText(table, shape);
    })
    .join('');
}

function rowsText(table: MadeTable, { rows: mode = 'copy', standardStrings = true }: DumpShape): string {
  const names = table.columns.map(([column]) => quoted(column));
  const rows = table.rows ?? [];
  if (mode === 'copy') {
    const list = names.length === 0 ? '' : `(${names.join(', ')})`;
    const oids = table.withOids === true ? ' WITH OIDS' : '';
    return `COPY ${quoted(table.name)} ${list}${oids} FROM stdin;\n${rows.map((row) => `${row}\n`).join('')}\\.\n\n\n`;
  }
  const list = mode === 'inserts' ? '' : `(${names.join(', ')}) `;
  const inserts = rows.map((row) => {
    const values = row.split('\t').map((field) => literal(field, standardStrings));
    return `INSERT INTO ${quoted(table.name)} ${list}VALUES (${values.join(', ')});\n`;
  });
  return `${inserts.join('')}\n\n`;
}

/** A field of COPY as appendStringLiteral writes it. */
function literal(field: string, standardStrings: boolean): string {
  if (field === '\\N') return 'NULL';
  const value = field.replaceAll(/\\(.)/g, (_, letter: string) => ({ t: '\t', n: '\n' })[letter] ?? letter);
  const text = value.replaceAll("'", "''");
  if (standardStrings || !text.includes('\\')) return `'${text}'`;
  return `E'${text.replaceAll('\\', '\\\\')}'`;
}

interface ReportOf {
  readonly gzip: boolean;
  readonly prefix: string;
  readonly of: (content: number) => string;
  readonly segments: number;
  readonly isFull: boolean;
}

function report(timestamp: string, { gzip, prefix, of, segments, isFull }: ReportOf): string {
  const file = (content: number): string =>
    `/data/gpseg${content}/db_dumps/${timestamp.slice(0, 8)}/${prefix}gp_dump_${of(content)}${gzip ? '.gz' : ''}`;
  const line = (who: string, dbid: number, path: string): string =>
    `\t${who} (dbid ${dbid}) Host mdw Port ${5432 + dbid} Database shop BackupFile ${path}: Succeeded \n`;
  return [
    '\nGreenplum Database Backup Report\n',
    `Timestamp Key: ${timestamp}\n`,
    `gp_dump Command Line: -p 5432 -U gpadmin --gp-d=db_dumps/${timestamp.slice(0, 8)} shop\n`,
    'Pass through Command Line Options: None\n',
    `Compression Program: ${gzip ? 'gzip' : 'None'}\n`,
    `Backup Type: ${isFull ? 'Full' : 'Incremental'}\n`,
    '\nIndividual Results\n',
    line('Master', 1, file(-1)),
    line('Master', 1, `${file(-1)}_post_data`),
    ...Array.from({ length: segments }, (_, content) => line(`segment ${content}`, content + 2, file(content))),
    '\ngp_dump utility finished successfully.\n',
  ].join('');
}
