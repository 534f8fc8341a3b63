import { CorruptArchiveError, UserError } from '../errors.ts';
import { isTimestamp } from '../gpbackup/file-names.ts';
import { type BackupSetSource, timeOf } from '../gpbackup/open-set.ts';
import { PlacementCheck } from '../gpbackup/placement-check.ts';
import { checkSegmentCount } from '../gpbackup/segment-count.ts';
import type { Reporter } from '../log.ts';
import { shown, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import { databaseEntry } from './database-entry.ts';
import { type Dump, openDump } from './dump.ts';
import { textOf } from './text-file.ts';
import { DumpReader } from './dump-reader.ts';
import type { FoundDump, FoundDumps } from './found-dumps.ts';
import { strangeEntries } from './entry-check.ts';
import { chainOf } from './increments.ts';
import { masterEntries } from './master-script.ts';
import { mergedEntries } from './merged-entries.ts';
import { type DumpRows, type PlannedTable, rowsOfChain, rowsOfDump, timestampOf, type Twins } from './planned-rows.ts';
import { kindOf } from './report.ts';
import { listed } from './segment-script.ts';

/** Opens what gpcrondump or gp_dump has written at one time. All scripts are read once, to find the tables' rows in them. */
export async function openDumpSet(
  dumps: FoundDumps,
  timestamp: string,
  reporter: Reporter,
  {
    incremental = false,
    checksPlacement = false,
    segmentCount,
  }: Pick<BackupSetSource, 'incremental' | 'checksPlacement' | 'segmentCount'> = {},
): Promise<DumpReader> {
  const found = dumpAt(dumps, timestamp);
  const dump = await openDump(found);
  checkSegmentCount(segmentCount, dump.segments.length, timestamp);
  const twins: Twins[] = [];
  const onTwins = (found: Twins): void => void twins.push(found);
  const isOwn = incremental && dump.report.isIncremental;
  const all = isOwn ? { rows: await rowsOfDump(dump, onTwins), listed: null } : await allRows(dump, dumps, onTwins);
  const ofMaster = await masterEntries(dump);
  if (all.rows.size > 0 && !ofMaster.some(({ desc }) => desc === 'TABLE DATA')) {
    const detail = `file "${dump.master.path}"`;
    throw new CorruptArchiveError('the script of the master tells of no rows, and segments have some', { detail });
  }
  const { entries, tables, missing } = mergedEntries(ofMaster, all.rows);
  if (!isOwn) checkMissing(timestamp, missing, all, ofMaster);
  const database = await databaseOf(dump, entries, reporter);
  const note = (severity: 'info' | 'warning', message: string): void =>
    reporter.diagnostic({ severity, subject: `dump ${timestamp}`, message });
  for (const each of twins) note('warning', checkTwins(each, entries));
  for (const each of strangeEntries(ofMaster, entries)) {
    reporter.diagnostic({ severity: 'warning', subject: `dump ${timestamp}`, ...each });
  }
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
      databaseName: database?.tag ?? dump.report.database,
      serverVersion: null,
      dumperVersion: 'gp_dump',
    },
    entries: database === null ? entries : withDatabase(entries, database),
    tables,
    // Greenplum 6 is the first that gp_dump is not of, and that has other hash functions.
    placement: checksPlacement ? new PlacementCheck(entries, { isLegacy: true }) : null,
    contents: {
      timestamp,
      segments: dump.segments.length,
      globals: globals === undefined ? '' : await textOf(globals),
      about: {
        program: 'gp_dump',
        programVersion: null,
        database: dump.report.database,
        serverVersion: null,
        kind: kindOf(dump.report),
        members: [...new Set([...tables.values()].map(timestampOf))].filter((each) => each !== null).toSorted(),
        compression: dump.master.isGzip ? 'gzip' : 'none',
        dataFiles: 'single',
        plugin: null,
      },
    },
  });
}

function dumpAt(dumps: FoundDumps, timestamp: string): FoundDump {
  const [found, other] = dumps.get(timestamp) ?? [];
  if (found === undefined || !isTimestamp(timestamp)) throw new UserError(`there is no dump ${timestamp}`);
  if (other === undefined) return found;
  throw new UserError(`there are several dumps ${timestamp}`, {
    detail: `Their files begin with "${found.prefix}" and "${other.prefix}".`,
    hint: 'Choose one with --prefix, without the underscore; --prefix= takes those without.',
  });
}

interface AllRows {
  readonly rows: DumpRows;
  /** Tables whose rows the dump's own list promises; null: there is no such list. */
  readonly listed: ReadonlySet<ByteString> | null;
}

async function allRows(dump: Dump, dumps: FoundDumps, onTwins: (twins: Twins) => void): Promise<AllRows> {
  if (!dump.report.isIncremental) return { rows: await rowsOfDump(dump, onTwins), listed: null };
  const chain = await chainOf(dump.found, dumps);
  const rows = new Map<FoundDump, DumpRows>();
  for (const { dump: member, changed } of chain.members) {
    const opened = member === dump.found ? dump : await openDump(member);
    const { isIncremental, database } = opened.report;
    if (isIncremental !== (changed !== null) || database !== dump.report.database) {
      const what = isIncremental ? 'an incremental dump' : 'a full dump';
      throw new CorruptArchiveError(`dump ${member.timestamp} is ${what} of database "${shown(database)}"`, {
        detail: `dump ${dump.found.timestamp}, of database "${shown(dump.report.database)}", was made upon it`,
      });
    }
    rows.set(member, await rowsOfDump(opened, onTwins));
  }
  return { rows: rowsOfChain(chain, (member) => rows.get(member.dump)!), listed: chain.tables };
}

/** Rows that nobody has, although the master or a list says that somebody must have them. */
function checkMissing(
  timestamp: string,
  missing: readonly ByteString[],
  { rows, listed: tables }: AllRows,
  ofMaster: readonly TocEntry[],
): void {
  const known = new Set(ofMaster.filter(({ desc }) => desc !== 'TABLE DATA').map(listed));
  // External tables and the like have no rows.
  const unknown = [...(tables ?? [])].filter((name) => !rows.has(name) && !known.has(name));
  const names = [...missing, ...unknown];
  if (names.length === 0) return;
  throw new CorruptArchiveError(`no segment has rows of table ${shown(names[0]!)}, not even none`, {
    detail: `dump ${timestamp}, ${names.length === 1 ? 'one table' : `${names.length} tables`}`,
  });
}

/** A row that is distributed by its values is on one segment alone. Gives back what to tell of others. */
function checkTwins({ scripts: [one, other], tables }: Twins, entries: readonly TocEntry[]): string {
  const message = `segments ${one.content} and ${other.content} have the same rows`;
  const isByValues = (table: PlannedTable): boolean =>
    entries.some(
      (entry) =>
        entry.desc === 'TABLE' && listed(entry) === listed(table) && / DISTRIBUTED BY \(/.test(entry.definition ?? ''),
    );
  const table = tables.find(isByValues);
  if (table === undefined) return message;
  throw new CorruptArchiveError(`${message}: a file of one is in the place of the other's`, {
    detail: `files "${one.path}" and "${other.path}", table ${shown(listed(table))}`,
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
