import { backupSetOptions, noBackupSetGiven } from './backup-set.ts';
import type { BackupSetGiven } from './backup-set.ts';
import { flag, nonEmptyText } from './definition.ts';
import type { Option } from './definition.ts';
import { engineOption, noEngineGiven } from './engine.ts';
import type { EngineGiven } from './engine.ts';
import { preferenceOptions } from './preferences.ts';
import { samplingOptions } from './sampling.ts';
import { namedObjectOptions, noNamedObjectsGiven } from './restore-options.ts';
import type { NamedObjectsGiven } from './restore-options.ts';
import { helpOption, noRunningGiven, verboseOption, versionOption } from './running.ts';
import type { RunningGiven } from './running.ts';
import { noSelectionGiven, selectionOptions } from './selection.ts';
import type { SelectionGiven } from './selection.ts';

/** What plan's command line has said. */
export interface PlanGiven extends BackupSetGiven, SelectionGiven, NamedObjectsGiven, EngineGiven, RunningGiven {
  /** As typed. */
  readonly format: string | undefined;
  readonly create: boolean;
  readonly noPrivileges: boolean;
  readonly json: boolean;
}

export const noPlanGiven: PlanGiven = {
  ...noBackupSetGiven,
  ...noSelectionGiven,
  ...noNamedObjectsGiven,
  ...noEngineGiven,
  ...noRunningGiven,
  format: undefined,
  create: false,
  noPrivileges: false,
  json: false,
};

export const planOptions: readonly Option<PlanGiven>[] = [
  engineOption('plan'),
  ...preferenceOptions,
  ...samplingOptions,
  { long: 'json', group: 'output', help: 'JSON for programs', ...flag('json') },
  ...selectionOptions('list'),
  ...namedObjectOptions('list'),
  { long: 'create', short: 'C', group: 'selection', help: 'plan for the database itself as well', ...flag('create') },
  {
    long: 'no-privileges',
    short: 'x',
    aliases: ['no-acl'],
    group: 'selection',
    help: 'leave privileges out',
    ...flag('noPrivileges'),
  },
  ...backupSetOptions,
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t',
    group: 'running',
    help: 'archive format (should be automatic)',
    ...nonEmptyText('format'),
  },
  verboseOption,
  versionOption,
  helpOption,
];
