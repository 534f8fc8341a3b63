import { noSelection } from '../catalog/selection-patterns.ts';
import type { DumpOptions } from '../dump/options.ts';
import { isOfEveryCluster, type Database } from './databases.ts';
import type { DumpAllOptions } from './options.ts';

/**
 * What each database is dumped with. All are created but the two that are there in every cluster; with --clean those
 * two are dropped and made again by their own dumps, all others have been dropped before.
 */
export const databaseOptions = (options: DumpAllOptions, database: Database): DumpOptions => ({
  ...options,
  format: 'plain',
  archiveVersion: undefined,
  compression: undefined,
  jobs: 1,
  selection: noSelection,
  sections: [],
  largeObjects: undefined,
  create: !isOfEveryCluster(database) || options.clean,
  clean: isOfEveryCluster(database) && options.clean,
  ifExists: false,
  enableRowSecurity: false,
  serializableDeferrable: false,
  snapshot: undefined,
});
