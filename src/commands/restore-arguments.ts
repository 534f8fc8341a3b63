import { UserError } from '../errors.ts';
import type { RestoreTarget } from '../restore/command.ts';
import type { InputSource } from '../restore/open-input.ts';
import { checkRestoreOptions, defaultRestoreOptions } from '../restore/options.ts';
import type { RestoreOptions } from '../restore/options.ts';
import { checkRestrictKey } from '../sink/psql.ts';
import { connectionTo } from './options/connection.ts';
import { notTogether, refuseConflicts } from './options/conflicts.ts';
import type { Conflict } from './options/conflicts.ts';
import { filtersOf, redirected } from './options/gprestore.ts';
import { partConflicts, partsOf } from './options/parts.ts';
import type { RestoreGiven } from './options/restore-options.ts';
import { UsageError } from './options/usage-error.ts';

const conflicts: readonly Conflict<RestoreGiven>[] = [
  ...partConflicts,
  notTogether('-c/--clean', '-a/--data-only', ({ clean, dataOnly }) => clean && dataOnly),
  notTogether('-a/--data-only', '--metadata-only', ({ dataOnly, metadataOnly }) => dataOnly && metadataOnly),
];

/**
 * Where a restore goes. A backup set, and what --redirect-db is said of, comes into the database of its own name, or that
 * other one, where neither -d nor -f says more, as with gprestore.
 */
export function restoreTargetOf(given: RestoreGiven, archive: InputSource): RestoreTarget {
  const { dbname, file, list, create, redirectDatabase: redirectedTo } = given;
  if (redirectedTo !== undefined && file !== undefined) {
    throw new UsageError('options -f/--file and --redirect-db cannot be used together');
  }
  if (redirectedTo !== undefined && dbname !== undefined && !create) {
    throw new UsageError('options -d/--dbname and --redirect-db cannot be used together without -C/--create');
  }
  const isFound = redirectedTo !== undefined || (dbname === undefined && 'backupSet' in archive);
  if (isFound && file === undefined && !list) return { ownDatabase: { connection: connectionTo(given), redirectedTo } };
  return dbname === undefined ? { file: file ?? '-' } : { connection: connectionTo(given) };
}

interface Restored {
  readonly archive: InputSource;
  readonly target: RestoreTarget;
  /** The one to write for where --target does not say. */
  readonly engine: RestoreOptions['engine'];
}

/** What restore's command line asks for. Refuses what cannot be meant, in pg_restore's words and order. */
export function restoreOptionsOf(given: RestoreGiven, { archive, target, engine }: Restored): RestoreOptions {
  const { dbname, file, list, restrictKey } = given;
  if (dbname === undefined && file === undefined && !list && !('ownDatabase' in target)) {
    throw new UserError('one of -d/--dbname and -f/--file must be specified');
  }
  if (dbname !== undefined && file !== undefined) {
    throw new UsageError('options -d/--dbname and -f/--file cannot be used together');
  }
  if (dbname !== undefined && restrictKey !== undefined) {
    throw new UserError('options -d/--dbname and --restrict-key cannot be used together');
  }
  if (restrictKey !== undefined) checkRestrictKey(restrictKey);
  refuseConflicts(given, conflicts);
  const isSet = 'backupSet' in archive;
  const parts = partsOf(given, { statistics: true });
  const options = {
    ...defaultRestoreOptions,
    ...given,
    ...parts,
    data: parts.data && !given.metadataOnly,
    sequenceData: given.metadataOnly,
    filters: filtersOf(given, isSet ? given.excludeSchemas : []),
    preferences: redirected(given, given.preferences),
    // gprestore --incremental empties what it fills.
    truncate: given.truncate || given.incremental,
    exitOnError: given.exitOnError || (isSet && 'ownDatabase' in target && !given.onErrorContinue),
    engine: given.engine === undefined ? engine : given.engine,
  };
  checkRestoreOptions(options);
  return options;
}
