import type { Column, Constraint, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import type { DdlContext } from '../kind.ts';
import { checksOf, foreignWord } from '../table/ddl.ts';
import { ofTypeName } from '../table/details.ts';
import { columnsOf, ownNotNull, parentsOf } from '../table/inheritance.ts';
import { columnLayouts, relationFiles } from './details.ts';

/**
 * Commands behind a CREATE TABLE that has every column a row of the old files has, dropped ones too: they make of it the
 * table that it was. Inheritance and types come afterwards, since INHERITS and OF would have put the columns in another order.
 */
export function upgradeTable(table: Relation, context: DdlContext): ByteString {
  const takesPartInInheritance = table.relkind === 'r' || table.relkind === 'p' || table.relkind === 'f';
  return (
    missingValues(table, context) +
    (takesPartInInheritance
      ? columnStates(table, context) +
        inheritedNotNulls(table, context) +
        inheritedChecks(table, context) +
        ancestry(table, context)
      : '') +
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

interface UpgradeColumns {
  readonly dropped: readonly Column[];
  readonly inherited: readonly Column[];
}

/** What the catalog says of the columns is put right, and those dropped are dropped again. */
function columnStates(table: Relation, context: DdlContext): ByteString {
  const columns = columnsOf(context.catalog, table);
  if (!context.options.release.changesCatalogAtOnce) {
    return columns
      .map((column) => {
        if (column.isDropped) return dropAgain(table, column, context);
        return column.isLocal ? '' : inheritAgain(table, column);
      })
      .join('');
  }
  return columnStatesAtOnce(table, context, {
    dropped: columns.filter(({ isDropped }) => isDropped),
    inherited: columns.filter(({ isDropped, isLocal }) => !isDropped && !isLocal),
  });
}

const dropColumn = (table: Relation, { name }: Column): ByteString =>
  `ALTER ${foreignWord(table.relkind)}TABLE ONLY ${nameOf(table)} DROP COLUMN ${quoteIdent(name)};\n`;

const ofColumn = (table: Relation, { name }: Column): ByteString =>
  `WHERE attname = ${quoteLiteral(name)}\n  AND attrelid = ${regclass(table)};\n`;

function dropAgain(table: Relation, column: Column, context: DdlContext): ByteString {
  const { length, alignment } = layoutOf(table, column, context)!;
  return (
    '\n-- For binary upgrade, recreate dropped column.\n' +
    `UPDATE pg_catalog.pg_attribute\nSET attlen = ${length}, attalign = '${alignment}', attbyval = false\n` +
    ofColumn(table, column) +
    dropColumn(table, column)
  );
}

const inheritAgain = (table: Relation, column: Column): ByteString =>
  '\n-- For binary upgrade, recreate inherited column.\n' +
  `UPDATE pg_catalog.pg_attribute\nSET attislocal = false\n${ofColumn(table, column)}`;

/** Each UPDATE makes the server read anew what it knows of the table, which adds up where columns are many. */
function columnStatesAtOnce(table: Relation, context: DdlContext, { dropped, inherited }: UpgradeColumns): ByteString {
  const layouts = dropped.map((column) => {
    const { length, alignment } = layoutOf(table, column, context)!;
    return `(${quoteLiteral(column.name)}, ${length}, '${alignment}')`;
  });
  const drops =
    '\n-- For binary upgrade, recreate dropped columns.\n' +
    'UPDATE pg_catalog.pg_attribute\nSET attlen = v.dlen, attalign = v.dalign, attbyval = false\n' +
    `FROM (VALUES ${layouts.join(',\n             ')}) v(dname, dlen, dalign)\n` +
    `WHERE attrelid = ${regclass(table)}\n  AND attname = v.dname;\n` +
    dropped.map((column) => dropColumn(table, column)).join('');
  const inherits =
    '\n-- For binary upgrade, recreate inherited columns.\n' +
    `UPDATE pg_catalog.pg_attribute\nSET attislocal = false\nWHERE attrelid = ${regclass(table)}\n` +
    `  AND attname IN (${inherited.map(({ name }) => quoteLiteral(name)).join(', ')});\n`;
  return (dropped.length === 0 ? '' : drops) + (inherited.length === 0 ? '' : inherits);
}

/**
 * CREATE TABLE made them the table's own. Those without a name got the server's choice, which is not known here, and are
 * found by their column.
 */
function inheritedNotNulls(table: Relation, { catalog, options }: DdlContext): ByteString {
  if (!options.release.notNullConstraints) return '';
  const inherited = columnsOf(catalog, table)
    .filter((column) => ownNotNull(catalog, table, column) === null)
    .flatMap(({ number, notNull }) => (notNull === null ? [] : [{ number, name: notNull.name }]));
  const update = (property: string, values: readonly ByteString[]): ByteString =>
    values.length === 0
      ? ''
      : `UPDATE pg_catalog.pg_constraint\nSET conislocal = false\nWHERE contype = 'n' AND conrelid = ${regclass(table)} AND\n` +
        `${property} IN (${values.join(', ')});\n`;
  const names = inherited.flatMap(({ name }) => (name === null ? [] : [quoteLiteral(name)]));
  const keys = inherited.flatMap(({ name, number }) => (name === null ? [`'{${number}}'`] : []));
  return update('conname', names) + update('conkey', keys);
}

/** A partition has its own copies of them already. */
function inheritedChecks(table: Relation, { catalog, options }: DdlContext): ByteString {
  const checks = table.isPartition
    ? []
    : checksOf(table, catalog).filter(({ separate, isLocal }) => !separate && !isLocal);
  if (checks.length === 0) return '';
  const add = ({ name, definition }: Constraint): ByteString =>
    `ALTER ${foreignWord(table.relkind)}TABLE ONLY ${nameOf(table)} ADD CONSTRAINT ${quoteIdent(name)} ${definition};\n`;
  const update = "UPDATE pg_catalog.pg_constraint\nSET conislocal = false\nWHERE contype = 'c' AND";
  if (options.release.changesCatalogAtOnce) {
    const names = checks.map(({ name }) => quoteLiteral(name));
    return (
      `\n-- For binary upgrade, set up inherited constraints.\n${checks.map(add).join('')}` +
      `${update} conrelid = ${regclass(table)}\n  AND conname IN (${names.join(', ')});\n`
    );
  }
  return checks
    .map(
      (check) =>
        `\n-- For binary upgrade, set up inherited constraint.\n${add(check)}` +
        `${update} conname = ${quoteLiteral(check.name)}\n  AND conrelid = ${regclass(table)};\n`,
    )
    .join('');
}

function ancestry(table: Relation, { catalog }: DdlContext): ByteString {
  const alter = `ALTER ${foreignWord(table.relkind)}TABLE ONLY ${nameOf(table)}`;
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
  return inherit + ofType;
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
