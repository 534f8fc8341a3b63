import { backupSetOptions, noBackupSetGiven } from './backup-set.ts';
import type { BackupSetGiven } from './backup-set.ts';
import { connectionOptions, noConnectionGiven } from './connection.ts';
import type { ConnectionGiven } from './connection.ts';
import { file, flag, integerArgument, list, nonEmptyText, text } from './definition.ts';
import type { Option } from './definition.ts';
import { engineOption, noEngineGiven } from './engine.ts';
import type { EngineGiven } from './engine.ts';
import { preferenceOptions } from './preferences.ts';
import { samplingOptions } from './sampling.ts';
import { applyFilter } from './filter-file.ts';
import type { FilterFields } from './filter-file.ts';
import { noOutputGiven, outputOptions } from './output.ts';
import type { OutputGiven } from './output.ts';
import {
  helpOption,
  jobsOption,
  maximumInteger,
  noRunningGiven,
  progressOptions,
  releaseOption,
  verboseOption,
  versionOption,
} from './running.ts';
import type { RunningGiven } from './running.ts';
import { noSelectionGiven, selectionOptions } from './selection.ts';
import type { SelectionGiven } from './selection.ts';
import { meaninglessOptions, objectOptions, quietOptions } from './gprestore.ts';
import { gprestoreRunOptions, noGprestoreRunGiven } from './gprestore-run.ts';
import type { GprestoreRunGiven } from './gprestore-run.ts';

export interface NamedObjectsGiven {
  readonly indexes: readonly string[];
  readonly functions: readonly string[];
  readonly triggers: readonly string[];
  readonly useList: string | undefined;
}

export const noNamedObjectsGiven: NamedObjectsGiven = { indexes: [], functions: [], triggers: [], useList: undefined };

/** What restore's command line has said; the field names are those of RestoreOptions where there is one. */
export interface RestoreGiven
  extends
    BackupSetGiven,
    GprestoreRunGiven,
    ConnectionGiven,
    EngineGiven,
    SelectionGiven,
    NamedObjectsGiven,
    OutputGiven,
    RunningGiven {
  /** As typed. */
  readonly format: string | undefined;
  readonly list: boolean;
  readonly exitOnError: boolean;
  readonly singleTransaction: boolean;
  readonly transactionSize: number | undefined;
  readonly noDataForFailedTables: boolean;
}

export const noRestoreGiven: RestoreGiven = {
  ...noBackupSetGiven,
  ...noGprestoreRunGiven,
  ...noConnectionGiven,
  ...noEngineGiven,
  ...noSelectionGiven,
  ...noNamedObjectsGiven,
  ...noOutputGiven,
  ...noRunningGiven,
  format: undefined,
  list: false,
  exitOnError: false,
  singleTransaction: false,
  transactionSize: undefined,
  noDataForFailedTables: false,
};

const archiveOptions: readonly Option<RestoreGiven>[] = [
  {
    long: 'dbname',
    short: 'd',
    argumentName: 'NAME',
    group: 'target',
    help: 'connect to database name',
    ...text('dbname'),
  },
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t',
    group: 'target',
    help: 'backup file format (should be automatic)',
    ...nonEmptyText('format'),
  },
  { long: 'list', short: 'l', group: 'target', help: 'print summarized TOC of the archive', ...flag('list') },
];

/** -I, -P, -T and -L, which list has as well. */
export const namedObjectOptions = (verb: 'restore' | 'list'): readonly Option<NamedObjectsGiven>[] => [
  {
    long: 'index',
    short: 'I',
    argumentName: 'NAME',
    group: 'selection',
    help: `${verb} named index`,
    ...list('indexes'),
  },
  {
    long: 'function',
    short: 'P',
    argumentName: 'NAME(args)',
    group: 'selection',
    help: `${verb} named function`,
    ...list('functions'),
  },
  {
    long: 'trigger',
    short: 'T',
    argumentName: 'NAME',
    group: 'selection',
    help: `${verb} named trigger`,
    ...list('triggers'),
  },
  {
    long: 'use-list',
    short: 'L',
    argumentName: 'FILENAME',
    group: 'selection',
    help: 'use table of contents from this file for\nselecting/ordering output',
    ...file('useList'),
  },
];

const executionOptions: readonly Option<RestoreGiven>[] = [
  {
    long: 'exit-on-error',
    short: 'e',
    group: 'jobs',
    help: 'exit on error, default is to continue',
    ...flag('exitOnError'),
  },
  {
    long: 'single-transaction',
    short: '1',
    group: 'jobs',
    help: 'restore as a single transaction',
    argument: 'none',
    apply: () => ({ singleTransaction: true, exitOnError: true }),
  },
  {
    long: 'transaction-size',
    since: 17,
    argumentName: 'N',
    group: 'jobs',
    help: 'commit after every N objects',
    argument: 'required',
    apply: (value) => ({
      transactionSize: integerArgument(value, '--transaction-size', 1, maximumInteger),
      exitOnError: true,
    }),
  },
  {
    long: 'no-data-for-failed-tables',
    group: 'jobs',
    help: 'do not restore data of tables that could not be\ncreated',
    ...flag('noDataForFailedTables'),
  },
];

const filterFields = {
  'include function': 'functions',
  'include index': 'indexes',
  'include schema': 'schemas',
  'include table': 'tables',
  'include trigger': 'triggers',
  'exclude schema': 'excludeSchemas',
} as const satisfies FilterFields<keyof RestoreGiven>;

const filterOption: Option<RestoreGiven> = {
  long: 'filter',
  since: 17,
  argumentName: 'FILENAME',
  group: 'selection',
  help: 'restore or skip objects based on expressions\nin FILENAME',
  argument: 'required',
  apply: (file, given, input) => applyFilter(file, given, filterFields, input),
};

export const restoreOptions: readonly Option<RestoreGiven>[] = [
  ...archiveOptions,
  ...selectionOptions('restore'),
  ...namedObjectOptions('restore'),
  filterOption,
  ...outputOptions('restore'),
  ...executionOptions,
  jobsOption('restore'),
  ...connectionOptions('restore'),
  verboseOption,
  ...progressOptions,
  ...backupSetOptions,
  ...objectOptions,
  ...gprestoreRunOptions,
  ...quietOptions,
  ...meaninglessOptions,
  engineOption('restore'),
  ...preferenceOptions,
  ...samplingOptions,
  releaseOption('be like pg_restore of this release of PostgreSQL, 15\nto 18 (default: the one that made the archive)'),
  versionOption,
  helpOption,
];
