import type { Oid } from '../model/catalog-id.ts';
import type { ObjectDraft } from '../model/dump-object.ts';
import type { Column, ColumnDefault, Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind, type Catalog, type DdlOptions } from './kind.ts';
import { foreignWord, onlyWord } from './table/ddl.ts';
import { scopeRelations } from './table/details.ts';
import { columnsOf, isPrinted, parentsOf } from './table/inheritance.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly table: Oid;
  readonly column: number;
  readonly expression: ByteString;
}

/** Default and generation expressions. Most are written inside CREATE TABLE; these are objects so that order is kept. */
export const columnDefault = defineKind<Row, ColumnDefault>({
  type: 'column-default',
  requires: 'pg_attrdef',
  query: (_server, scope) => `SELECT d.tableoid, d.oid, d.adrelid AS table, d.adnum AS column,
  pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS expression
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_attrdef d ON d.adrelid = src.oid
ORDER BY d.adrelid, d.adnum`,
  toObject(row, catalog) {
    const table = catalog.get<Relation>('table', row.table)!;
    const column = columnsOf(catalog, table)[row.column - 1]!;
    return {
      type: 'column-default',
      catalogId: { tableoid: row.tableoid, oid: row.oid },
      name: table.name,
      namespace: table.namespace,
      owner: table.owner,
      ties: [row.column],
      table: row.table,
      column: row.column,
      expression: row.expression,
      // There is no command for a generation expression alone; a view's default needs one, and so does that of a column
      // that CREATE TABLE does not print.
      separate: column.generated === '' && (table.relkind === 'v' || !(column.isLocal || table.isPartition)),
    };
  },
  derive: (catalog, options) => nullDefaults(catalog, options),
  select: (object, _policy, catalog) => catalog.get<Relation>('table', object.table)?.dump ?? 0,
  link(object, catalog, depend, options) {
    const table = catalog.get<Relation>('table', object.table)!;
    if (options.binaryUpgrade && table.relkind !== 'v') object.separate = false;
    const isDerived = object.catalogId.tableoid === 0;
    if (!object.separate && !isDerived) depend(table, object);
    if (object.separate && isDerived) depend(object, table);
  },
  toEntries(object, { catalog, options }) {
    if (!object.separate) return [];
    const table = catalog.get<Relation>('table', object.table)!;
    const column = columnsOf(catalog, table)[object.column - 1]!;
    const name = quoteQualified(table.namespace, table.name);
    const foreign = foreignWord(table.relkind);
    return [
      {
        desc: 'DEFAULT',
        tag: options.release.tagsNameTable ? `${table.name} ${column.name}` : column.name,
        section: 'pre-data',
        definition: `ALTER ${foreign}TABLE ${onlyWord(table)}${name} ALTER COLUMN ${quoteIdent(column.name)} SET DEFAULT ${object.expression};\n`,
        dropStatement: `ALTER ${foreign}TABLE ${name} ALTER COLUMN ${quoteIdent(column.name)} DROP DEFAULT;\n`,
      },
    ];
  },
});

/**
 * A child without the default that its parent's column has: DEFAULT NULL keeps it from inheriting one. In older releases
 * such a default counts for the child's own children too, if it is known by then: tables come in the order read; in newer
 * ones no NULL counts (flagInhAttrs).
 */
function nullDefaults(catalog: Catalog, options: DdlOptions): readonly ObjectDraft<ColumnDefault>[] {
  const drafts: ObjectDraft<ColumnDefault>[] = [];
  const known = new Map<Relation, Set<ByteString>>();
  const withDefault = (table: Relation): Set<ByteString> => {
    let names = known.get(table);
    if (names === undefined) {
      const nulls = options.release.comparesInheritedExpressions ? nullColumns(catalog, table) : new Set();
      const own = columnsOf(catalog, table).filter(
        (column) => column.hasDefault && column.generated === '' && !nulls.has(column.number),
      );
      known.set(table, (names = new Set(own.map((column) => column.name))));
    }
    return names;
  };
  for (const table of catalog.all<Relation>('table')) {
    if (table.dump === 0) continue;
    const inherited = parentsOf(catalog, table).map(withDefault);
    if (inherited.length === 0) continue;
    for (const column of columnsOf(catalog, table)) {
      if (column.isDropped || column.hasDefault || !inherited.some((names) => names.has(column.name))) continue;
      drafts.push(nullDefault(table, column, options));
      if (!options.release.comparesInheritedExpressions) withDefault(table).add(column.name);
    }
  }
  return drafts;
}

/** Numbers of the columns whose default is said to be NULL. */
const nullColumns = (catalog: Catalog, table: Relation): ReadonlySet<number> =>
  new Set(
    catalog
      .ofRelation<ColumnDefault>('column-default', table.catalogId.oid)
      .filter(({ expression }) => expression === 'NULL')
      .map(({ column }) => column),
  );

const nullDefault = (table: Relation, column: Column, options: DdlOptions): ObjectDraft<ColumnDefault> => ({
  type: 'column-default',
  catalogId: { tableoid: 0, oid: 0 },
  name: table.name,
  namespace: table.namespace,
  owner: table.owner,
  ties: [column.number],
  table: table.catalogId.oid,
  column: column.number,
  expression: 'NULL',
  separate: !isPrinted(table, column, options),
});
