import type { Column, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import type { DdlContext } from '../kind.ts';
import { checksOf, foreignWord } from '../table/ddl.ts';
import { ofTypeName } from '../table/details.ts';
import { columnsOf, parentsOf } from '../table/inheritance.ts';
import { columnLayouts, relationFiles } from './details.ts';

/**
 * Commands behind a CREATE TABLE that has every column a row of the old files has, dropped ones too: they make of it the
 * table that it was. Inheritance and types come afterwards, since INHERITS and OF would have put the columns in another order.
 */
export function upgradeTable(table: Relation, context: DdlContext): ByteString {
  const takesPartInInheritance = table.relkind === 'r' || table.relkind === 'p' || table.relkind === 'f';
  return (
    missingValues(table, context) +
    (takesPartInInheritance ? columnStates(table, context) + ancestry(table, context) : '') +
    horizons(table, context)
  );
}

const nameOf = (table: Relation): ByteString => quoteQualified(table.namespace, table.name);
const regclass = (table: Relation): ByteString => `${quoteLiteral(nameOf(table))}::pg_catalog.regclass`;

const layoutOf = (table: Relation, column: Column, { catalog }: DdlContext) =>
  catalog.details(columnLayouts, table.catalogId.oid).find(({ number }) => number === column.number);

const missingValues = (table: Relation, context: DdlContext): ByteString =>
  columnsOf(context.catalog, table)
    .map((column) => [column.name, layoutOf(table, column, context)?.missingValue ?? null] as const)
    .map(([name, value]) =>
      value === null
        ? ''
        : '\n-- set missing value.\nSELECT pg_catalog.binary_upgrade_set_missing_value(' +
          `${regclass(table)},${quoteLiteral(name)},${quoteLiteral(value)});\n\n`,
    )
    .join('');

const columnStates = (table: Relation, context: DdlContext): ByteString =>
  columnsOf(context.catalog, table)
    .map((column) => {
      const ofColumn = `WHERE attname = ${quoteLiteral(column.name)}\n  AND attrelid = ${regclass(table)};\n`;
      const update = 'UPDATE pg_catalog.pg_attribute\nSET';
      if (column.isDropped) {
        const { length, alignment } = layoutOf(table, column, context)!;
        return (
          '\n-- For binary upgrade, recreate dropped column.\n' +
          `${update} attlen = ${length}, attalign = '${alignment}', attbyval = false\n${ofColumn}` +
          `ALTER ${foreignWord(table.relkind)}TABLE ONLY ${nameOf(table)} DROP COLUMN ${quoteIdent(column.name)};\n`
        );
      }
      if (column.isLocal) return '';
      return `\n-- For binary upgrade, recreate inherited column.\n${update} attislocal = false\n${ofColumn}`;
    })
    .join('');

function ancestry(table: Relation, { catalog }: DdlContext): ByteString {
  const alter = `ALTER ${foreignWord(table.relkind)}TABLE ONLY ${nameOf(table)}`;
  const inherited = table.isPartition
    ? []
    : checksOf(table, catalog).filter(({ separate, isLocal }) => !separate && !isLocal);
  const checks = inherited.map(
    ({ name, definition }) =>
      '\n-- For binary upgrade, set up inherited constraint.\n' +
      `${alter} ADD CONSTRAINT ${quoteIdent(name)} ${definition};\n` +
      'UPDATE pg_catalog.pg_constraint\nSET conislocal = false\n' +
      `WHERE contype = 'c' AND conname = ${quoteLiteral(name)}\n  AND conrelid = ${regclass(table)};\n`,
  );
  const parents = table.isPartition ? [] : parentsOf(catalog, table);
  const inherit =
    parents.length === 0
      ? ''
      : '\n-- For binary upgrade, set up inheritance this way.\n' +
        parents.map((parent) => `${alter} INHERIT ${nameOf(parent)};\n`).join('');
  const ofType =
    table.ofType === 0
      ? ''
      : '\n-- For binary upgrade, set up typed tables this way.\n' +
        `ALTER TABLE ONLY ${nameOf(table)} OF ${catalog.details(ofTypeName, table.catalogId.oid)[0]};\n`;
  return checks.join('') + inherit + ofType;
}

/** Of everything that VACUUM looks at. A matview's rows come with its files, so that it is populated already. */
function horizons(table: Relation, { catalog }: DdlContext): ByteString {
  if (table.relkind !== 'r' && table.relkind !== 'm') return '';
  const files = catalog.details(relationFiles, table.catalogId.oid)[0]!;
  const update = 'UPDATE pg_catalog.pg_class\nSET';
  let text =
    "\n-- For binary upgrade, set heap's relfrozenxid and relminmxid\n" +
    `${update} relfrozenxid = '${files.frozenXid}', relminmxid = '${files.minMxid}'\nWHERE oid = ${regclass(table)};\n`;
  if (files.toast !== 0) {
    text +=
      "\n-- For binary upgrade, set toast's relfrozenxid and relminmxid\n" +
      `${update} relfrozenxid = '${files.toastFrozenXid}', relminmxid = '${files.toastMinMxid}'\nWHERE oid = '${files.toast}';\n`;
  }
  if (table.relkind === 'm' && table.isPopulated) {
    text +=
      '\n-- For binary upgrade, mark materialized view as populated\n' +
      `${update} relispopulated = 't'\nWHERE oid = ${regclass(table)};\n`;
  }
  return text;
}
