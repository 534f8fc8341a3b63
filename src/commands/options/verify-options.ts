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
  readonly checkPlacement: boolean;
}

export const noVerifyGiven: VerifyGiven = {
  ...noBackupSetGiven,
  ...noRunningGiven,
  format: undefined,
  json: false,
  checkPlacement: false,
};

export const verifyOptions: readonly Option<VerifyGiven>[] = [
  { long: 'json', group: 'output', help: 'JSON for programs', ...flag('json') },
  ...backupSetOptions,
  {
    long: 'check-placement',
    group: 'source',
    help: 'refuse rows that are on another segment than they\nbelong to',
    ...flag('checkPlacement'),
  },
  // Convert's word for what is always done here.
  { long: 'check-replicas', group: null, help: '', argument: 'none', apply: () => ({}) },
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
