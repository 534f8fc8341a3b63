import { collationProviders } from './rules/collations.ts';
import { withoutEncoding } from './rules/column-encoding.ts';
import { numericScales } from './rules/column-types.ts';
import { columnCompression } from './rules/compression.ts';
import { notEnforced, periods } from './rules/constraints.ts';
import { databaseLocales } from './rules/databases.ts';
import { generationOfPartitions, inheritedGeneration, virtualColumns } from './rules/generated-columns.ts';
import { newerOperatorClasses } from './rules/index-classes.ts';
import {
  callsSince16,
  newerChecks,
  newerDefaults,
  newerExpressions,
  phrasesSince13,
  phrasesSince15,
} from './rules/newer-expressions.ts';
import { multirangeNames } from './rules/multirange-names.ts';
import { functionsSince13 } from './rules/newer-names/functions-since-13.ts';
import { functionsSince15 } from './rules/newer-names/functions-since-15.ts';
import { newerCatalogs } from './rules/newer-catalogs.ts';
import { catalogsSince13 } from './rules/newer-names/catalogs-since-13.ts';
import { catalogsSince15 } from './rules/newer-names/catalogs-since-15.ts';
import { newerOptions, optionsSince13, optionsSince15 } from './rules/newer-options.ts';
import {
  membershipOptions,
  newerOwners,
  newerPrivileges,
  newerRoles,
  rolesSince14,
  rolesSince15,
} from './rules/newer-roles.ts';
import { newerTypes, typesSince13 } from './rules/newer-types.ts';
import { commentsOfNotNull, notNullConstraints } from './rules/not-null-constraints.ts';
import { nullsNotDistinct } from './rules/nulls-not-distinct.ts';
import { outArguments } from './rules/procedures.ts';
import { publicationOptions, publishedParts } from './rules/publications.ts';
import { unloggedSequences } from './rules/sequences.ts';
import { sqlBodies } from './rules/sql-bodies.ts';
import { newerStatistics } from './rules/statistics.ts';
import type { ChoiceOptions } from './distribution/choose.ts';
import { clusteredIndexes } from './rules/clustered-indexes.ts';
import { enumKeys, legacyOperatorClasses } from './rules/distribution-keys.ts';
import { emptyPartitions } from './rules/empty-partitions.ts';
import { errorTables, externalTableComments, gphdfs } from './rules/external-tables.ts';
import { defaultStorage, gphdfsRights, resourceGroups } from './rules/globals.ts';
import { sha256Passwords } from './rules/hashed-passwords.ts';
import { infiniteValues } from './rules/infinite-values.ts';
import { libraries } from './rules/libraries.ts';
import { modifyingQueries } from './rules/modifying-queries.ts';
import { foreignKeys } from './rules/foreign-keys.ts';
import { largeObjects } from './rules/large-objects.ts';
import { multiColumnList } from './rules/multi-column-list.ts';
import { oids, oidsOfRows } from './rules/oids.ts';
import { onlyOfPartitioned } from './rules/only.ts';
import { partitionBounds } from './rules/partition-bounds.ts';
import { partitionRanks } from './rules/partition-ranks.ts';
import { partitionTemplates } from './rules/partition-templates.ts';
import { removedCatalogs } from './rules/removed-catalogs.ts';
import { settingsOf13, settingsOf15 } from './rules/newer-settings.ts';
import {
  greenplumLibraries,
  greenplumObjects,
  greenplumQueries,
  medians,
  withoutPlaces,
  withoutRepsafe,
} from './rules/postgresql/objects.ts';
import { declaredPartitions } from './rules/postgresql/partitions.ts';
import { heaps, withoutBitmaps, withoutDistribution, withoutStorage } from './rules/postgresql/tables.ts';
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
export const targetNames = ['greenplum6', 'greenplum7', 'cloudberry', 'postgresql'] as const;
export type TargetName = (typeof targetNames)[number];

/** An engine, as its name for people and what it wants said otherwise. */
export interface Target {
  readonly name: TargetName;
  readonly title: string;
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
  clusteredIndexes,
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

const calledSince15: ReadonlySet<string> = new Set([...functionsSince15, ...callsSince16]);

/** What came with PostgreSQL 15 to 18, which no Greenplum is as new as. */
const before15: readonly Rule[] = [
  libraries,
  modifyingQueries,
  infiniteValues('interval'),
  unloggedSequences,
  nullsNotDistinct,
  publishedParts,
  publicationOptions(['publish_generated_columns']),
  newerOptions('options-of-15', optionsSince15),
  numericScales,
  inheritedGeneration,
  generationOfPartitions,
  virtualColumns,
  notNullConstraints,
  commentsOfNotNull,
  notEnforced,
  periods,
  newerExpressions('expressions-of-15', calledSince15, phrasesSince15),
  newerCatalogs('catalogs-of-15', catalogsSince15),
  newerRoles('roles-of-15', rolesSince15),
  newerOwners('owners-of-15', rolesSince15),
  membershipOptions,
  newerPrivileges,
  settingsOf15,
  newerChecks('checks-of-15', calledSince15, phrasesSince15),
  newerDefaults('defaults-of-15', calledSince15),
];

/** And with 13 and 14, which Cloudberry is. */
const before13: readonly Rule[] = [
  infiniteValues('numeric'),
  sqlBodies,
  columnCompression,
  publicationOptions(['publish_via_partition_root']),
  newerOptions('options-of-13', optionsSince13),
  multirangeNames,
  ...newerTypes('of-13', typesSince13),
  outArguments,
  newerStatistics,
  newerOperatorClasses,
  newerExpressions('expressions-of-13', functionsSince13, phrasesSince13),
  newerChecks('checks-of-13', functionsSince13, phrasesSince13),
  newerDefaults('defaults-of-13', functionsSince13),
  newerCatalogs('catalogs-of-13', catalogsSince13),
  newerRoles('roles-of-14', rolesSince14),
  newerOwners('owners-of-14', rolesSince14),
  settingsOf13,
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
  sha256Passwords,
];

export const targets: Readonly<Record<TargetName, Target>> = {
  greenplum6: {
    name: 'greenplum6',
    title: 'Greenplum 6',
    spreads: { enums: 'keys' },
    storage: greenplum6Storage,
    archiveMinor: 13,
    // What becomes of partitions, and which objects there are, is asked first.
    rules: [...greenplum6Objects, ...before13, ...before15, ...greenplum6Words],
  },
  greenplum7: {
    name: 'greenplum7',
    title: 'Greenplum 7',
    archiveMinor: 14,
    spreads: { enums: 'not as keys' },
    storage: greenplum7Storage,
    rules: [
      ...before13,
      triggersOfPartitioned,
      ...before15,
      ...sinceGreenplum7,
      collationProviders(['icu', 'builtin']),
      databaseLocales(false),
      enumKeys,
    ],
  },
  cloudberry: {
    name: 'cloudberry',
    title: 'Cloudberry',
    archiveMinor: 14,
    spreads: { enums: 'keys' },
    storage: cloudberryStorage,
    rules: [...before15, ...sinceGreenplum7, collationProviders(['builtin']), databaseLocales(true)],
  },
  postgresql: {
    name: 'postgresql',
    title: 'PostgreSQL',
    archiveMinor: 14,
    spreads: null,
    storage: null,
    rules: forPostgresql,
  },
};
