import type { Rule } from '../../rule.ts';
import { collationOptions, collationProviders } from '../collations.ts';
import { scramPasswords } from '../hashed-passwords.ts';
import { foreignKeys } from '../foreign-keys.ts';
import { largeObjects } from '../large-objects.ts';
import { onlyOfPartitioned } from '../only.ts';
import { subscriptions } from '../subscriptions.ts';
import { insteadOfTriggers, triggersOfLeaves } from '../triggers.ts';
import { appendOptimizedKeys } from './append-optimized-keys.ts';
import {
  attachments,
  classicPartitions,
  partsOfPartitions,
  rowsOfPartitions,
  externalPartitions,
} from './classic-partitions.ts';
import { defaultsOfParents } from './defaults-of-parents.ts';
import { domainArrays, functionsOfDomainArrays } from './domain-arrays.ts';
import { executeFunction, newerEvents, operatorFunctions, transitionTables } from './execute-function.ts';
import { aggregateWords, plannerWords } from './function-words.ts';
import { generatedColumns, inheritedColumns } from './generated-columns.ts';
import { externalTableComments, externalTables } from './external-tables.ts';
import { accessMethods, encodingOfRows, masters } from './greenplum7.ts';
import { hashFunctions } from './hash-functions.ts';
import { identityColumns, identitySequences } from './identity-columns.ts';
import { exclusionConstraints, includedColumns, indexMethods, indexOnly, indexStatistics } from './index-words.ts';
import { indexTypes } from './index-types.ts';
import { insertAliases } from './insert-aliases.ts';
import { insertCommands } from './insert-commands.ts';
import { missingExtensions } from './missing-extensions.ts';
import {
  bodies,
  catalogQueries,
  checksOfColumns,
  defaultsOfColumns,
  domains,
  newerQueries,
  tableOptions,
  typesOf95,
} from './newer-words.ts';
import { predefinedRoles, roleAttributes, settings } from './roles.ts';
import { sequenceTypes } from './sequence-types.ts';
import { toastOptions } from './toast-options.ts';
import { typedTables } from './typed-tables.ts';
import { commentsOnDomainConstraints, forcedRowSecurity, unknownKinds } from './unknown-kinds.ts';

/** Which entries there are in Greenplum 6, ahead of how they say it. */
export const greenplum6Objects: readonly Rule[] = [
  classicPartitions,
  attachments,
  rowsOfPartitions,
  insertCommands,
  partsOfPartitions,
  onlyOfPartitioned,
  unknownKinds,
  commentsOnDomainConstraints,
  missingExtensions,
  externalTables,
  externalPartitions,
  externalTableComments,
  largeObjects,
  subscriptions,
  foreignKeys,
  exclusionConstraints,
  insteadOfTriggers,
  transitionTables,
  newerEvents,
  generatedColumns,
  inheritedColumns,
];

/** What came with PostgreSQL 9.5 to 12, in the words of 9.4 and of Greenplum 6. */
export const greenplum6Words: readonly Rule[] = [
  forcedRowSecurity,
  ...typesOf95,
  sequenceTypes,
  typedTables,
  domainArrays,
  functionsOfDomainArrays,
  identityColumns,
  identitySequences,
  ...collationProviders(['icu', 'builtin']),
  collationOptions,
  plannerWords,
  aggregateWords,
  executeFunction,
  operatorFunctions,
  accessMethods,
  appendOptimizedKeys,
  encodingOfRows,
  masters,
  triggersOfLeaves,
  newerQueries,
  checksOfColumns,
  defaultsOfColumns,
  domains,
  bodies,
  catalogQueries,
  tableOptions,
  toastOptions,
  defaultsOfParents,
  indexOnly,
  includedColumns,
  indexMethods,
  indexTypes,
  hashFunctions,
  insertAliases,
  indexStatistics,
  predefinedRoles,
  roleAttributes,
  scramPasswords,
  settings,
];
