import type { Oid } from '../../model/catalog-id.ts';
import { component, type ObjectDraft } from '../../model/dump-object.ts';
import type { Constraint, Index, Relation } from '../../model/relation.ts';
import type { RelationSize, RelationStatistics } from '../../model/relation-statistics.ts';
import type { RelationData } from '../../model/table-data.ts';
import { defineDetail, defineKind, type Catalog } from '../kind.ts';

const sizes = defineDetail<RelationSize & { readonly oid: Oid }, RelationSize>({
  name: 'sizes of relations',
  requires: 'pg_class.relallvisible',
  query: (server) => `SELECT c.oid, c.relpages AS pages, c.reltuples::pg_catalog.text AS tuples,
  c.relallvisible AS "allVisiblePages",
  ${server.has('pg_class.relallfrozen') ? 'c.relallfrozen' : 'NULL::pg_catalog.int4'} AS "allFrozenPages",
  CASE WHEN i.indexprs IS NOT NULL THEN (SELECT pg_catalog.array_agg(a.attname ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = c.oid) END AS "indexColumns"
FROM pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'm', 'f', 'i', 'I')`,
  owner: (row) => row.oid,
  toValue: (row) => row,
});

function statisticsOf(relation: Relation | Index, catalog: Catalog): ObjectDraft<RelationStatistics> {
  const { oid } = relation.catalogId;
  const size = catalog.details(sizes, oid)[0];
  if (size === undefined) throw new Error(`no size of relation "${relation.name}" was read`);
  // REFRESH gives a materialized view new storage, and so no statistics.
  const isRefreshed = catalog.get<RelationData>('materialized-view-refresh', oid) !== undefined;
  return {
    type: 'relation-statistics',
    // No catalog: pg_depend says nothing about statistics.
    catalogId: { tableoid: 0, oid },
    name: relation.name,
    namespace: relation.namespace ?? '',
    owner: null,
    relation,
    size,
    section: relation.type === 'index' || isRefreshed ? 'post-data' : 'data',
  };
}

/** Statistics data of tables, materialized views and indexes: dumped with their definition or their data. */
export const relationStatistics = defineKind<never, RelationStatistics>({
  type: 'relation-statistics',
  requires: 'pg_class.relallvisible',
  skip: ({ statistics }) => !statistics,
  query: null,
  toObject: (row) => row,
  details: [sizes],
  // Indexes are read of all tables of which anything is, their parents' too.
  derive: (catalog) =>
    [
      ...catalog
        .all<Relation>('table')
        .filter(({ relkind }) => 'rpmf'.includes(relkind))
        .filter(({ dump }) => (dump & (component.definition | component.data)) !== 0),
      ...catalog.all<Index>('index'),
    ].map((relation) => statisticsOf(relation, catalog)),
  select: () => component.all,
  link(statistics, catalog, depend) {
    const { relation } = statistics;
    depend(statistics, relation);
    if (relation.type === 'index') {
      const constraint = catalog.get<Constraint>('constraint', relation.constraint);
      if (constraint !== undefined) depend(statistics, constraint);
    } else {
      const refresh = catalog.get<RelationData>('materialized-view-refresh', relation.catalogId.oid);
      if (refresh !== undefined) depend(statistics, refresh);
    }
  },
  toEntries: (statistics) => [
    {
      desc: 'STATISTICS DATA',
      section: statistics.section,
      catalogId: { tableoid: 0, oid: 0 },
      ownDumpId: true,
      definition: null,
      dropStatement: null,
      dependencies: statistics.dependencies,
      statistics,
    },
  ],
});
