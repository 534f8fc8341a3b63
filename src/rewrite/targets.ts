import { inlineAccessMethods } from './rules/access-methods.ts';
import { before } from './before.ts';
import { greenplum7Backports } from './releases/greenplum7.ts';
import { collationProviders } from './rules/collations.ts';
import { withoutEncoding } from './rules/column-encoding.ts';
import type { ChoiceOptions } from './distribution/choose.ts';
import { clusteredPartitions } from './rules/clustered-indexes.ts';
import { enumKeys, legacyOperatorClasses } from './rules/distribution-keys.ts';
import { emptyPartitions } from './rules/empty-partitions.ts';
import { errorTables, externalTableComments, gphdfs } from './rules/external-tables.ts';
import { defaultStorage, gphdfsRights, resourceGroups } from './rules/globals.ts';
import { sha256Passwords } from './rules/hashed-passwords.ts';
import { libraries } from './rules/libraries.ts';
import { modifyingQueries } from './rules/modifying-queries.ts';
import { eventTriggerOwners } from './rules/event-triggers.ts';
import { enforcedForeignKeys, foreignKeys } from './rules/foreign-keys.ts';
import { largeObjects } from './rules/large-objects.ts';
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
import { withoutContents, withoutResources, withoutRoleLimits } from './rules/postgresql/globals.ts';
import { heaps, ownMethods, withoutBitmaps, withoutDistribution, withoutStorage } from './rules/postgresql/tables.ts';
import { greenplumSettings, removedSettings } from './rules/removed-settings.ts';
import { removedTypes } from './rules/removed-types.ts';
import { rowsThroughRoot } from './rules/rows-through-root.ts';
import { dataAccess, executeAnywhere, executeOn, python2 } from './rules/routines.ts';
import { leafStorage, quicklz, refusedStorageOptions } from './rules/storage.ts';
import { subscriptions } from './rules/subscriptions.ts';
import { insteadOfTriggers, statementTriggers, triggersOfPartitioned } from './rules/triggers.ts';
import { uniqueIndexes } from './rules/unique-indexes.ts';
import { greenplum6Objects, greenplum6Words } from './rules/greenplum6/index.ts';
import type { Rule } from './rule.ts';
import { cloudberryStorage, greenplum6Storage, greenplum7Storage, type StorageWords } from './storage/storage.ts';

/** Engines that archives of others are rewritten for. */
export const targetNames = [
  ...(['greenplum6', 'greenplum7', 'cloudberry', 'postgresql'] as const),
  ...(['postgresql:12', 'postgresql:13', 'postgresql:14', 'postgresql:15'] as const),
  ...(['postgresql:16', 'postgresql:17', 'postgresql:18'] as const),
];
export type TargetName = (typeof targetNames)[number];

const newestMajor = 18;

/** PostgreSQL of that release; of older and newer ones, the nearest. */
export function postgresqlTarget(major: number): TargetName {
  const name = `postgresql:${Math.min(Math.max(major, 12), newestMajor)}`;
  return targetNames.find((each) => each === name) ?? 'postgresql';
}

/** An engine, as its name for people and what it wants said otherwise. */
export interface Target {
  readonly name: TargetName;
  readonly title: string;
  /** Its release, where it is PostgreSQL. */
  readonly postgresql: number | null;
  /** The archive format that its own pg_restore reads, as the minor version of 1. */
  readonly archiveMinor: number;
  /** How it spreads rows over segments; null: it has none. */
  readonly spreads: Pick<ChoiceOptions, 'enums'> | null;
  /** How it says how tables are stored; null: there is but one way. */
  readonly storage: StorageWords | null;
  readonly rules: readonly Rule[];
}

/** In the order they are applied: each sees what those ahead have written. */
const sinceGreenplum7: readonly Rule[] = [
  libraries,
  eventTriggerOwners,
  modifyingQueries,
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
  statementTriggers,
  insteadOfTriggers,
  uniqueIndexes,
  clusteredPartitions,
  removedCatalogs,
  removedSettings,
  defaultStorage,
  resourceGroups,
  gphdfsRights,
  sha256Passwords,
  largeObjects,
  foreignKeys,
  subscriptions,
];

const forPostgresql: readonly Rule[] = [
  ...greenplumObjects,
  greenplumLibraries,
  libraries,
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
  inlineAccessMethods((method, isPartitioned) => !isPartitioned && !ownMethods.test(method)),
  heaps,
  withoutBitmaps,
  withoutPlaces,
  withoutRepsafe,
  dataAccess,
  executeAnywhere,
  python2,
  uniqueIndexes,
  clusteredPartitions,
  removedCatalogs,
  greenplumSettings,
  enforcedForeignKeys,
  withoutResources,
  withoutRoleLimits,
  withoutContents,
  sha256Passwords,
];

function postgresql(name: TargetName, major: number): Target {
  return {
    name,
    title: name === 'postgresql' ? 'PostgreSQL' : `PostgreSQL ${major}`,
    postgresql: major,
    archiveMinor: name === 'postgresql' || major < 16 ? 14 : major === 16 ? 15 : 16,
    spreads: null,
    storage: null,
    rules: [...forPostgresql, ...(major < 13 ? [triggersOfPartitioned] : []), ...before(major)],
  };
}

export const targets: Readonly<Record<TargetName, Target>> = {
  greenplum6: {
    name: 'greenplum6',
    title: 'Greenplum 6',
    postgresql: null,
    spreads: { enums: 'keys' },
    storage: greenplum6Storage,
    archiveMinor: 13,
    // What becomes of partitions, and which objects there are, is asked first.
    rules: [
      inlineAccessMethods(() => false),
      ...greenplum6Objects,
      libraries,
      eventTriggerOwners,
      modifyingQueries,
      ...before(12),
      ...greenplum6Words,
    ],
  },
  greenplum7: {
    name: 'greenplum7',
    title: 'Greenplum 7',
    postgresql: null,
    archiveMinor: 14,
    spreads: { enums: 'not as keys' },
    storage: greenplum7Storage,
    rules: [
      ...before(12, greenplum7Backports),
      triggersOfPartitioned,
      ...sinceGreenplum7,
      ...collationProviders(['icu']),
      enumKeys,
    ],
  },
  cloudberry: {
    name: 'cloudberry',
    title: 'Cloudberry',
    postgresql: null,
    archiveMinor: 14,
    spreads: { enums: 'keys' },
    storage: cloudberryStorage,
    rules: [...before(14), ...sinceGreenplum7],
  },
  postgresql: postgresql('postgresql', newestMajor),
  'postgresql:12': postgresql('postgresql:12', 12),
  'postgresql:13': postgresql('postgresql:13', 13),
  'postgresql:14': postgresql('postgresql:14', 14),
  'postgresql:15': postgresql('postgresql:15', 15),
  'postgresql:16': postgresql('postgresql:16', 16),
  'postgresql:17': postgresql('postgresql:17', 17),
  'postgresql:18': postgresql('postgresql:18', 18),
};
