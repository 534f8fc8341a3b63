import { UserError } from '../errors.ts';
import { checkRestoreOptions, defaultRestoreOptions } from '../restore/options.ts';
import type { RestoreOptions } from '../restore/options.ts';
import { checkRestrictKey } from '../sink/psql.ts';
import { notTogether, refuseConflicts } from './options/conflicts.ts';
import type { Conflict } from './options/conflicts.ts';
import { partConflicts, partsOf } from './options/parts.ts';
import type { RestoreGiven } from './options/restore-options.ts';
import { UsageError } from './options/usage-error.ts';

const conflicts: readonly Conflict<RestoreGiven>[] = [
  ...partConflicts,
  notTogether('-c/--clean', '-a/--data-only', ({ clean, dataOnly }) => clean && dataOnly),
];

/**
 * What restore's command line asks for. Refuses what cannot be meant, in pg_restore's words and order. `engine` is the
 * one to write for where --target does not say.
 */
export function restoreOptionsOf(given: RestoreGiven, engine: RestoreOptions['engine']): RestoreOptions {
  const { dbname, file, list, restrictKey } = given;
  if (dbname === undefined && file === undefined && !list) {
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
  const parts = partsOf(given, { statistics: true });
  const options = {
    ...defaultRestoreOptions,
    ...given,
    ...parts,
    engine: given.engine === undefined ? engine : given.engine,
  };
  checkRestoreOptions(options);
  return options;
}
