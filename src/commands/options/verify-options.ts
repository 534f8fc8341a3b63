import { backupSetOptions, noBackupSetGiven } from './backup-set.ts';
import type { BackupSetGiven } from './backup-set.ts';
import { flag, nonEmptyText } from './definition.ts';
import type { Option } from './definition.ts';
import { helpOption, noRunningGiven, progressOptions, verboseOption, versionOption } from './running.ts';
import type { RunningGiven } from './running.ts';

/** What verify's command line has said. */
export interface VerifyGiven extends BackupSetGiven, RunningGiven {
  /** As typed. */
  readonly format: string | undefined;
  readonly json: boolean;
}

export const noVerifyGiven: VerifyGiven = {
  ...noBackupSetGiven,
  ...noRunningGiven,
  format: undefined,
  json: false,
};

export const verifyOptions: readonly Option<VerifyGiven>[] = [
  { long: 'json', group: 'output', help: 'JSON for programs', ...flag('json') },
  ...backupSetOptions,
  // Convert's words for what is always done here.
  ...['check-placement', 'check-replicas'].map((long): Option<VerifyGiven> => ({
    long,
    group: null,
    help: '',
    argument: 'none',
    apply: () => ({}),
  })),
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t',
    group: 'running',
    help: 'archive format (should be automatic)',
    ...nonEmptyText('format'),
  },
  verboseOption,
  ...progressOptions,
  versionOption,
  helpOption,
];
