import { basename } from 'node:path';
import { corrupt } from '../archive/corruption.ts';
import { CorruptArchiveError } from '../errors.ts';
import { type ByteString, shown } from '../model/text.ts';
import { bytesIn, type Dump, type InstanceScript } from './dump.ts';
import { dumpFileOf } from './file-names.ts';
import type { Chain, ChainMember } from './increments.ts';
import { findRows, type ScriptRows, type TableRows } from './segment-script.ts';

/** Rows of a table in one script. */
export interface RowsPart {
  readonly script: InstanceScript;
  /** Bytes of the script, uncompressed. */
  readonly length: number;
  readonly rows: TableRows;
}

/** A table and its rows on all segments. */
export interface PlannedTable extends Pick<TableRows, 'namespace' | 'tag' | 'owner' | 'copyStatement' | 'columns'> {
  readonly parts: readonly RowsPart[];
}

/** Of the dump whose files have its rows. */
export const timestampOf = ({ parts }: PlannedTable): string | null =>
  parts[0] === undefined ? null : (dumpFileOf(basename(parts[0].script.path))?.timestamp ?? null);

/** What the scripts of dumps have, by `schema.table`, in the order of the first segment's. */
export type DumpRows = ReadonlyMap<ByteString, PlannedTable>;

/** Tables of which two segments have the same rows, and all of whose others are the same as well. */
export interface Twins {
  readonly scripts: readonly [InstanceScript, InstanceScript];
  readonly tables: readonly PlannedTable[];
}

/** Scripts that are read at once: each is uncompressed on a thread of its own. */
const atOnce = 4;

/** Finds the rows of all tables; each segment must have the same tables, with the same columns. */
export async function rowsOfDump({ master, segments }: Dump, onTwins: (twins: Twins) => void): Promise<DumpRows> {
  const scripts = [master, ...segments];
  const found: ScriptRows[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let i = next++; i < scripts.length; i = next++)
      found[i] = await findRows(scripts[i]!.path, bytesIn(scripts[i]!));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const [ofMaster, ...ofSegments] = found;
  const tables = new Map<ByteString, PlannedTable>();
  for (const name of ofSegments[0]?.tables.keys() ?? []) {
    const parts = ofSegments.map(({ tables: own, length }, i) => {
      const rows = own.get(name);
      if (rows === undefined) throw withoutTable(segments[i]!, name, length);
      return { script: segments[i]!, length, rows };
    });
    tables.set(name, joined(parts));
  }
  for (const [i, { tables: own }] of ofSegments.entries()) {
    for (const [name, { start }] of own) {
      if (tables.has(name)) continue;
      const message = `segment ${i} has table ${shown(name)}, and segment 0 does not`;
      throw corrupt(message, { file: segments[i]!.path, offset: start });
    }
  }
  for (const [i, { digest }] of ofSegments.entries()) {
    const first = ofSegments.findIndex((other) => other.digest === digest);
    const own = [...tables.values()].filter(({ parts }) => hasRows(parts[i]!.rows));
    if (first < i && own.length > 0) onTwins({ scripts: [segments[first]!, segments[i]!], tables: own });
  }
  for (const [name, rows] of ofMaster?.tables ?? []) {
    if (!hasRows(rows)) continue;
    if (tables.has(name)) {
      const message = `the master has rows of table ${shown(name)}, which the segments have`;
      throw corrupt(message, { file: master.path, offset: rows.start });
    }
    // What was made on the master alone has its rows there.
    tables.set(name, joined([{ script: master, length: ofMaster!.length, rows }]));
  }
  return tables;
}

export const hasRows = ({ start, end }: TableRows): boolean => end > start;

const withoutTable = ({ path, content }: InstanceScript, name: ByteString, length: number): Error =>
  corrupt(`segment ${content} has no rows of table ${shown(name)}, not even none`, { file: path, offset: length });

function joined(parts: readonly RowsPart[]): PlannedTable {
  // Of INSERT commands there may be none, and of a COPY its statement at least.
  const said = parts.find(({ rows }) => rows.copyStatement !== null)?.rows ?? parts[0]!.rows;
  for (const { script, rows } of parts) {
    if (rows.copyStatement === said.copyStatement || (rows.copyStatement === null && !hasRows(rows))) continue;
    const message = `the rows of table ${shown(`${said.namespace ?? ''}.${said.tag}`)} are other columns than on other segments`;
    throw corrupt(message, { file: script.path, offset: rows.start });
  }
  const { namespace, tag, owner, copyStatement, columns } = said;
  return { namespace, tag, owner, copyStatement, columns, parts };
}

/** Of each table that the newest of a chain has, the rows of the last dump that has any, or says that there are none. */
export function rowsOfChain({ members, tables }: Chain, rowsOf: (member: ChainMember) => DumpRows): DumpRows {
  const rows = new Map<ByteString, PlannedTable>();
  for (const member of members) {
    const own = rowsOf(member);
    checkChanged(member, own, tables);
    for (const [name, table] of own) if (tables.has(name) && !rows.has(name)) rows.set(name, table);
  }
  return rows;
}

/** Rows of a table that had changed are not those of the dump before. */
function checkChanged({ dump, changed }: ChainMember, rows: DumpRows, wanted: ReadonlySet<ByteString>): void {
  for (const name of changed ?? []) {
    if (rows.has(name) || !wanted.has(name)) continue;
    const message = `no segment of dump ${dump.timestamp} has rows of table ${shown(name)}, which had changed`;
    throw new CorruptArchiveError(message, { detail: `file "${dump.master.get('dirty_list')}"` });
  }
}
