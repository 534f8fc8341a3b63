import type { DdlOptions } from '../objects/kind.ts';
import type { DumpOptions } from './options.ts';

/** What of the command line decides the text of entries. Archives hold all that a restore may still leave out. */
export const ddlOptions = (options: DumpOptions): DdlOptions => ({
  schemaOnly: options.schemaOnly,
  dataOnly: options.dataOnly,
  noComments: options.noComments,
  noSecurityLabels: options.noSecurityLabels,
  noPrivileges: options.noPrivileges,
  quoteAllIdentifiers: options.quoteAllIdentifiers,
  disableDollarQuoting: options.disableDollarQuoting,
  noToastCompression: options.noToastCompression,
  noTableAccessMethod: options.noTableAccessMethod,
  noTablespaces: options.noTablespaces,
  noUnloggedTableData: options.noUnloggedTableData,
  noPublications: options.noPublications,
  noSubscriptions: options.noSubscriptions,
  loadViaPartitionRoot: options.loadViaPartitionRoot,
  createDatabase: options.create,
  clean: options.clean,
  binaryUpgrade: options.binaryUpgrade,
});
