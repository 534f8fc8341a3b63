import { connectionOptions, noConnectionGiven } from './connection.ts';
import type { ConnectionGiven } from './connection.ts';
import { flag, list, nonEmptyText, text } from './definition.ts';
import type { Option } from './definition.ts';
import { noOutputGiven, outputOptions } from './output.ts';
import type { OutputGiven } from './output.ts';
import { helpOption, jobsOption, noRunningGiven, progressOptions, verboseOption, versionOption } from './running.ts';
import type { RunningGiven } from './running.ts';
import { noSelectionGiven, selectionOptions } from './selection.ts';
import type { SelectionGiven } from './selection.ts';

export interface NamedObjectsGiven {
  readonly indexes: readonly string[];
  readonly functions: readonly string[];
  readonly triggers: readonly string[];
  readonly useList: string | undefined;
}

export const noNamedObjectsGiven: NamedObjectsGiven = { indexes: [], functions: [], triggers: [], useList: undefined };

/** What restore's command line has said; the field names are those of RestoreOptions where there is one. */
export interface RestoreGiven extends ConnectionGiven, SelectionGiven, NamedObjectsGiven, OutputGiven, RunningGiven {
  /** As typed. */
  readonly format: string | undefined;
  readonly list: boolean;
  readonly exitOnError: boolean;
  readonly singleTransaction: boolean;
  readonly noDataForFailedTables: boolean;
}

export const noRestoreGiven: RestoreGiven = {
  ...noConnectionGiven,
  ...noSelectionGiven,
  ...noNamedObjectsGiven,
  ...noOutputGiven,
  ...noRunningGiven,
  format: undefined,
  list: false,
  exitOnError: false,
  singleTransaction: false,
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
    ...text('useList'),
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
    long: 'no-data-for-failed-tables',
    group: 'jobs',
    help: 'do not restore data of tables that could not be\ncreated',
    ...flag('noDataForFailedTables'),
  },
];

export const restoreOptions: readonly Option<RestoreGiven>[] = [
  ...archiveOptions,
  ...selectionOptions('restore'),
  ...namedObjectOptions('restore'),
  ...outputOptions('restore'),
  ...executionOptions,
  jobsOption('restore'),
  ...connectionOptions('restore'),
  verboseOption,
  ...progressOptions,
  versionOption,
  helpOption,
];
