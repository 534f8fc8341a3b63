import { connectionOptions, noConnectionGiven } from './connection.ts';
import type { ConnectionGiven } from './connection.ts';
import { flag, integer, list, text } from './definition.ts';
import type { Option } from './definition.ts';
import { noOutputGiven, outputOptions } from './output.ts';
import type { OutputGiven } from './output.ts';
import {
  helpOption,
  jobsOption,
  maximumInteger,
  noRunningGiven,
  progressOptions,
  verboseOption,
  versionOption,
} from './running.ts';
import type { RunningGiven } from './running.ts';
import { noSelectionGiven, selectionOptions } from './selection.ts';
import type { SelectionGiven } from './selection.ts';

/** What dump's command line has said; the field names are those of DumpOptions where there is one. */
export interface DumpGiven extends ConnectionGiven, SelectionGiven, OutputGiven, RunningGiven {
  /** As typed. */
  readonly format: string;
  readonly compressLevel: number | undefined;
  readonly archiveVersion: string | undefined;
  readonly noSync: boolean;
  readonly lockWaitTimeout: string | undefined;
  readonly excludeTables: readonly string[];
  readonly excludeTableData: readonly string[];
  readonly extensions: readonly string[];
  readonly foreignData: readonly string[];
  readonly blobs: boolean;
  readonly noBlobs: boolean;
  readonly noUnloggedTableData: boolean;
  readonly encoding: string | undefined;
  readonly inserts: boolean;
  readonly columnInserts: boolean;
  readonly rowsPerInsert: number | undefined;
  readonly onConflictDoNothing: boolean;
  readonly loadViaPartitionRoot: boolean;
  readonly disableDollarQuoting: boolean;
  readonly quoteAllIdentifiers: boolean;
  readonly extraFloatDigits: number | undefined;
  readonly noToastCompression: boolean;
  readonly serializableDeferrable: boolean;
  readonly snapshot: string | undefined;
  readonly binaryUpgrade: boolean;
}

export const noDumpGiven: DumpGiven = {
  ...noConnectionGiven,
  ...noSelectionGiven,
  ...noOutputGiven,
  ...noRunningGiven,
  format: 'plain',
  compressLevel: undefined,
  archiveVersion: undefined,
  noSync: false,
  lockWaitTimeout: undefined,
  excludeTables: [],
  excludeTableData: [],
  extensions: [],
  foreignData: [],
  blobs: false,
  noBlobs: false,
  noUnloggedTableData: false,
  encoding: undefined,
  inserts: false,
  columnInserts: false,
  rowsPerInsert: undefined,
  onConflictDoNothing: false,
  loadViaPartitionRoot: false,
  disableDollarQuoting: false,
  quoteAllIdentifiers: false,
  extraFloatDigits: undefined,
  noToastCompression: false,
  serializableDeferrable: false,
  snapshot: undefined,
  binaryUpgrade: false,
};

const targetOptions: readonly Option<DumpGiven>[] = [
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t|p',
    group: 'target',
    help: 'output file format (custom, directory, tar,\nplain text (default))',
    ...text('format'),
  },
  {
    long: 'compress',
    short: 'Z',
    argumentName: '0-9',
    group: 'target',
    help: 'compression level for compressed formats',
    ...integer('compressLevel', '-Z/--compress', 0, 9),
  },
  {
    long: 'no-sync',
    group: 'target',
    help: 'do not wait for changes to be written safely to disk',
    ...flag('noSync'),
  },
  {
    long: 'archive-version',
    argumentName: 'VERSION',
    group: 'target',
    help: "version of the archive format, for example 1.14\n(default: what the dumped server's own pg_restore reads)",
    own: true,
    ...text('archiveVersion'),
  },
];

const contentOptions: readonly Option<DumpGiven>[] = [
  {
    long: 'extension',
    short: 'e',
    argumentName: 'PATTERN',
    group: 'selection',
    help: 'dump the specified extension(s) only',
    ...list('extensions'),
  },
  {
    long: 'exclude-table',
    short: 'T',
    argumentName: 'PATTERN',
    group: 'selection',
    help: 'do NOT dump the specified table(s)',
    ...list('excludeTables'),
  },
  {
    long: 'exclude-table-data',
    argumentName: 'PATTERN',
    group: 'selection',
    help: 'do NOT dump data for the specified table(s)',
    ...list('excludeTableData'),
  },
  {
    long: 'include-foreign-data',
    argumentName: 'PATTERN',
    group: 'selection',
    help: 'include data of foreign tables on foreign\nservers matching PATTERN',
    ...list('foreignData'),
  },
  { long: 'blobs', short: 'b', group: 'selection', help: 'include large objects in dump', ...flag('blobs') },
  { long: 'no-blobs', short: 'B', group: 'selection', help: 'exclude large objects in dump', ...flag('noBlobs') },
  {
    long: 'no-unlogged-table-data',
    group: 'omissions',
    help: 'do not dump unlogged table data',
    ...flag('noUnloggedTableData'),
  },
  {
    long: 'no-toast-compression',
    group: 'omissions',
    help: 'do not dump TOAST compression methods',
    ...flag('noToastCompression'),
  },
];

const rowOptions: readonly Option<DumpGiven>[] = [
  {
    long: 'encoding',
    short: 'E',
    argumentName: 'ENCODING',
    group: 'rows',
    help: 'dump the data in encoding ENCODING',
    ...text('encoding'),
  },
  { long: 'inserts', group: 'rows', help: 'dump data as INSERT commands, rather than COPY', ...flag('inserts') },
  {
    long: 'column-inserts',
    aliases: ['attribute-inserts'],
    group: 'rows',
    help: 'dump data as INSERT commands with column names',
    ...flag('columnInserts'),
  },
  {
    long: 'rows-per-insert',
    argumentName: 'NROWS',
    group: 'rows',
    help: 'number of rows per INSERT; implies --inserts',
    ...integer('rowsPerInsert', '--rows-per-insert', 1, maximumInteger),
  },
  {
    long: 'on-conflict-do-nothing',
    group: 'rows',
    help: 'add ON CONFLICT DO NOTHING to INSERT commands',
    ...flag('onConflictDoNothing'),
  },
  {
    long: 'load-via-partition-root',
    group: 'rows',
    help: 'load partitions via the root table',
    ...flag('loadViaPartitionRoot'),
  },
  {
    long: 'extra-float-digits',
    argumentName: 'NUM',
    group: 'rows',
    help: 'override default setting for extra_float_digits',
    ...integer('extraFloatDigits', '--extra-float-digits', -15, 3),
  },
];

const serverOptions: readonly Option<DumpGiven>[] = [
  {
    long: 'disable-dollar-quoting',
    group: 'statements',
    help: 'disable dollar quoting, use SQL standard quoting',
    ...flag('disableDollarQuoting'),
  },
  {
    long: 'quote-all-identifiers',
    group: 'statements',
    help: 'quote all identifiers, even if not key words',
    ...flag('quoteAllIdentifiers'),
  },
  {
    long: 'lock-wait-timeout',
    argumentName: 'TIMEOUT',
    group: 'running',
    help: 'fail after waiting TIMEOUT for a table lock',
    ...text('lockWaitTimeout'),
  },
  {
    long: 'serializable-deferrable',
    group: 'snapshot',
    help: 'wait until the dump can run without anomalies',
    ...flag('serializableDeferrable'),
  },
  {
    long: 'snapshot',
    argumentName: 'SNAPSHOT',
    group: 'snapshot',
    help: 'use given snapshot for the dump',
    ...text('snapshot'),
  },
  { long: 'binary-upgrade', group: 'snapshot', help: 'for use by upgrade utilities only', ...flag('binaryUpgrade') },
];

export const dumpOptions: readonly Option<DumpGiven>[] = [
  ...targetOptions,
  ...selectionOptions('dump'),
  ...contentOptions,
  ...outputOptions('dump'),
  ...rowOptions,
  ...serverOptions,
  {
    long: 'dbname',
    short: 'd',
    argumentName: 'DBNAME',
    group: 'connection',
    help: 'database to dump',
    ...text('dbname'),
  },
  ...connectionOptions('dump'),
  jobsOption('dump'),
  verboseOption,
  ...progressOptions,
  versionOption,
  helpOption,
];
