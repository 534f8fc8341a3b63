import { CorruptArchiveError, UserError } from '../errors.ts';
import { isTimestamp } from '../gpbackup/file-names.ts';
import { timeOf } from '../gpbackup/open-set.ts';
import type { Reporter } from '../log.ts';
import { shown, toByteString, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import { databaseEntry } from './database-entry.ts';
import { type Dump, openDump, textOf } from './dump.ts';
import { DumpReader } from './dump-reader.ts';
import type { FoundDump, FoundDumps } from './found-dumps.ts';
import { chainOf } from './increments.ts';
import { masterEntries } from './master-script.ts';
import { mergedEntries } from './merged-entries.ts';
import { type DumpRows, rowsOfChain, rowsOfDump } from './planned-rows.ts';
import { listed } from './segment-script.ts';

/** Opens what gpcrondump or gp_dump has written at one time. All scripts are read once, to find the tables' rows in them. */
export async function openDumpSet(dumps: FoundDumps, timestamp: string, reporter: Reporter): Promise<DumpReader> {
  const found = dumpAt(dumps, timestamp);
  const dump = await openDump(found, reporter);
  const all = await allRows(dump, dumps, reporter);
  const ofMaster = await masterEntries(dump);
  const { entries, tables, missing } = mergedEntries(ofMaster, all.rows);
  checkMissing(dump, missing, all, ofMaster);
  const database = await databaseOf(dump, entries, reporter);
  const note = (severity: 'info' | 'warning', message: string): void =>
    reporter.diagnostic({ severity, subject: `dump ${timestamp}`, message });
  if (ofMaster.some(({ desc }) => desc === 'BLOBS')) note('warning', 'large objects are left out');
  if (dump.report.isDataOnly) note('info', 'it has rows alone: tables must be there');
  const globals = found.master.get('globals');
  return new DumpReader({
    header: {
      version: { major: 1, minor: 13, revision: 0 },
      intSize: 4,
      offsetSize: 8,
      compression: { method: 'gzip', level: null },
      createdAt: timeOf(timestamp),
      databaseName: database?.tag ?? toByteString(dump.report.database),
      serverVersion: null,
      dumperVersion: 'gp_dump',
    },
    entries: database === null ? entries : withDatabase(entries, database),
    tables,
    contents: {
      timestamp,
      segments: dump.segments.length,
      globals: globals === undefined ? '' : await textOf(globals),
    },
  });
}

export function dumpAt(dumps: FoundDumps, timestamp: string): FoundDump {
  const [found, other] = dumps.get(timestamp) ?? [];
  if (found === undefined || !isTimestamp(timestamp)) throw new UserError(`there is no dump ${timestamp}`);
  if (other === undefined) return found;
  throw new UserError(`there are several dumps ${timestamp}`, {
    detail: `Their files begin with "${found.prefix}" and "${other.prefix}".`,
    hint: 'Name a directory that has one of them alone.',
  });
}

interface AllRows {
  readonly rows: DumpRows;
  /** Tables whose rows the dump's own list promises; null: there is no such list. */
  readonly lists: ReadonlyMap<ByteString, FoundDump> | null;
}

async function allRows(dump: Dump, dumps: FoundDumps, reporter: Reporter): Promise<AllRows> {
  if (!dump.report.isIncremental) return { rows: await rowsOfDump(dump), lists: null };
  const chain = await chainOf(dump.found, dumps);
  const rows = new Map<FoundDump, DumpRows>();
  for (const { dump: member, changed } of chain.members) {
    const opened = member === dump.found ? dump : await openDump(member, reporter);
    const { isIncremental, database } = opened.report;
    if (isIncremental !== (changed !== null) || database !== dump.report.database) {
      const what = isIncremental ? 'an incremental dump' : 'a full dump';
      throw new CorruptArchiveError(`dump ${member.timestamp} is ${what} of database "${database}"`, {
        detail: `dump ${dump.found.timestamp}, of database "${dump.report.database}", was made upon it`,
      });
    }
    rows.set(member, await rowsOfDump(opened));
  }
  return { rows: rowsOfChain(chain, (member) => rows.get(member.dump)!), lists: chain.tables };
}

/** Rows that nobody has, although the master or a list says that somebody must have them. */
function checkMissing(
  { found: { timestamp } }: Dump,
  missing: readonly TocEntry[],
  { rows, lists }: AllRows,
  ofMaster: readonly TocEntry[],
): void {
  const names = missing.map(listed);
  if (lists !== null) {
    // External tables and the like have no rows.
    const others = new Set(ofMaster.filter(({ desc }) => desc !== 'TABLE DATA' && desc !== 'TABLE').map(listed));
    const announced = new Set(ofMaster.filter(({ desc }) => desc === 'TABLE').map(listed));
    for (const name of lists.keys()) if (!rows.has(name) && !others.has(name) && !announced.has(name)) names.push(name);
  }
  const [first] = names;
  if (first === undefined) return;
  const of = lists?.get(first)?.timestamp ?? timestamp;
  const which = of === timestamp ? '' : ` of dump ${of}`;
  throw new CorruptArchiveError(`no segment${which} has rows of table ${shown(first)}, not even none`, {
    detail: `dump ${timestamp}, ${names.length === 1 ? 'one table' : `${names.length} tables`}`,
  });
}

/** null: there is one already, or the file that has it is not there. */
async function databaseOf(
  { found, report }: Dump,
  entries: readonly TocEntry[],
  reporter: Reporter,
): Promise<TocEntry | null> {
  if (entries.some(({ desc }) => desc === 'DATABASE') || report.isDataOnly) return null;
  const path = found.master.get('database');
  const free = entries.reduce((most, { dumpId }) => Math.max(most, dumpId), 0) + 1;
  const entry = path === undefined ? null : databaseEntry(await textOf(path), free);
  if (entry === null) {
    if (path !== undefined) throw new CorruptArchiveError('there is no CREATE DATABASE', { detail: `file "${path}"` });
    reporter.diagnostic({
      severity: 'warning',
      subject: `dump ${found.timestamp}`,
      message: 'the file gp_cdatabase is missing: nothing says how the database is made',
    });
  }
  return entry;
}

/** Behind the entries that tell how texts are read. */
function withDatabase(entries: readonly TocEntry[], database: TocEntry): readonly TocEntry[] {
  const first = entries.findIndex(({ desc }) => desc !== 'ENCODING' && desc !== 'STDSTRINGS');
  const at = first < 0 ? entries.length : first;
  return [...entries.slice(0, at), database, ...entries.slice(at)];
}
