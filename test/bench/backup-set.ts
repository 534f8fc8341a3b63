import { createWriteStream } from 'node:fs';
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { compress } from '../../src/archive/compression.ts';
import { segmentTocName, singleFileName, tableFileName } from '../../src/gpbackup/file-names.ts';

/** A table of which every segment has the same rows: a block of them, so many times. */
export interface MadeTable {
  readonly schema: string;
  readonly name: string;
  /** Of whose first its rows are distributed by. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** CSV. */
  readonly block: Uint8Array;
  readonly rowsOfBlock: number;
  readonly times: number;
}

export interface MadeSet {
  readonly segments: number;
  readonly compression: keyof typeof suffixes;
  readonly singleDataFile: boolean;
  readonly tables: readonly MadeTable[];
}

const suffixes = { none: '', gzip: '.gz', zstd: '.zst' };
const timestamp = '20261122000000';
const firstOid = 16384;

/**
 * Writes a set as gpbackup 1.30 on Greenplum 6 does, and gives its data files: those of each table, or all. The files of the
 * first segment are written; those of the others are links to them, so that a set may be larger than the disk.
 */
export async function makeBackupSet(path: string, set: MadeSet): Promise<readonly (readonly string[])[]> {
  const directoryOf = (content: number): string =>
    join(path, `gpseg${content}`, 'backups', timestamp.slice(0, 8), timestamp);
  const contents = Array.from({ length: set.segments }, (_, content) => content);
  for (const content of [-1, ...contents]) await mkdir(directoryOf(content), { recursive: true });
  await writeCoordinatorFiles(directoryOf(-1), set);

  const onAll = async (nameOn: (content: number) => string, write: (file: string) => Promise<void>) => {
    const [first = '', ...others] = contents.map((content) => join(directoryOf(content), nameOn(content)));
    await write(first);
    for (const other of others) await link(first, other);
    return [first, ...others];
  };
  const onAllCompressed = (nameOn: (content: number) => string, tables: readonly MadeTable[]) =>
    onAll(
      (content) => nameOn(content) + suffixes[set.compression],
      (file) =>
        pipeline(compress({ method: set.compression, level: 1 }, 'file', csvOf(tables)), createWriteStream(file)),
    );
  if (set.singleDataFile) {
    await onAll(
      (content) => segmentTocName(timestamp, content),
      (file) => writeFile(file, segmentToc(set.tables)),
    );
    return [await onAllCompressed((content) => singleFileName(timestamp, content), set.tables)];
  }
  const files: (readonly string[])[] = [];
  for (const [i, table] of set.tables.entries()) {
    files.push(await onAllCompressed((content) => tableFileName(timestamp, content, firstOid + i), [table]));
  }
  return files;
}

async function* csvOf(tables: readonly MadeTable[]): AsyncGenerator<Uint8Array, void, undefined> {
  for (const { block, times } of tables) for (let time = 0; time < times; time += 1) yield block;
}

function segmentToc(tables: readonly MadeTable[]): string {
  const lines = ['dataentries:'];
  let end = 0;
  for (const [i, { block, times }] of tables.entries()) {
    const start = end;
    end += block.length * times;
    lines.push(`  ${firstOid + i}:`, `    startbyte: ${start}`, `    endbyte: ${end}`);
  }
  return `${lines.join('\n')}\n`;
}

async function writeCoordinatorFiles(directory: string, set: MadeSet): Promise<void> {
  const write = (what: string, text: string): Promise<void> =>
    writeFile(join(directory, `gpbackup_${timestamp}_${what}`), text);
  const metadata = new Metadata();
  metadata.addDatabase();
  for (const schema of new Set(set.tables.map((table) => table.schema))) metadata.addSchema(schema);
  for (const table of set.tables) metadata.addTable(table);
  for (const table of set.tables) metadata.addKeyAndIndex(table);
  await write('metadata.sql', metadata.text);
  await write('toc.yaml', metadata.toc(set));
  await write('config.yaml', configOf(set));
}

const configOf = ({ compression, segments, singleDataFile }: MadeSet): string =>
  [
    'backupversion: 1.30.5',
    `compressed: ${compression !== 'none'}`,
    `compressiontype: ${compression === 'zstd' ? 'zstd' : 'gzip'}`,
    'databasename: bench',
    'databaseversion: 6.24.3 build commit:25d3498',
    `segmentcount: ${segments}`,
    `singledatafile: ${singleDataFile}`,
    `timestamp: "${timestamp}"`,
    'status: Success',
    '',
  ].join('\n');

const sections = ['globalentries', 'predataentries', 'postdataentries'] as const;

/** Of ASCII characters only, which are as many as bytes. */
class Metadata {
  text = '';
  readonly #lines: Record<(typeof sections)[number], string[]> = {
    globalentries: [],
    predataentries: [],
    postdataentries: [],
  };

  addDatabase(): void {
    this.#add('globalentries', 'SESSION GUCS', {}, "SET client_encoding = 'UTF8';");
    this.#add('globalentries', 'DATABASE', { name: 'bench' }, 'CREATE DATABASE bench TEMPLATE template0;');
  }

  addSchema(schema: string): void {
    this.#add('predataentries', 'SCHEMA', { schema, name: schema }, `CREATE SCHEMA ${schema};`);
  }

  addTable({ schema, name, columns }: MadeTable): void {
    const table = `${schema}.${name}`;
    const list = columns.map((column) => `\t${column.name} ${column.type}`).join(',\n');
    const add = (text: string): void => this.#add('predataentries', 'TABLE', { schema, name }, text);
    add(`CREATE TABLE ${table} (\n${list}\n) DISTRIBUTED BY (${columns[0]?.name});`);
    add(`COMMENT ON TABLE ${table} IS 'table ${table}';`);
    add(`ALTER TABLE ${table} OWNER TO gpadmin;`);
  }

  addKeyAndIndex({ schema, name, columns }: MadeTable): void {
    const reference = `${schema}.${name}`;
    const key = `${name}_pkey`;
    const index = `${name}_index`;
    const [first, second] = columns;
    const addingKey = `ALTER TABLE ONLY ${reference} ADD CONSTRAINT ${key} PRIMARY KEY (${first?.name});`;
    this.#add('postdataentries', 'CONSTRAINT', { schema, name: key, reference }, addingKey);
    const makingIndex = `CREATE INDEX ${index} ON ${reference} USING btree (${second?.name});`;
    this.#add('postdataentries', 'INDEX', { schema, name: index, reference }, makingIndex);
  }

  toc({ tables, segments }: MadeSet): string {
    const entries = sections.flatMap((section) => [`${section}:`, ...this.#lines[section]]);
    const data = tables.flatMap(({ schema, name, columns, rowsOfBlock, times }, i) => [
      `- schema: ${schema}`,
      `  name: ${name}`,
      `  oid: ${firstOid + i}`,
      `  attributestring: (${columns.map((column) => column.name).join(',')})`,
      `  rowscopied: ${rowsOfBlock * times * segments}`,
      '  partitionroot: ""',
      '  isreplicated: false',
      '  distbyenum: false',
    ]);
    return [...entries, 'statisticsentries: []', 'dataentries:', ...data, ''].join('\n');
  }

  #add(
    section: (typeof sections)[number],
    objectType: string,
    { schema = '""', name = '""', reference = '""' }: { schema?: string; name?: string; reference?: string },
    text: string,
  ): void {
    const start = this.text.length;
    this.text += `\n\n${text}\n`;
    this.#lines[section].push(
      `- schema: ${schema}`,
      `  name: ${name}`,
      `  objecttype: ${objectType}`,
      `  referenceobject: ${reference}`,
      `  startbyte: ${start}`,
      `  endbyte: ${this.text.length}`,
      '  tier:',
      '  - 1',
      '  - 1',
    );
  }
}
