import { flag, nonEmptyText } from './definition.ts';
import type { Option } from './definition.ts';
import { gprestoreTask, noGprestoreGiven, type GprestoreGiven } from './gprestore.ts';
import type { OutputGiven } from './output.ts';

/** What gprestore's own options say of how a restore is run; names are those of RestoreOptions where there is one. */
export interface GprestoreRunGiven extends GprestoreGiven {
  readonly redirectDatabase: string | undefined;
  readonly onErrorContinue: boolean;
  readonly truncate: boolean;
  readonly analyze: boolean;
  readonly globals: boolean;
}

export const noGprestoreRunGiven: GprestoreRunGiven = {
  ...noGprestoreGiven,
  redirectDatabase: undefined,
  onErrorContinue: false,
  truncate: false,
  analyze: false,
  globals: false,
};

const { group } = gprestoreTask;

export const gprestoreRunOptions: readonly Option<GprestoreRunGiven & Pick<OutputGiven, 'create'>>[] = [
  {
    long: 'redirect-db',
    own: true,
    argumentName: 'NAME',
    group,
    help: 'into this database instead of one that is called as\nthat of the set',
    ...nonEmptyText('redirectDatabase'),
  },
  { long: 'create-db', own: true, group, help: 'create the database', ...flag('create') },
  {
    long: 'with-globals',
    own: true,
    group,
    help: 'roles, resource queues, resource groups and\ntablespaces before all else',
    ...flag('globals'),
  },
  { long: 'truncate-table', own: true, group, help: 'empty tables before their rows come', ...flag('truncate') },
  { long: 'run-analyze', own: true, group, help: 'ANALYZE tables whose rows have come', ...flag('analyze') },
  {
    long: 'on-error-continue',
    own: true,
    group,
    help: 'go on after errors, which without -d ends a restore\nof a backup set',
    ...flag('onErrorContinue'),
  },
];
