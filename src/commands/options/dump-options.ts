import type { SyncMethod } from '../../dump/options.ts';
import { UserError } from '../../errors.ts';
import { connectionOptions, noConnectionGiven } from './connection.ts';
import type { ConnectionGiven } from './connection.ts';
import { flag, integer, integerArgument, text } from './definition.ts';
import type { Option } from './definition.ts';
import { contentOptions, noContentGiven } from './dump-content.ts';
import type { ContentGiven } from './dump-content.ts';
import { engineOption, noEngineGiven } from './engine.ts';
import type { EngineGiven } from './engine.ts';
import { preferenceOptions } from './preferences.ts';
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

/** What dump's command line has said; the field names are those of DumpOptions where there is one. */
export interface DumpGiven extends ConnectionGiven, ContentGiven, EngineGiven, OutputGiven, RunningGiven {
  /** As typed. */
  readonly format: string;
  /** As typed. */
  readonly compress: string | undefined;
  readonly syncMethod: SyncMethod;
  readonly archiveVersion: string | undefined;
  readonly noSync: boolean;
  readonly lockWaitTimeout: string | undefined;
  readonly encoding: string | undefined;
  readonly inserts: boolean;
  readonly columnInserts: boolean;
  readonly rowsPerInsert: number | undefined;
  readonly onConflictDoNothing: boolean;
  readonly loadViaPartitionRoot: boolean;
  readonly disableDollarQuoting: boolean;
  readonly quoteAllIdentifiers: boolean;
  readonly extraFloatDigits: number | undefined;
  readonly serializableDeferrable: boolean;
  readonly snapshot: string | undefined;
  readonly binaryUpgrade: boolean;
}

export const noDumpGiven: DumpGiven = {
  ...noConnectionGiven,
  ...noContentGiven,
  ...noEngineGiven,
  ...noOutputGiven,
  ...noRunningGiven,
  format: 'plain',
  compress: undefined,
  syncMethod: 'fsync',
  archiveVersion: undefined,
  noSync: false,
  lockWaitTimeout: undefined,
  encoding: undefined,
  inserts: false,
  columnInserts: false,
  rowsPerInsert: undefined,
  onConflictDoNothing: false,
  loadViaPartitionRoot: false,
  disableDollarQuoting: false,
  quoteAllIdentifiers: false,
  extraFloatDigits: undefined,
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
    until: 15,
    argumentName: '0-9',
    group: 'target',
    help: 'compression level for compressed formats',
    argument: 'required',
    apply: (value) => ({ compress: `${integerArgument(value, '-Z/--compress', 0, 9)}` }),
  },
  {
    long: 'compress',
    short: 'Z',
    since: 16,
    argumentName: 'METHOD[:DETAIL]',
    group: 'target',
    help: 'compress as specified',
    ...text('compress'),
  },
  {
    long: 'no-sync',
    group: 'target',
    help: 'do not wait for changes to be written safely to disk',
    ...flag('noSync'),
  },
  {
    long: 'sync-method',
    since: 17,
    argumentName: 'METHOD',
    group: 'target',
    help: 'set method for syncing files to disk',
    argument: 'required',
    apply: (value) => ({ syncMethod: syncMethodArgument(value) }),
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

function syncMethodArgument(value: string): SyncMethod {
  if (value === 'fsync' || value === 'syncfs') return value;
  throw new UserError(`unrecognized sync method: ${value}`);
}

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
  ...contentOptions,
  ...outputOptions('dump'),
  engineOption('dump'),
  ...preferenceOptions,
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
  releaseOption("be like pg_dump of this release of PostgreSQL, 15 to 18\n(default: the dumped server's)"),
  versionOption,
  helpOption,
];
