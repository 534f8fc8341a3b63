import type { ResolvedSelection } from '../catalog/select.ts';
import type { DdlOptions } from '../objects/kind.ts';
import type { Release } from '../model/release.ts';
import type { ArchiveVersion } from '../toc/entry.ts';
import type { DumpOptions } from './options.ts';

/** What of the command line decides the text of entries. Archives hold all that a restore may still leave out. */
export const ddlOptions = (
  options: DumpOptions,
  selection: ResolvedSelection,
  version: ArchiveVersion,
  release: Release,
): DdlOptions => ({
  release,
  schema: options.schema,
  data: options.data,
  statistics: options.statistics,
  sequenceData: options.sequenceData || (options.binaryUpgrade && !release.asksForSequenceData),
  noPolicies: options.noPolicies,
  noComments: options.noComments,
  noSecurityLabels: options.noSecurityLabels,
  noPrivileges: options.noPrivileges,
  disableDollarQuoting: options.disableDollarQuoting,
  noToastCompression: options.noToastCompression,
  oids: options.oids,
  noGpSyntax: options.gpSyntax === false,
  noTablespaces: options.noTablespaces,
  noUnloggedTableData: options.noUnloggedTableData,
  largeObjects: options.binaryUpgrade || (options.data && (options.largeObjects ?? selection.everything)),
  groupsLargeObjects: release.groupsLargeObjects && (options.format === 'plain' || version.minor >= 16),
  noPublications: options.noPublications,
  noSubscriptions: options.noSubscriptions,
  loadViaPartitionRoot: options.loadViaPartitionRoot,
  inserts: !options.inserts
    ? null
    : {
        namesColumns: options.columnInserts,
        rowsPerCommand: options.rowsPerInsert ?? 1,
        onConflictDoNothing: options.onConflictDoNothing,
      },
  binaryUpgrade: options.binaryUpgrade,
  tagsLargeObjectsByOid: options.format !== 'plain' && version.minor >= 16,
});
