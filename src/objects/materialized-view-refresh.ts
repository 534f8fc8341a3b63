import type { Oid } from '../model/catalog-id.ts';
import { component } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { RelationData } from '../model/table-data.ts';
import { quoteQualified } from '../ddl/quote.ts';
import { defineDetail, defineKind, type Catalog } from './kind.ts';
import { relationDesc } from './table/ddl.ts';
import { contentsOf, dataComponents } from './table-data.ts';

/** The materialized views that each one reads, directly or through views. */
const sources = defineDetail<{ readonly reader: Oid; readonly source: Oid }, Oid>({
  name: 'materialized views read by others',
  requires: 'pg_rewrite',
  query: () => `WITH RECURSIVE reads AS (
  SELECT r.ev_class AS reader, d.refobjid AS source
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class m ON m.oid = r.ev_class AND m.relkind = 'm'
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
  JOIN pg_catalog.pg_class s ON s.oid = d.refobjid AND s.relkind IN ('m', 'v')
  UNION
  SELECT reads.reader, d.refobjid
  FROM reads
  JOIN pg_catalog.pg_rewrite r ON r.ev_class = reads.source
  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = r.oid
    AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refobjid <> r.ev_class
  JOIN pg_catalog.pg_class s ON s.oid = d.refobjid AND s.relkind IN ('m', 'v'))
SELECT reads.reader, reads.source
FROM reads
JOIN pg_catalog.pg_class s ON s.oid = reads.source AND s.relkind = 'm'
ORDER BY reads.reader, reads.source`,
  owner: (row) => row.reader,
  toValue: (row) => row.source,
});

const sourcesOf = (catalog: Catalog, view: Relation): readonly Relation[] =>
  catalog
    .details(sources, view.catalogId.oid)
    .map((oid) => catalog.get<Relation>('table', oid))
    .filter((source) => source !== undefined);

/** REFRESH of populated materialized views, after those they read. */
export const materializedViewRefresh = defineKind<never, RelationData>({
  type: 'materialized-view-refresh',
  requires: 'pg_rewrite',
  query: null,
  toObject: (row) => row,
  component: component.data,
  details: [sources],
  derive: (catalog, options, policy) => contentsOf('materialized-view-refresh', 'm', catalog, options, policy),
  select: ({ relation }, policy) => dataComponents(relation, policy),
  link(data, catalog, depend) {
    depend(data, data.relation);
    for (const source of sourcesOf(catalog, data.relation)) {
      const refresh = catalog.get<RelationData>('materialized-view-refresh', source.catalogId.oid);
      if (refresh !== undefined) depend(data, refresh);
    }
  },
  toEntries({ relation, dependencies }, { catalog }) {
    const desc = relationDesc(relation);
    // One that reads an unpopulated one cannot be refreshed.
    if (![relation, ...sourcesOf(catalog, relation)].every((view) => view.isPopulated)) return [];
    return [
      {
        desc: `${desc} DATA`,
        section: 'post-data',
        definition: `REFRESH ${desc} ${quoteQualified(relation.namespace, relation.name)};\n`,
        dropStatement: null,
        dependencies,
      },
    ];
  },
});
