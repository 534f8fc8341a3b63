import { backupSetOptions, noBackupSetGiven } from './backup-set.ts';
import type { BackupSetGiven } from './backup-set.ts';
import { file, flag, list, nonEmptyText, text } from './definition.ts';
import type { Option } from './definition.ts';
import {
  gprestoreTask,
  meaninglessOptions,
  meaninglessWithoutRestore,
  noGprestoreGiven,
  objectOptions,
  quietOptions,
} from './gprestore.ts';
import type { GprestoreGiven } from './gprestore.ts';
import { helpOption, noRunningGiven, progressOptions, verboseOption, versionOption } from './running.ts';
import type { RunningGiven } from './running.ts';

/** What convert's command line has said. */
export interface ConvertGiven extends BackupSetGiven, GprestoreGiven, RunningGiven {
  readonly excludeSchemas: readonly string[];
  readonly dataOnly: boolean;
  /** As typed: of the archive. */
  readonly format: string | undefined;
  readonly file: string | undefined;
  /** As typed. */
  readonly compress: string | undefined;
  readonly archiveVersion: string | undefined;
  readonly noSync: boolean;
  readonly keepCsv: boolean;
  readonly checkPlacement: boolean;
  readonly checkReplicas: boolean;
  readonly skipBrokenTables: boolean;
  readonly report: string | undefined;
  readonly json: boolean;
}

export const noConvertGiven: ConvertGiven = {
  ...noBackupSetGiven,
  ...noGprestoreGiven,
  ...noRunningGiven,
  excludeSchemas: [],
  dataOnly: false,
  format: undefined,
  file: undefined,
  compress: undefined,
  archiveVersion: undefined,
  noSync: false,
  keepCsv: false,
  checkPlacement: false,
  checkReplicas: false,
  skipBrokenTables: false,
  report: undefined,
  json: false,
};

export const convertOptions: readonly Option<ConvertGiven>[] = [
  ...backupSetOptions,
  {
    long: 'check-placement',
    group: 'source',
    help: 'refuse rows that are on another segment than they\nbelong to',
    ...flag('checkPlacement'),
  },
  {
    long: 'check-replicas',
    group: 'source',
    help: 'compare all copies of replicated tables',
    ...flag('checkReplicas'),
  },
  {
    long: 'skip-broken-tables',
    group: 'source',
    help: 'leave out tables whose rows cannot be read; reads\nall rows twice, exit status 1 if there are some',
    ...flag('skipBrokenTables'),
  },
  {
    long: 'file',
    short: 'f',
    argumentName: 'FILENAME',
    group: 'output',
    help: 'output file or directory name (default: stdout)',
    ...file('file'),
  },
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t|p',
    group: 'output',
    help: 'output file format (custom, directory, tar, plain text; default: custom)',
    ...nonEmptyText('format'),
  },
  {
    long: 'compress',
    short: 'Z',
    argumentName: 'METHOD[:DETAIL]',
    group: 'output',
    help: 'compress as specified (default: gzip)',
    ...text('compress'),
  },
  {
    long: 'archive-version',
    argumentName: 'VERSION',
    group: 'output',
    help: "version of the archive format, for example 1.14\n(default: what the backed-up server's own pg_restore\nreads)",
    ...text('archiveVersion'),
  },
  {
    long: 'keep-csv',
    group: 'output',
    help: 'leave rows the CSV they are; in directories as they\nare packed, at the speed of a copy and unchecked',
    ...flag('keepCsv'),
  },
  {
    long: 'report',
    argumentName: 'FILENAME',
    group: 'output',
    help: 'write what was converted and checked, also where that\nfails; JSON if FILENAME ends in .json',
    ...file('report'),
  },
  {
    long: 'json',
    group: 'output',
    help: 'the report is JSON for programs; on standard output\nunless --report names a file',
    ...flag('json'),
  },
  {
    long: 'no-sync',
    group: 'output',
    help: 'do not wait for changes to be written safely to disk',
    ...flag('noSync'),
  },
  ...objectOptions,
  {
    long: 'exclude-schema',
    argumentName: 'SCHEMA',
    group: gprestoreTask.group,
    help: 'not this schema',
    ...list('excludeSchemas'),
  },
  { long: 'data-only', group: gprestoreTask.group, help: 'rows alone', ...flag('dataOnly') },
  ...quietOptions,
  ...meaninglessOptions,
  ...meaninglessWithoutRestore,
  verboseOption,
  ...progressOptions,
  versionOption,
  helpOption,
];
