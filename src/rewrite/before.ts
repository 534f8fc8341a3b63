import { namesSince, type Backported } from './releases/names-since.ts';
import type { Rule } from './rule.ts';
import { collationProviders, collationRules, unicodeFast } from './rules/collations.ts';
import { numericScales } from './rules/column-types.ts';
import { columnCompression } from './rules/compression.ts';
import { notEnforced, periods } from './rules/constraints.ts';
import { databaseLocales } from './rules/databases.ts';
import { generationOfPartitions, inheritedGeneration, virtualColumns } from './rules/generated-columns.ts';
import { brinClasses, operatorClassOptions } from './rules/index-classes.ts';
import { infiniteValues } from './rules/infinite-values.ts';
import { newerBodies } from './rules/newer-bodies.ts';
import { newerCatalogs } from './rules/newer-catalogs.ts';
import { newerDomains } from './rules/newer-domains.ts';
import { newerChecks, newerDefaults, newerExpressions } from './rules/newer-expressions.ts';
import { newerOptions } from './rules/newer-options.ts';
import { membershipOptions, newerOwners, newerPrivileges, newerRoles } from './rules/newer-roles.ts';
import { newerTypes } from './rules/newer-types.ts';
import { commentsOfNotNull, notNullConstraints } from './rules/not-null-constraints.ts';
import { nullsNotDistinct } from './rules/nulls-not-distinct.ts';
import { outArguments } from './rules/procedures.ts';
import { publicationOptions, publishedParts } from './rules/publications.ts';
import { without } from './rules/removed-settings.ts';
import { unloggedSequences } from './rules/sequences.ts';
import { sqlBodies } from './rules/sql-bodies.ts';
import { statisticsOfExpressions, statisticsTargets } from './rules/statistics.ts';
import { multirangeNames, subscripts } from './rules/type-options.ts';

/** What came with a release of PostgreSQL, in the order it is said otherwise. */
const constructs: readonly (readonly [since: number, ...rules: readonly Rule[]])[] = [
  [14, infiniteValues('numeric')],
  [17, infiniteValues('interval')],
  [14, sqlBodies, columnCompression, subscripts, multirangeNames, outArguments],
  [13, publicationOptions(['publish_via_partition_root'])],
  [18, publicationOptions(['publish_generated_columns'])],
  [15, publishedParts],
  [14, statisticsOfExpressions, brinClasses],
  [13, statisticsTargets, operatorClassOptions],
  [15, unloggedSequences, nullsNotDistinct, numericScales],
  [16, collationRules, inheritedGeneration, generationOfPartitions, membershipOptions],
  [18, unicodeFast, virtualColumns, notNullConstraints, commentsOfNotNull, notEnforced, periods],
];

/** What an engine wants said otherwise that is made from this release of PostgreSQL. */
export function before(release: number, backported?: Backported): readonly Rule[] {
  // Nobody knows yet what comes behind it.
  if (release >= 18) return [];
  const { functions, phrases, catalogs, types, options, settings, roles } = namesSince(release, backported);
  return [
    ...constructs.flatMap(([since, ...rules]) => (since > release ? rules : [])),
    ...(types.length > 0 ? newerTypes(types) : []),
    newerOptions(options),
    newerExpressions(functions, phrases),
    newerChecks(functions, phrases),
    newerDefaults(functions),
    newerDomains(functions, phrases),
    newerBodies(functions),
    newerCatalogs(catalogs),
    newerRoles(roles),
    newerOwners(roles),
    newerPrivileges(release),
    without('newer-settings', (setting) => settings.has(setting)),
    databaseLocales(release),
    ...(release < 17 ? collationProviders(['builtin']) : []),
  ];
}
