import type { ChoiceOptions } from './distribution/choose.ts';
import { clusteredIndexes } from './rules/clustered-indexes.ts';
import { enumKeys, legacyOperatorClasses } from './rules/distribution-keys.ts';
import { emptyPartitions } from './rules/empty-partitions.ts';
import { errorTables, externalTableComments, gphdfs } from './rules/external-tables.ts';
import { defaultStorage, gphdfsRights, hashedPasswords, resourceGroups } from './rules/globals.ts';
import { multiColumnList } from './rules/multi-column-list.ts';
import { oids, oidsOfRows } from './rules/oids.ts';
import { onlyOfPartitioned } from './rules/only.ts';
import { partitionBounds } from './rules/partition-bounds.ts';
import { partitionRanks } from './rules/partition-ranks.ts';
import { partitionTemplates } from './rules/partition-templates.ts';
import { removedCatalogs } from './rules/removed-catalogs.ts';
import {
  greenplumLibraries,
  greenplumObjects,
  greenplumQueries,
  medians,
  withoutPlaces,
  withoutRepsafe,
} from './rules/postgresql/objects.ts';
import { declaredPartitions } from './rules/postgresql/partitions.ts';
import {
  heaps,
  withoutBitmaps,
  withoutDistribution,
  withoutEncoding,
  withoutStorage,
} from './rules/postgresql/tables.ts';
import { greenplumSettings, removedSettings } from './rules/removed-settings.ts';
import { removedTypes } from './rules/removed-types.ts';
import { rowsThroughRoot } from './rules/rows-through-root.ts';
import { dataAccess, executeAnywhere, executeOn, python2 } from './rules/routines.ts';
import { leafStorage, quicklz, refusedStorageOptions } from './rules/storage.ts';
import { triggers } from './rules/triggers.ts';
import { uniqueIndexes } from './rules/unique-indexes.ts';
import type { Rule } from './rule.ts';

/** Engines that archives of others are rewritten for. */
export const targetNames = ['greenplum7', 'cloudberry', 'postgresql'] as const;
export type TargetName = (typeof targetNames)[number];

/** An engine, as its name for people and what it wants said otherwise. */
export interface Target {
  readonly name: TargetName;
  readonly title: string;
  /** The archive format that its own pg_restore reads, as the minor version of 1. */
  readonly archiveMinor: number;
  /** How it spreads rows over segments; null: it has none. */
  readonly spreads: Pick<ChoiceOptions, 'enums'> | null;
  readonly rules: readonly Rule[];
}

/** In the order they are applied: each sees what those ahead have written. */
const sinceGreenplum7: readonly Rule[] = [
  removedTypes,
  oids,
  oidsOfRows,
  legacyOperatorClasses,
  quicklz,
  refusedStorageOptions,
  leafStorage,
  onlyOfPartitioned,
  emptyPartitions,
  partitionBounds,
  partitionTemplates,
  partitionRanks,
  multiColumnList,
  rowsThroughRoot,
  gphdfs,
  errorTables,
  externalTableComments,
  dataAccess,
  executeOn,
  python2,
  triggers,
  uniqueIndexes,
  clusteredIndexes,
  removedCatalogs,
  removedSettings,
  defaultStorage,
  resourceGroups,
  gphdfsRights,
  hashedPasswords,
];

const forPostgresql: readonly Rule[] = [
  ...greenplumObjects,
  greenplumLibraries,
  greenplumQueries,
  medians,
  removedTypes,
  oids,
  oidsOfRows,
  withoutDistribution,
  onlyOfPartitioned,
  partitionBounds,
  multiColumnList,
  rowsThroughRoot,
  withoutStorage,
  withoutEncoding,
  declaredPartitions,
  heaps,
  withoutBitmaps,
  withoutPlaces,
  withoutRepsafe,
  dataAccess,
  executeAnywhere,
  python2,
  uniqueIndexes,
  clusteredIndexes,
  removedCatalogs,
  greenplumSettings,
];

export const targets: Readonly<Record<TargetName, Target>> = {
  greenplum7: {
    name: 'greenplum7',
    title: 'Greenplum 7',
    archiveMinor: 14,
    spreads: { enums: 'not as keys' },
    rules: [...sinceGreenplum7, enumKeys],
  },
  cloudberry: {
    name: 'cloudberry',
    title: 'Cloudberry',
    archiveMinor: 14,
    spreads: { enums: 'keys' },
    rules: sinceGreenplum7,
  },
  postgresql: { name: 'postgresql', title: 'PostgreSQL', archiveMinor: 14, spreads: null, rules: forPostgresql },
};
