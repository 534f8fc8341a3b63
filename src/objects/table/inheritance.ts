import type { Column, ColumnDefault, Relation } from '../../model/relation.ts';
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

/** Defaults by column number; a child's generation expression comes from its parent and is left out. */
export function defaultsOf(
  catalog: Catalog,
  table: Relation,
  { binaryUpgrade }: UpgradeOption,
): ReadonlyMap<number, ColumnDefault> {
  const tableColumns = columnsOf(catalog, table);
  const fromParent = ({ column }: ColumnDefault): boolean =>
    !table.isPartition &&
    !binaryUpgrade &&
    inherits(catalog, table, tableColumns[column - 1]!, (parentColumn) => parentColumn.generated !== '');
  const defaults = catalog.ofRelation<ColumnDefault>('column-default', table.catalogId.oid);
  return new Map(defaults.filter((object) => !fromParent(object)).map((object) => [object.column, object]));
}
