import { backupSetOptions, noBackupSetGiven } from './backup-set.ts';
import type { BackupSetGiven } from './backup-set.ts';
import { file, flag, nonEmptyText, text } from './definition.ts';
import type { Option } from './definition.ts';
import { engineOption, noEngineGiven } from './engine.ts';
import type { EngineGiven } from './engine.ts';
import { preferenceOptions } from './preferences.ts';
import { samplingOptions } from './sampling.ts';
import { helpOption, noRunningGiven, progressOptions, verboseOption, versionOption } from './running.ts';
import type { RunningGiven } from './running.ts';

/** What rewrite's command line has said. */
export interface RewriteGiven extends BackupSetGiven, EngineGiven, RunningGiven {
  /** As typed: of the new archive. */
  readonly format: string | undefined;
  readonly file: string | undefined;
  /** As typed. */
  readonly compress: string | undefined;
  readonly noSync: boolean;
}

export const noRewriteGiven: RewriteGiven = {
  ...noBackupSetGiven,
  ...noEngineGiven,
  ...noRunningGiven,
  format: undefined,
  file: undefined,
  compress: undefined,
  noSync: false,
};

export const rewriteOptions: readonly Option<RewriteGiven>[] = [
  engineOption('plan'),
  ...preferenceOptions,
  ...samplingOptions,
  {
    long: 'file',
    short: 'f',
    argumentName: 'FILENAME',
    group: 'output',
    help: 'output file or directory name (default: stdout)',
    ...file('file'),
  },
  ...backupSetOptions,
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t',
    group: 'output',
    help: 'output file format (default: as the archive is)',
    ...nonEmptyText('format'),
  },
  {
    long: 'compress',
    short: 'Z',
    argumentName: 'METHOD[:DETAIL]',
    group: 'output',
    help: 'compress as specified (default: as the archive is)',
    ...text('compress'),
  },
  {
    long: 'no-sync',
    group: 'output',
    help: 'do not wait for changes to be written safely to disk',
    ...flag('noSync'),
  },
  verboseOption,
  ...progressOptions,
  versionOption,
  helpOption,
];
