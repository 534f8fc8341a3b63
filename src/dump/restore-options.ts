import { defaultRestoreOptions, type RestoreOptions } from '../restore/options.ts';
import type { DumpOptions } from './options.ts';

/** A script is a restore into text: what the dump's options mean for it. An archive always holds its DATABASE entry. */
export const restoreOptionsOf = (options: DumpOptions): RestoreOptions => ({
  ...defaultRestoreOptions,
  release: options.release,
  sections: options.sections,
  schema: options.schema,
  data: options.data,
  statistics: options.statistics,
  sequenceData: options.sequenceData || options.binaryUpgrade,
  binaryUpgrade: options.binaryUpgrade,
  create: options.create || options.format !== 'plain',
  noPrivileges: options.noPrivileges,
  noComments: options.noComments,
  noPolicies: options.noPolicies,
  noPublications: options.noPublications,
  noSecurityLabels: options.noSecurityLabels,
  noSubscriptions: options.noSubscriptions,
  noOwner: options.noOwner,
  useSetSessionAuthorization: options.useSetSessionAuthorization,
  noTablespaces: options.noTablespaces,
  noTableAccessMethod: options.noTableAccessMethod,
  disableTriggers: options.disableTriggers,
  superuser: options.superuser,
  enableRowSecurity: options.enableRowSecurity,
  clean: options.clean,
  ifExists: options.ifExists,
  restrictKey: options.restrictKey,
  verbose: options.verbose,
  sync: !options.noSync,
  hideDumpWarnings: true,
});
