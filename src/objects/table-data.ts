import { type Components, component, type ObjectDraft } from '../model/dump-object.ts';
import type { Constraint, Relation } from '../model/relation.ts';
import type { RelationData } from '../model/table-data.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { sanitizeLine } from '../ddl/comments.ts';
import { insertSource } from './insert-source.ts';
import { clausesIn } from './dialect.ts';
import {
  defineDetail,
  defineKind,
  type Catalog,
  type DdlContext,
  type DdlOptions,
  type EntryDraft,
  type SelectionPolicy,
} from './kind.ts';
import { columnsOf, parentsOf } from './table/inheritance.ts';

/** Tables partitioned by hash of an enum column: the hash follows the labels' OIDs, which a restore changes. */
const unsafePartitioning = defineDetail<{ readonly table: number }, true>({
  name: 'partitioning by hash of an enum',
  requires: 'pg_partitioned_table',
  query: () => `SELECT partrelid AS table
FROM pg_catalog.pg_partitioned_table
WHERE (SELECT c.oid FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_am a ON a.oid = c.opcmethod
  WHERE c.opcname = 'enum_ops' AND c.opcnamespace = 'pg_catalog'::pg_catalog.regnamespace
    AND a.amname = 'hash') = ANY (partclass)`,
  owner: (row) => row.table,
  toValue: () => true,
});

/** The contents that are to be dumped of relations of some relkinds. */
export const contentsOf = (
  type: RelationData['type'],
  relkinds: string,
  catalog: Catalog,
  options: DdlOptions,
  policy: SelectionPolicy,
): readonly ObjectDraft<RelationData>[] =>
  !options.data && !(type === 'sequence-set' && options.sequenceData)
    ? []
    : catalog
        .all<Relation>('table')
        .filter((relation) => relkinds.includes(relation.relkind))
        .filter((relation) => !(options.noUnloggedTableData && relation.persistence === 'u'))
        .filter((relation) => dataComponents(relation, policy) !== component.none)
        .map((relation) => relationData(type, relation, policy.configTable(relation) ?? ''));

function relationData(
  type: RelationData['type'],
  relation: Relation,
  condition: ByteString,
): ObjectDraft<RelationData> {
  return {
    type,
    // No catalog: pg_depend says nothing about contents.
    catalogId: { tableoid: 0, oid: relation.catalogId.oid },
    name: relation.name,
    namespace: relation.namespace,
    owner: relation.owner,
    relation,
    condition,
  };
}

/** Contents are wanted with their relation, unless --exclude-table-data names it. */
export function dataComponents(relation: Relation, policy: SelectionPolicy): Components {
  if (policy.selection.excludeTableData.has(relation.catalogId.oid)) return component.none;
  if (policy.configTable(relation) !== null) return component.all;
  const isWanted = relation.relkind !== 'f' || policy.selection.foreignServers.has(relation.foreignServer);
  return isWanted ? relation.dump & component.data : component.none;
}

/** Rows of tables; of foreign tables only where --include-foreign-data asks for them. */
export const tableData = defineKind<never, RelationData>({
  type: 'table-data',
  requires: 'pg_class',
  query: null,
  toObject: (row) => row,
  component: component.data,
  details: [unsafePartitioning],
  derive: (catalog, options, policy) => contentsOf('table-data', 'rf', catalog, options, policy),
  select: ({ relation }, policy) => dataComponents(relation, policy),
  link(data, catalog, depend, options) {
    depend(data, data.relation);
    // Without the schema, and in an extension, the constraints are there already: referenced tables are filled first.
    if (options.schema && (data.relation.dump & component.definition) !== 0) return;
    for (const key of catalog.ofRelation<Constraint>('foreign-key', data.relation.catalogId.oid)) {
      const referenced = catalog.get<RelationData>('table-data', key.referencedTable);
      if (referenced !== undefined) depend(data, referenced);
    }
  },
  toEntries(data, context) {
    const { catalog, options } = context;
    const { relation } = data;
    const root =
      options.loadViaPartitionRoot || hasUnsafeAncestor(catalog, relation) ? rootOf(catalog, relation) : relation;
    const target = quoteQualified(root.namespace, root.name);
    return [
      {
        desc: 'TABLE DATA',
        section: 'data',
        definition: root === relation ? null : viaRoot(target),
        dropStatement: null,
        dependencies: [relation.dumpId],
        ...(options.inserts === null
          ? copied(data, context, target)
          : { data: insertSource(data, context, target, options.inserts) }),
      },
    ];
  },
});

const viaRoot = (target: ByteString): ByteString => `-- load via partition root ${sanitizeLine(target)}`;

function copied(
  { relation, condition }: RelationData,
  context: DdlContext,
  target: ByteString,
): Pick<EntryDraft, 'copyStatement' | 'data'> & Partial<Pick<EntryDraft, 'definition'>> {
  const name = quoteQualified(relation.namespace, relation.name);
  const columns = copyColumns(context.catalog, relation);
  const rows =
    relation.relkind === 'f' || condition !== ''
      ? `(SELECT ${columns === '' ? '*' : columns.slice(1, -1)} FROM ${name} ${condition})`
      : `${name} ${columns}`;
  const end = clausesIn('copy-end', relation, context).join('');
  const oids = context.options.oids && relation.withOids ? 'WITH OIDS ' : '';
  return {
    // What COPY leaves out TRUNCATE refuses: this mark keeps a parallel restore from emptying the table first.
    ...(end === '' ? {} : { definition: viaRoot(target) }),
    copyStatement: `COPY ${target} ${columns} ${oids}FROM stdin;\n`,
    data: { kind: 'copy', statement: `COPY ${rows} ${oids}TO stdout${end};`, relation },
  };
}

/** Columns by name, so that no order is taken for granted; generated ones cannot be loaded. '' for a table without any. */
function copyColumns(catalog: Catalog, relation: Relation): ByteString {
  const names = columnsOf(catalog, relation)
    .filter((column) => !column.isDropped && column.generated === '')
    .map((column) => quoteIdent(column.name));
  return names.length === 0 ? '' : `(${names.join(', ')})`;
}

function rootOf(catalog: Catalog, relation: Relation): Relation {
  let root = relation;
  while (root.isPartition) root = parentsOf(catalog, root)[0]!;
  return root;
}

function hasUnsafeAncestor(catalog: Catalog, relation: Relation): boolean {
  for (let table = relation; table.isPartition;) {
    table = parentsOf(catalog, table)[0]!;
    if (catalog.details(unsafePartitioning, table.catalogId.oid).length > 0) return true;
  }
  return false;
}
