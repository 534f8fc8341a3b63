import { backupSetOptions, noBackupSetGiven } from './backup-set.ts';
import type { BackupSetGiven } from './backup-set.ts';
import { file, flag, nonEmptyText } from './definition.ts';
import type { Option } from './definition.ts';
import { namedObjectOptions, noNamedObjectsGiven } from './restore-options.ts';
import type { NamedObjectsGiven } from './restore-options.ts';
import { helpOption, noRunningGiven, versionOption } from './running.ts';
import type { RunningGiven } from './running.ts';
import { noSelectionGiven, selectionOptions } from './selection.ts';
import type { SelectionGiven } from './selection.ts';

/** What list's command line has said. */
export interface ListGiven extends BackupSetGiven, SelectionGiven, NamedObjectsGiven, RunningGiven {
  /** As typed. */
  readonly format: string | undefined;
  readonly create: boolean;
  readonly noPrivileges: boolean;
  readonly output: 'toc' | 'table' | 'json';
  readonly history: string | undefined;
}

export const noListGiven: ListGiven = {
  ...noBackupSetGiven,
  ...noSelectionGiven,
  ...noNamedObjectsGiven,
  ...noRunningGiven,
  format: undefined,
  create: false,
  noPrivileges: false,
  output: 'toc',
  history: undefined,
};

export const listOptions: readonly Option<ListGiven>[] = [
  {
    long: 'table',
    group: 'output',
    help: 'a readable table instead of the text that -L takes',
    argument: 'none',
    apply: () => ({ output: 'table' }),
  },
  {
    long: 'json',
    group: 'output',
    help: 'JSON for programs instead of the text that -L takes',
    argument: 'none',
    apply: () => ({ output: 'json' }),
  },
  ...selectionOptions('list').map((option) =>
    // --table is a way to print here.
    option.long === 'table' ? { ...option, long: 'relation' } : option,
  ),
  ...namedObjectOptions('list'),
  { long: 'create', short: 'C', group: 'selection', help: 'list the database itself as well', ...flag('create') },
  {
    long: 'no-privileges',
    short: 'x',
    aliases: ['no-acl'],
    group: 'selection',
    help: 'do not list access privileges (grant/revoke)',
    ...flag('noPrivileges'),
  },
  ...backupSetOptions,
  {
    long: 'history',
    own: true,
    argumentName: 'FILENAME',
    group: 'source',
    help: 'gpbackup_history.db or .yaml: list also what it says\nof sets (default: the one beside them)',
    ...file('history'),
  },
  {
    long: 'format',
    short: 'F',
    argumentName: 'c|d|t',
    group: 'running',
    help: 'format of the archive (should be automatic)',
    ...nonEmptyText('format'),
  },
  {
    long: 'verbose',
    short: 'v',
    group: 'output',
    help: 'list all entries, and what each depends on',
    ...flag('verbose'),
  },
  versionOption,
  helpOption,
];
