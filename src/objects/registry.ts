import { aggregate } from './aggregate.ts';
import { defaultPrivileges } from './default-privileges.ts';
import { extension } from './extension.ts';
import { sqlFunction } from './function/index.ts';
import { largeObject, largeObjectData } from './large-object.ts';
import { largeObjectGroup, largeObjectGroupData } from './large-object-group.ts';
import { policy } from './policy.ts';
import { rule } from './rule.ts';
import { shellType } from './shell-type.ts';
import { trigger } from './trigger.ts';
import { type } from './type/index.ts';
import { checkConstraint } from './constraint/check.ts';
import { foreignKey } from './constraint/foreign-key.ts';
import { keyConstraint } from './constraint/key.ts';
import { invalidNotNull } from './constraint/not-null.ts';
import { domainConstraint } from './constraint/of-domain.ts';
import { columnDefault } from './column-default.ts';
import { index } from './index.ts';
import { indexAttach } from './index-attach.ts';
import type { AnyKind } from './kind.ts';
import { materializedViewRefresh } from './materialized-view-refresh.ts';
import { relationStatistics } from './relation-statistics/index.ts';
import { schema } from './schema.ts';
import { sequenceSet } from './sequence-set.ts';
import { tableAttach } from './table-attach.ts';
import { tableData } from './table-data.ts';
import { table } from './table/index.ts';
import { accessMethod } from './access-method.ts';
import { cast } from './cast.ts';
import { collation } from './collation.ts';
import { conversion } from './conversion.ts';
import { eventTrigger } from './event-trigger.ts';
import { foreignDataWrapper } from './foreign-data-wrapper.ts';
import { foreignServer } from './foreign-server.ts';
import { language } from './language.ts';
import { operatorClass } from './operator-class.ts';
import { operatorFamily } from './operator-family.ts';
import { operator } from './operator.ts';
import { publicationSchema } from './publication-schema.ts';
import { publicationTable } from './publication-table.ts';
import { publication } from './publication.ts';
import { statistics } from './statistics.ts';
import { subscription } from './subscription.ts';
import { subscriptionTable } from './subscription-table.ts';
import { textSearchConfiguration } from './text-search-configuration.ts';
import { textSearchDictionary } from './text-search-dictionary.ts';
import { textSearchParser } from './text-search-parser.ts';
import { textSearchTemplate } from './text-search-template.ts';
import { transform } from './transform.ts';

/** Read first, before tables are locked: they decide what is dumped. */
export const leadingKinds: readonly AnyKind[] = [extension, schema, table];

/** All others, in the order they are read; a kind comes after those whose objects it looks up while it is read. */
export const followingKinds: readonly AnyKind[] = [
  sqlFunction,
  type,
  shellType,
  aggregate,
  defaultPrivileges,
  language,
  operator,
  accessMethod,
  operatorClass,
  operatorFamily,
  textSearchParser,
  textSearchTemplate,
  textSearchDictionary,
  textSearchConfiguration,
  foreignDataWrapper,
  foreignServer,
  collation,
  conversion,
  cast,
  transform,
  columnDefault,
  checkConstraint,
  invalidNotNull,
  domainConstraint,
  index,
  keyConstraint,
  tableAttach,
  indexAttach,
  foreignKey,
  statistics,
  publication,
  publicationTable,
  publicationSchema,
  subscription,
  subscriptionTable,
  eventTrigger,
  tableData,
  sequenceSet,
  trigger,
  rule,
  policy,
  largeObject,
  largeObjectData,
  largeObjectGroup,
  largeObjectGroupData,
  materializedViewRefresh,
  relationStatistics,
];
