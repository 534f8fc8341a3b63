import { CorruptArchiveError } from '../errors.ts';
import { type ByteString, shown } from '../model/text.ts';
import type { Backup } from './backup.ts';
import type { BackupConfig } from './config.ts';
import { qualified } from './names.ts';
import type { DataEntry } from './table-of-contents.ts';

/** A table whose rows the set has, and the backup that has them. */
export interface PlannedTable {
  readonly entry: DataEntry;
  readonly backup: Backup;
}

/** The timestamps whose files have a set's rows, oldest first; most sets are their own. */
export const plannedTimestamps = (config: BackupConfig, timestamp: string): readonly string[] =>
  config.restorePlan === null
    ? [timestamp]
    : config.restorePlan.filter(({ tables }) => tables.length > 0).map((planned) => planned.timestamp);

/**
 * Each table once, with the backup that the restore plan says has its rows: in a chain of incremental backups an
 * append-optimized table that has not changed is in an older one, under the number it had there.
 */
export function plannedTables(set: Backup, members: ReadonlyMap<string, Backup>): readonly PlannedTable[] {
  const { restorePlan } = set.config;
  if (restorePlan === null) return set.toc.data.map((entry) => ({ entry, backup: set }));
  const planned = new Set<ByteString>();
  const found = restorePlan.flatMap(({ timestamp, tables }) => {
    if (tables.length === 0) return [];
    const backup = members.get(timestamp)!;
    const wanted = new Set(tables);
    return backup.toc.data.flatMap((entry) => {
      const name = qualified(entry);
      if (!wanted.has(name)) return [];
      if (planned.has(name)) {
        throw new CorruptArchiveError(
          `the restore plan of backup ${set.files.timestamp} has table ${shown(name)} twice`,
        );
      }
      planned.add(name);
      return [{ entry, backup }];
    });
  });
  // What a backup has copied itself is in its plan.
  const unplanned = set.toc.data.find((entry) => !planned.has(qualified(entry)));
  if (unplanned === undefined) return found;
  throw new CorruptArchiveError(`the restore plan of backup ${set.files.timestamp} lacks a table that has rows in it`, {
    detail: `table ${shown(qualified(unplanned))}`,
  });
}
