import type { ArchiveReader } from '../archive/archive.ts';
import { UserError } from '../errors.ts';
import { systemReason } from '../files/system-error.ts';
import { isTimestamp } from '../gpbackup/file-names.ts';
import { findSets, isBackupDirectory } from '../gpbackup/found-sets.ts';
import { openBackupSet, type BackupSetSource } from '../gpbackup/open-set.ts';
import type { PlacementCheck } from '../gpbackup/placement-check.ts';
import type { SetContents, SetCounts } from '../gpbackup/set-contents.ts';
import type { Diagnostic, Reporter } from '../log.ts';
import { dumpFileOf } from './file-names.ts';
import { findDumps, type FoundDumps } from './found-dumps.ts';
import { openDumpSet } from './open-dump-set.ts';

/** What a parallel backup has written, as one archive. */
export interface SetReader extends ArchiveReader, SetCounts {
  readonly contents: SetContents;
  /** Where rows belong, if that was asked for. */
  readonly placement?: PlacementCheck | null;
}

/** A directory with files of gpbackup's or gpcrondump's below it. */
export const holdsSets = async (path: string): Promise<boolean> =>
  (await isBackupDirectory(path)) || (await isBackupDirectory(path, dumpFileOf));

/** Opens a set of gpbackup or gpcrondump: the one asked for, or the newest. */
export async function openSet(source: BackupSetSource, reporter: Reporter): Promise<SetReader> {
  const unreadable: Diagnostic[] = [];
  const onUnreadable = (directory: string, error: unknown): void => {
    const message = `could not read directory "${directory}": ${systemReason(error)}`;
    unreadable.push({ severity: 'warning', subject: null, message });
  };
  const dumps = await findDumps(source.directories, onUnreadable, source.prefix);
  const timestamp = await chosenDump(dumps, source);
  if (timestamp === null) return await openBackupSet(source, reporter);
  for (const note of unreadable) reporter.diagnostic(note);
  if (source.keepsCsv === true) {
    throw new UserError(`dump ${timestamp} has no rows as CSV`, {
      hint: 'They are as archives have them: leave out --keep-csv.',
    });
  }
  return await openDumpSet(dumps, timestamp, reporter, source);
}

/** null: one of gpbackup's is asked for, or newer, or there is none of any sort. */
async function chosenDump(dumps: FoundDumps, source: BackupSetSource): Promise<string | null> {
  const { directories, timestamp, prefix } = source;
  if (timestamp !== undefined) {
    if (dumps.has(timestamp)) return timestamp;
    const sets = await findSets(directories, undefined, prefix);
    if (dumps.size === 0 || sets.has(timestamp) || !isTimestamp(timestamp)) return null;
    const all = [...new Set([...dumps.keys(), ...sets.keys()])].toSorted();
    throw new UserError(`there is no backup ${timestamp} in "${directories.join('", "')}"`, {
      hint: `There are: ${all.join(', ')}.`,
    });
  }
  // Files of segments alone are of a dump whose master's are elsewhere, which is told only where there is no other.
  const all = [...dumps.values()].flat();
  const reported = all.filter(({ master, postData }) => master.size > 0 || postData.size > 0);
  const newest =
    (reported.length > 0 ? reported : all)
      .map((dump) => dump.timestamp)
      .toSorted()
      .at(-1) ?? null;
  if (newest === null) return null;
  const sets = [...(await findSets(directories, undefined, prefix)).values()].filter(({ coordinator }) =>
    coordinator.has('toc.yaml'),
  );
  const isOutdated = sets.some((set) => reported.length === 0 || set.timestamp > newest);
  return isOutdated ? null : newest;
}
