import { createArchive, type ArchiveFormatName } from '../archive/formats.ts';
import type { ArchiveReader, FormatName } from '../archive/archive.ts';
import { transferArchive } from '../archive/transfer.ts';
import type { OutputTarget } from '../files/output.ts';
import { UserError } from '../errors.ts';
import { told } from '../gpbackup/data-file.ts';
import type { BackupSetSource } from '../gpbackup/open-set.ts';
import { openSet } from '../gpcrondump/open-set.ts';
import type { SetContents } from '../gpbackup/set-contents.ts';
import { withoutBroken } from './broken-tables.ts';
import { Carried } from './carried.ts';
import { type Check, checksOf, type ConvertedTable, convertedTables } from './converted.ts';
import { objectCounts, type ObjectCounts } from './object-counts.ts';
import { silentReporter, type Reporter } from '../log.ts';
import { withEntries } from '../archive/with-entries.ts';
import { isSettingsEntry } from '../restore/archive-settings.ts';
import { databaseApart, runsAnyway, writeGlobals } from '../restore/globals-file.ts';
import { warnOfMissing } from '../restore/object-filters.ts';
import { defaultRestoreOptions, type RestoreSelection } from '../restore/options.ts';
import { isWanted, pickEntries } from '../restore/pick.ts';
import { restoreArchive } from '../restore/restore.ts';
import { restoreScript } from '../restore/restore-script.ts';
import { rewrittenFor, withSchemasFor } from '../restore/rewritten.ts';
import { noPreferences, type Preferences } from '../rewrite/preferences.ts';
import { openTextSink } from '../sink/text-sink.ts';
import { versionFor } from '../toc/archive-versions.ts';
import type { ArchiveHeader, Compression } from '../toc/entry.ts';

/** What is made of which backup set. */
export interface ConvertRequest {
  readonly source: BackupSetSource;
  readonly output: OutputTarget;
  readonly format: FormatName;
  /** undefined: gzip, but none in a tar file or script. */
  readonly compression?: Compression | undefined;
  /** `1.14`; undefined: what the backed-up server's own pg_restore reads. */
  readonly archiveVersion?: string | undefined;
  readonly sync?: boolean;
  /** Rows are read twice: what cannot be is left out and told. */
  readonly skipsBroken?: boolean;
  /** Of what is in the set; undefined: all of it. */
  readonly selection?: RestoreSelection | undefined;
  /** What a user wants otherwise. */
  readonly preferences?: Preferences | undefined;
  /** Called once, as soon as it is known which set it is. */
  readonly onOpened?: ((contents: SetContents) => void) | undefined;
}

/** What a finished conversion did, for the closing line and a report. */
export interface ConvertSummary {
  readonly contents: SetContents;
  readonly entries: number;
  /** Of what was written, roles and the like among them. */
  readonly objects: ObjectCounts;
  readonly tables: readonly ConvertedTable[];
  readonly rows: number;
  /** Tables that were left out because their rows cannot be read. */
  readonly broken: number;
  /** Bytes of files with rows, as they are stored. */
  readonly bytesRead: number;
  /** Bytes of payload carried. */
  readonly bytes: number;
  readonly checks: readonly Check[];
  readonly seconds: number;
}

/** Writes the backups of all segments as one archive, or as a script; no server is asked. Leaves no file if it rejects. */
export async function convert(
  request: ConvertRequest,
  reporter: Reporter = silentReporter,
  signal?: AbortSignal,
): Promise<ConvertSummary> {
  const started = performance.now();
  const { format, output, sync = true, source } = request;
  if (source.keepsCsv === true && (format === 'tar' || format === 'plain')) {
    throw new UserError(`${format === 'tar' ? 'a tar archive' : 'a script'} cannot have rows as CSV`, {
      // Also one between quotes, until 18.
      hint: 'What psql reads ends at the first line "\\.", which may be a part of a value.',
    });
  }
  await using set = await openSet({ ...source, toleratesMissing: request.skipsBroken ?? false }, reporter);
  const { contents } = set;
  request.onOpened?.(contents);
  const { preferences = noPreferences, selection } = request;
  const wanted = selection === undefined ? set : chosenOf(set, selection, reporter);
  const { reader: chosen, broken } =
    request.skipsBroken === true ? await withoutBroken(wanted, reporter, signal) : { reader: wanted, broken: 0 };
  const bytesBefore = set.bytesRead;
  const { reader } = await rewrittenFor(null, withSchemasFor(preferences, chosen), reporter, {
    preferences,
    signal,
  });
  const { entries } = reader;
  const tables = entries.filter(({ hasData }) => hasData);
  const carried = new Carried(tables.length, set, reporter);
  const header = format === 'plain' ? set.header : headerFor(set.header, format, request);
  // A script creates no database.
  const isApart = format === 'plain' || runsAnyway(header);
  const { kept, globals } = isApart ? databaseApart(entries, contents.globals) : { kept: entries, ...contents };
  if (format === 'plain') await writeScript(reader, request, carried, reporter, signal);
  else {
    await using writer = createArchive(format, output, {
      sync,
      // Who asks for a level gets that.
      keepsStored: (request.compression?.level ?? null) === null,
      restoreScript: (written) => restoreScript(header, written, defaultRestoreOptions),
    });
    await transferArchive(reader, writer, {
      header,
      entries: kept,
      signal,
      onEntry: carried.onEntry,
      onProgress: carried.onBytes,
    });
  }
  for (const message of set.placement?.notes ?? []) reporter.diagnostic({ severity: 'info', subject: null, message });
  await writeGlobals(globals, output, sync, reporter);
  const converted = convertedTables(tables, set, carried.byTable);
  return {
    contents,
    entries: entries.length,
    objects: objectCounts(entries, globals),
    tables: converted,
    rows: converted.reduce((sum, { count }) => sum + (count?.rows ?? 0), 0),
    broken,
    bytesRead: set.bytesRead - bytesBefore,
    bytes: carried.bytes,
    checks: checksOf(set, converted),
    seconds: (performance.now() - started) / 1000,
  };
}

/** As the archive of all of it would be restored, the database included. */
function chosenOf(set: ArchiveReader, selection: RestoreSelection, reporter: Reporter): ArchiveReader {
  warnOfMissing(set.entries, selection.filters, reporter);
  const picked = pickEntries(set.entries, { ...selection, create: true });
  const entries = picked.filter((each) => isWanted(each) || isSettingsEntry(each.entry)).map(({ entry }) => entry);
  if (entries.length === set.entries.length) return set;
  return withEntries(set, entries, (entry, signal) => set.readData(entry, signal));
}

async function writeScript(
  set: ArchiveReader,
  { output, sync = true }: ConvertRequest,
  { onEntry, onBytes }: Carried,
  reporter: Reporter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const watched = withEntries(set, set.entries, (entry, stop) => {
    onEntry(entry);
    return told(set.readData(entry, stop), (length) => onBytes(entry, length));
  });
  await using sink = await openTextSink({ path: 'path' in output ? output.path : undefined, sync });
  // How far it is tells who carries, not the restore.
  await restoreArchive(watched, sink, defaultRestoreOptions, { ...reporter, progress: () => {} }, signal);
}

function headerFor(
  header: ArchiveHeader,
  format: ArchiveFormatName,
  { compression: asked, archiveVersion }: ConvertRequest,
): ArchiveHeader {
  const usual: Compression = format === 'tar' ? { method: 'none', level: null } : header.compression;
  const compression = asked ?? usual;
  return { ...header, compression, version: versionFor(archiveVersion, header.version, compression) };
}
