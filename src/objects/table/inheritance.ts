import type { Column, ColumnDefault, NotNull, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import type { Catalog, DdlOptions } from '../kind.ts';
import { columns, parents } from './details.ts';

export const columnsOf = (catalog: Catalog, table: Relation): readonly Column[] =>
  catalog.details(columns, table.catalogId.oid);

/** Parents whose properties the table's columns take over. */
export function parentsOf(catalog: Catalog, table: Relation): readonly Relation[] {
  if (table.relkind === 'S' || table.relkind === 'v' || table.relkind === 'm') return [];
  return catalog
    .details(parents, table.catalogId.oid)
    .map((oid) => catalog.get<Relation>('table', oid))
    .filter((parent) => parent !== undefined);
}

/** The parents' columns of the same name (flagInhAttrs in common.c). */
export const inheritedColumns = (catalog: Catalog, table: Relation, column: Column): readonly Column[] =>
  parentsOf(catalog, table).flatMap((parent) =>
    columnsOf(catalog, parent).filter((candidate) => candidate.name === column.name && !candidate.isDropped),
  );

type UpgradeOption = Pick<DdlOptions, 'binaryUpgrade'>;

/**
 * Is the column part of CREATE TABLE? Not if it is only inherited, since printing it would make it local; a partition's
 * always is: partitions are created on their own and attached later (shouldPrintColumn in pg_dump.c).
 * For --binary-upgrade every column is, so that the order stays.
 */
export const isPrinted = (table: Relation, column: Column, { binaryUpgrade }: UpgradeOption): boolean =>
  binaryUpgrade || (!column.isDropped && (column.isLocal || table.isPartition));

/** Does a parent's column of the same name have the property? */
export const inherits = (
  catalog: Catalog,
  table: Relation,
  column: Column,
  property: (parentColumn: Column) => boolean,
): boolean => inheritedColumns(catalog, table, column).some(property);

/** The column's NOT NULL, if it is the table's own: a child takes a valid one over from its parents. */
export function ownNotNull(catalog: Catalog, table: Relation, column: Column): NotNull | null {
  const { notNull } = column;
  if (notNull === null || notNull.isLocal) return notNull;
  return inherits(catalog, table, column, (parentColumn) => parentColumn.notNull !== null) ? null : notNull;
}

/**
 * Defaults by column number. A child's generation expression comes from its parents and is left out; newer releases
 * hold it against theirs first.
 */
export function defaultsOf(
  catalog: Catalog,
  table: Relation,
  { release, binaryUpgrade }: Pick<DdlOptions, 'release' | 'binaryUpgrade'>,
): ReadonlyMap<number, ColumnDefault> {
  const tableColumns = columnsOf(catalog, table);
  const fromParents = ({ column, expression }: ColumnDefault): boolean => {
    const generated = inheritedGenerated(catalog, table, tableColumns[column - 1]!);
    if (table.isPartition || binaryUpgrade || generated.length === 0) return false;
    return !release.comparesInheritedExpressions || generated.every((parent) => parent === expression);
  };
  const defaults = catalog.ofRelation<ColumnDefault>('column-default', table.catalogId.oid);
  return new Map(defaults.filter((object) => !fromParents(object)).map((object) => [object.column, object]));
}

/** Generation expressions of the parents' columns of the same name. */
const inheritedGenerated = (catalog: Catalog, table: Relation, column: Column): readonly (ByteString | undefined)[] =>
  parentsOf(catalog, table).flatMap((parent) =>
    columnsOf(catalog, parent)
      .filter(({ name, isDropped, generated }) => name === column.name && !isDropped && generated !== '')
      .map(
        ({ number }) =>
          catalog
            .ofRelation<ColumnDefault>('column-default', parent.catalogId.oid)
            .find((object) => object.column === number)?.expression,
      ),
  );
