import { UserError } from '../errors.ts';
import type { ReleaseMajor } from '../model/release.ts';
import type { ReplayOptions } from '../sink/replay-options.ts';
import { noFilters, type ObjectFilters } from './object-filters.ts';
import { noPreferences, type Preferences } from '../rewrite/preferences.ts';
import type { TargetName } from '../rewrite/targets.ts';
import { checkRestrictKey } from '../sink/psql.ts';

export type RestoreSection = 'pre-data' | 'data' | 'post-data';

/** Which entries pg_restore is told to take. Names are as typed, and match entries' tags exactly. */
export interface RestoreSelection {
  /** -n. */
  readonly schemas: readonly string[];
  /** -N. */
  readonly excludeSchemas: readonly string[];
  /** -t. */
  readonly tables: readonly string[];
  /** -I. */
  readonly indexes: readonly string[];
  /** -P, with argument types: `f(integer, text)`. */
  readonly functions: readonly string[];
  /** -T: `<table> <trigger>`. */
  readonly triggers: readonly string[];
  /** Empty: all. */
  readonly sections: readonly RestoreSection[];
  /** Definitions are restored. */
  readonly schema: boolean;
  /** Rows, large objects and where sequences stand are restored. */
  readonly data: boolean;
  /** Statistics data are restored, where the archive has them. */
  readonly statistics: boolean;
  /** Where sequences stand is wanted although other data are not. */
  readonly sequenceData: boolean;
  /** Large objects are wanted although their contents and other data are not. */
  readonly binaryUpgrade: boolean;
  /** -C: the DATABASE entries as well. */
  readonly create: boolean;
  /** -x. */
  readonly noPrivileges: boolean;
  readonly noComments: boolean;
  /** Nor row security, nor comments on policies. */
  readonly noPolicies: boolean;
  readonly noPublications: boolean;
  readonly noSecurityLabels: boolean;
  readonly noSubscriptions: boolean;
  readonly strictNames: boolean;
  /** gprestore's. */
  readonly filters: ObjectFilters;
}

/** Everything pg_restore's command line says, typed. Optional values are undefined where the option was not given. */
export interface RestoreOptions extends RestoreSelection, ReplayOptions {
  /** Whose pg_restore to be; undefined: that of the release that wrote the archive, or the nearest that is followed. */
  readonly release: ReleaseMajor | undefined;
  /** The engine whose words are written: that of the server restored into, or a named one; null: the archive's are kept. */
  readonly engine: TargetName | 'server' | null;
  readonly preferences: Preferences;
  /** -L: the list file's path. */
  readonly useList: string | undefined;
  readonly clean: boolean;
  readonly ifExists: boolean;
  readonly exitOnError: boolean;
  readonly noDataForFailedTables: boolean;
  /** Tables are emptied before their rows come, */
  readonly truncate: boolean;
  /** and at the end analyzed. */
  readonly analyze: boolean;
  /** What an archive has besides its entries comes first: roles and the like. */
  readonly globals: boolean;
  readonly jobs: number;
  /** --restrict-key; undefined: a random one. Scripts only. */
  readonly restrictKey: string | undefined;
  /** Fsync the finished file. */
  readonly sync: boolean;
  /** pg_dump has told the warnings of WARNING entries already. */
  readonly hideDumpWarnings: boolean;
}

export const defaultRestoreOptions: RestoreOptions = {
  schemas: [],
  excludeSchemas: [],
  tables: [],
  indexes: [],
  functions: [],
  triggers: [],
  sections: [],
  schema: true,
  data: true,
  statistics: true,
  sequenceData: false,
  binaryUpgrade: false,
  create: false,
  noPrivileges: false,
  noComments: false,
  noPolicies: false,
  noPublications: false,
  noSecurityLabels: false,
  noSubscriptions: false,
  strictNames: false,
  filters: noFilters,
  noOwner: false,
  useSetSessionAuthorization: false,
  noTablespaces: false,
  noTableAccessMethod: false,
  disableTriggers: false,
  superuser: undefined,
  role: undefined,
  enableRowSecurity: false,
  singleTransaction: false,
  transactionSize: undefined,
  verbose: false,
  release: undefined,
  engine: null,
  preferences: noPreferences,
  useList: undefined,
  clean: false,
  ifExists: false,
  exitOnError: false,
  noDataForFailedTables: false,
  truncate: false,
  analyze: false,
  globals: false,
  jobs: 1,
  restrictKey: undefined,
  sync: true,
  hideDumpWarnings: false,
};

export const bothGiven = (one: string, other: string): UserError =>
  new UserError(`options ${one} and ${other} cannot be used together`);

/** Refuses what cannot be meant, in pg_restore's words. */
export function checkRestoreOptions(options: RestoreOptions): void {
  const { clean, create, singleTransaction, jobs, transactionSize } = options;
  if (singleTransaction && transactionSize !== undefined) {
    throw bothGiven('-1/--single-transaction', '--transaction-size');
  }
  if (create && singleTransaction) throw bothGiven('-C/--create', '-1/--single-transaction');
  if (singleTransaction && jobs > 1) {
    throw new UserError('cannot specify both --single-transaction and multiple jobs');
  }
  if (options.ifExists && !clean) throw new UserError('option --if-exists requires option -c/--clean');
  if (options.restrictKey !== undefined) checkRestrictKey(options.restrictKey);
}
