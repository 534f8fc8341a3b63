import { constraintCatalog, type CatalogId } from '../../model/catalog-id.ts';
import { component, type Components } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { clausesIn } from '../dialect.ts';
import { extensionDependencies } from '../depends-on-extension.ts';
import { upgradeDetails } from '../binary-upgrade/details.ts';
import { upgradeTable } from '../binary-upgrade/table.ts';
import { defineKind, type CommentTarget, type DdlContext, type SelectionPolicy } from '../kind.ts';
import {
  checksOf,
  columnProperties,
  createTable,
  createView,
  relationDesc,
  relationWord,
  tableProperties,
} from './ddl.ts';
import * as detail from './details.ts';
import { columnsOf } from './inheritance.ts';
import { relationQuery, toRelation, type RelationRow } from './relation.ts';
import { sequenceEntries } from './sequence.ts';

/** Tables, partitioned tables, foreign tables, directory tables, views, materialized views and sequences. */
export const table = defineKind<RelationRow, Relation>({
  type: 'table',
  requires: 'pg_class',
  query: relationQuery,
  toObject: toRelation,
  select: selectRelation,
  details: [
    detail.columns,
    detail.parents,
    detail.viewDefinition,
    detail.partitionKey,
    detail.partitionBound,
    detail.ofTypeName,
    detail.foreignTable,
    detail.sequenceParameters,
    extensionDependencies,
    ...upgradeDetails,
  ],
  toEntries(relation, context) {
    if (relation.relkind === 'S') return sequenceEntries(relation, context);
    const { relkind } = relation;
    const { saysDefaultTablespace } = context.options.release;
    const hasStorage = relkind === 'r' || relkind === 'm' || relkind === 'p' || relkind === 'd';
    const hasTablespace = hasStorage || (saysDefaultTablespace && relkind !== 'v');
    return [
      {
        desc: relationDesc(relation),
        section: relation.postponed ? 'post-data' : 'pre-data',
        tablespace: hasTablespace ? relation.tablespace : null,
        tableAccessMethod: hasStorage ? relation.accessMethod : null,
        relkind: relkind === 'p' && !context.options.release.altersPartitionedAccessMethod ? null : relkind,
        withOids: relation.withOids,
        definition:
          (relkind === 'v'
            ? createView(relation, context)
            : createTable(relation, context) +
              (context.options.binaryUpgrade ? upgradeTable(relation, context) : '') +
              columnProperties(relation, context) +
              clausesIn('table-commands', relation, context).join('')) + tableProperties(relation),
        dropStatement: `DROP ${relationDesc(relation)} ${quoteQualified(relation.namespace, relation.name)};\n`,
      },
    ];
  },
  satellites: (relation, context) => ({
    comments: commentTargets(relation, context),
    lateComments: inlineConstraintTargets(relation, context),
    acl: {
      type: relation.relkind === 'S' ? 'SEQUENCE' : 'TABLE',
      name: quoteIdent(relation.name),
      acl: relation.acl,
      defaultAcl: relation.defaultAcl,
      columns: true,
    },
  }),
});

/** Composite types have rows in pg_class too, only so that dependencies on their columns are found. */
function selectRelation(relation: Relation, policy: SelectionPolicy): Components {
  if (relation.relkind === 'c' || relation.isMadeByRoot) return component.none;
  const member = policy.member(relation);
  if (member !== null) return member;
  const { includeTables, excludeTables } = policy.selection;
  if (excludeTables.has(relation.catalogId.oid)) return component.none;
  if (includeTables === null) return policy.inSchema(relation);
  return includeTables.has(relation.catalogId.oid) ? component.all : component.none;
}

function commentTargets(relation: Relation, { catalog, options }: DdlContext): CommentTarget[] {
  const name = quoteIdent(relation.name);
  const type = relation.relkind === 'x' ? 'TABLE' : relationWord(relation);
  const qualified = `${type} ${quoteQualified(relation.namespace, relation.name)} `;
  const whole = { type, name, ...(options.release.qualifiesRelationComments ? { tag: qualified } : {}) };
  if (relation.relkind === 'S') return [whole];
  const columns = columnsOf(catalog, relation)
    .filter((column) => !column.isDropped)
    .map((column) => ({ type: 'COLUMN', name: `${name}.${quoteIdent(column.name)}`, subId: column.number }));
  return [whole, ...columns];
}

/** Constraints inside the definition have no entry of their own: NOT NULL with a comment, then checks. */
function inlineConstraintTargets(relation: Relation, { catalog }: DdlContext): CommentTarget[] {
  const target = (name: ByteString, catalogId: CatalogId): CommentTarget => ({
    type: `CONSTRAINT ${quoteIdent(name)} ON`,
    name: quoteIdent(relation.name),
    catalogId,
  });
  const notNulls = columnsOf(catalog, relation).flatMap(({ notNull }) =>
    notNull === null || notNull.name === null
      ? []
      : [target(notNull.name, { tableoid: constraintCatalog, oid: notNull.constraint })],
  );
  const checks = checksOf(relation, catalog).filter((check) => !check.separate && check.isLocal);
  return [...notNulls, ...checks.map((check) => target(check.name, check.catalogId))];
}
