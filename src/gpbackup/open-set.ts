import { UserError } from '../errors.ts';
import { systemReason } from '../files/system-error.ts';
import type { Reporter } from '../log.ts';
import { groupBy } from '../model/group-by.ts';
import { type ByteString, shown } from '../model/text.ts';
import type { ArchiveHeader, ArchiveTime, TocEntry } from '../toc/entry.ts';
import { type Backup, openBackup, readMetadata } from './backup.ts';
import { kindOf } from './config.ts';
import { isTimestamp } from './file-names.ts';
import { SetChecks } from './checks/set-checks.ts';
import { readSlice } from './entries/read-slice.ts';
import { findSets, type FoundSet } from './found-sets.ts';
import { metadataSlices, type MetadataSlice } from './metadata-slices.ts';
import { notesOf } from './notes.ts';
import { qualified } from './names.ts';
import { PlacementCheck } from './placement-check.ts';
import { plannedTables, plannedTimestamps, type PlannedTable } from './planned-tables.ts';
import { backedUpServer, ownArchiveVersion } from './server-version.ts';
import { replicatedTables, setEntries } from './set-entries.ts';
import type { SetAbout } from './set-contents.ts';
import { BackupSetReader, checkFiles } from './set-reader.ts';

export interface BackupSetSource {
  /** Below which the files are, of all segments. */
  readonly directories: readonly string[];
  /** Which set; undefined: the newest. */
  readonly timestamp?: string | undefined;
  /** Of directories of the cluster's segments, or of gpcrondump's files; undefined: any. */
  readonly prefix?: string | undefined;
  /** Of a set that is too old to say it itself. */
  readonly segmentCount?: number | undefined;
  /** Rows stay CSV, as gpbackup has them. */
  readonly keepsCsv?: boolean;
  /** Whether all copies of replicated tables are the same. */
  readonly checksReplicas?: boolean;
  /** Whether each row is on the segment that it belongs to. */
  readonly checksPlacement?: boolean;
  /** Files of tables may be missing: whoever reads those is told. */
  readonly toleratesMissing?: boolean;
  /** Of the plugin that holds its files, instead of directories; the timestamp must be said. */
  readonly pluginConfig?: string | undefined;
  /** Once it aborts the plugin is stopped. */
  readonly signal?: AbortSignal | undefined;
  /** Of an incremental one only the rows that it has itself. */
  readonly incremental?: boolean;
}

/** Opens a backup set: what the coordinator's files say is read, and whether all others are there. */
export async function openBackupSet(source: BackupSetSource, reporter: Reporter): Promise<BackupSetReader> {
  if (source.pluginConfig !== undefined) return await openHeldSet(source, source.pluginConfig, reporter);
  const tellUnreadable = (directory: string, error: unknown): void => {
    const message = `could not read directory "${directory}": ${systemReason(error)}`;
    reporter.diagnostic({ severity: 'warning', subject: null, message });
  };
  const found = await findSets(source.directories, tellUnreadable, source.prefix);
  return await openFound(found, source, reporter);
}

async function openHeldSet(source: BackupSetSource, configFile: string, reporter: Reporter): Promise<BackupSetReader> {
  const { timestamp = '' } = source;
  checkTimestamp(timestamp);
  // Loaded when needed: few sets are held by plugins.
  const { readPluginConfig } = await import('./plugin/plugin-config.ts');
  const { Plugin } = await import('./plugin/plugin.ts');
  const { heldSets } = await import('./plugin/held-sets.ts');
  const plugin = await Plugin.open(await readPluginConfig(configFile), timestamp, {
    reporter,
    signal: source.signal,
  });
  try {
    return await openFound(await heldSets(plugin, timestamp, source.segmentCount), source, reporter, plugin);
  } catch (error) {
    await plugin[Symbol.asyncDispose]();
    throw error;
  }
}

async function openFound(
  found: ReadonlyMap<string, FoundSet>,
  source: BackupSetSource,
  reporter: Reporter,
  plugin: AsyncDisposable | null = null,
): Promise<BackupSetReader> {
  const { keepsCsv = false } = source;
  const files = chosen(found, source);
  if (source.timestamp === undefined) tellNewer(found, files, reporter);
  const whole = await openBackup(files, source.segmentCount);
  const set = withPlanOf(source, whole);
  const members = await openMembers(set, found, source.segmentCount);
  const tables = inFileOrder(plannedTables(set, members));
  for (const [backup, of] of groupBy(tables, (table) => table.backup)) {
    checkFiles(backup, source.toleratesMissing === true ? [] : of);
  }
  const { path, bytes } = await readMetadata(set);
  const slices = metadataSlices(set.toc, bytes, path);
  const checks = new SetChecks(whole, members, tables, path);
  for (const slice of slices.global) checks.look(readSlice(slice), 'global');
  const header = headerOf(set);
  const {
    entries,
    encoding,
    globals,
    tables: byDumpId,
    unknown,
  } = setEntries(slices, tables, {
    hasAccessMethods: header.version.minor >= 14,
    keepsCsv,
    onSlice: checks.look,
  });
  await checks.finish(reporter, { metadata: bytes, encoding, toleratesErrors: source.toleratesMissing ?? false });
  for (const note of notesOf(set, entries, unknown)) reporter.diagnostic(note);
  const replicated = await replicatedIn(tables, set, replicatedTables(slices));
  return new BackupSetReader({
    header,
    entries,
    tables: byDumpId,
    encoding,
    keepsCsv,
    plugin,
    checksReplicas: source.checksReplicas ?? false,
    placement: source.checksPlacement === true ? placementOf(set, entries) : null,
    isReplicated: (table) => table.entry.isReplicated ?? replicated.has(table),
    contents: {
      timestamp: files.timestamp,
      segments: set.contents,
      globals: scriptOf(globals, encoding),
      about: aboutOf(set, tables),
    },
  });
}

/** Who asks for the newest should know that there is a newer one, which cannot be read. */
function tellNewer(found: ReadonlyMap<string, FoundSet>, { timestamp }: FoundSet, reporter: Reporter): void {
  const newer = [...found.keys()].filter((each) => each > timestamp).toSorted();
  if (newer.length === 0) return;
  const message = `backup ${newer.join(', ')} would be newer than ${timestamp}, but is not whole: its table of contents is missing`;
  reporter.diagnostic({ severity: 'warning', subject: null, message });
}

function withPlanOf({ incremental = false }: BackupSetSource, set: Backup): Backup {
  const { restorePlan, ...config } = set.config;
  if (!incremental || restorePlan === null) return set;
  const own = restorePlan.filter(({ timestamp }) => timestamp === set.files.timestamp);
  return { ...set, config: { ...config, restorePlan: own } };
}

function checkTimestamp(timestamp: string): void {
  if (isTimestamp(timestamp)) return;
  throw new UserError(`invalid timestamp "${timestamp}"`, { hint: 'It has 14 digits, as 20261121031553.' });
}

function chosen(found: ReadonlyMap<string, FoundSet>, { directories, timestamp, prefix }: BackupSetSource): FoundSet {
  const ofPrefix = prefix === undefined ? '' : ` with prefix "${prefix}"`;
  const where = `"${directories.join('", "')}"${ofPrefix}`;
  if (timestamp !== undefined) {
    checkTimestamp(timestamp);
    const set = found.get(timestamp);
    if (set !== undefined) return set;
    const others = [...found.keys()].toSorted();
    throw new UserError(`there is no backup ${timestamp} in ${where}`, {
      hint: others.length === 0 ? 'No file there is one of gpbackup.' : `There are: ${others.join(', ')}.`,
    });
  }
  // Files of segments alone are of a set whose coordinator's are elsewhere, and one that has failed is told only as the last.
  const newestFirst = [...found.values()].toSorted((one, other) => (one.timestamp < other.timestamp ? 1 : -1));
  const newest =
    newestFirst.find(({ coordinator }) => coordinator.has('toc.yaml')) ??
    newestFirst.find(({ coordinator }) => coordinator.has('config.yaml'));
  if (newest !== undefined) return newest;
  throw new UserError(`there is no backup set in ${where}`, {
    hint:
      found.size === 0
        ? 'Files of gpbackup are called gpbackup_<segment>_<timestamp>_…; name a directory above them with --backup-dir.'
        : `The coordinator's files of ${[...found.keys()].toSorted().join(', ')} are missing: name their directory, too.`,
  });
}

/** The backups that have rows of the set: it alone, or those of a chain. */
async function openMembers(
  set: Backup,
  found: ReadonlyMap<string, FoundSet>,
  segmentCount: number | undefined,
): Promise<ReadonlyMap<string, Backup>> {
  const { timestamp } = set.files;
  const members = new Map([[timestamp, set]]);
  for (const each of plannedTimestamps(set.config, timestamp)) {
    if (members.has(each)) continue;
    const files = found.get(each);
    if (files === undefined) {
      throw new UserError(`backup ${timestamp} needs backup ${each}, which is not there`, {
        hint: 'It is an incremental one: tables that have not changed are in those before. Name their directories, too.',
      });
    }
    members.set(each, await openBackup(files, segmentCount));
  }
  return members;
}

/** Tables of a single file in the order in which they lie in it: gpbackup's own, which is that of their OIDs. */
const inFileOrder = (tables: readonly PlannedTable[]): readonly PlannedTable[] =>
  [...groupBy(tables, ({ backup }) => backup).values()].flatMap((of) =>
    of[0]!.backup.config.singleDataFile ? of.toSorted((one, other) => one.entry.oid - other.entry.oid) : of,
  );

/** Of backups that do not say which tables are replicated, those that their own metadata make so. */
async function replicatedIn(
  tables: readonly PlannedTable[],
  set: Backup,
  ofSet: ReadonlySet<string>,
): Promise<ReadonlySet<PlannedTable>> {
  const replicated = new Set<PlannedTable>();
  for (const [backup, of] of groupBy(tables, (table) => table.backup)) {
    const unsaid = of.filter(({ entry }) => entry.isReplicated === null);
    if (unsaid.length === 0) continue;
    const names = backup === set ? ofSet : await replicatedOf(backup);
    for (const table of unsaid) if (names.has(qualified(table.entry))) replicated.add(table);
  }
  return replicated;
}

async function replicatedOf(backup: Backup): Promise<ReadonlySet<string>> {
  const { path, bytes } = await readMetadata(backup);
  return replicatedTables(metadataSlices(backup.toc, bytes, path));
}

function aboutOf({ config }: Backup, tables: readonly PlannedTable[]): SetAbout {
  const members = new Set(tables.map(({ backup }) => backup.files.timestamp));
  return {
    program: 'gpbackup',
    programVersion: config.backupVersion,
    database: config.databaseName,
    serverVersion: config.databaseVersion,
    kind: kindOf(config),
    members: [...members].toSorted(),
    compression: config.compression,
    dataFiles: config.singleDataFile ? 'single' : 'multiple',
    plugin: config.plugin === '' ? null : shown(config.plugin),
  };
}

/** Before 6 Greenplum had no operator classes to say it with. */
const placementOf = ({ config }: Backup, entries: readonly TocEntry[]): PlacementCheck => {
  const { product, major } = backedUpServer(config.databaseVersion);
  return new PlacementCheck(entries, { isLegacy: product === 'Greenplum Database' && major < 6 });
};

function headerOf({ config, files }: Backup): ArchiveHeader {
  const server = backedUpServer(config.databaseVersion);
  return {
    version: ownArchiveVersion(server),
    intSize: 4,
    offsetSize: 8,
    compression: { method: 'gzip', level: null },
    createdAt: timeOf(files.timestamp),
    databaseName: config.databaseName,
    serverVersion: server.version,
    dumperVersion: `gpbackup ${config.backupVersion}`,
  };
}

export function timeOf(timestamp: string): ArchiveTime {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = [0, 4, 6, 8, 10, 12].map((at) =>
    Number(timestamp.slice(at, at === 0 ? 4 : at + 2)),
  );
  return { year, month, day, hour, minute, second, daylightSaving: 0 };
}

function scriptOf(globals: readonly MetadataSlice[], encoding: string): ByteString {
  if (globals.length === 0) return '';
  const settings = `SET client_encoding = '${encoding}';\nSET standard_conforming_strings = on;\n`;
  return [settings, ...globals.map(({ text }) => `${text}\n`)].join('\n');
}
