import type { Column, ColumnDefault, Constraint, NotNull, Relation, Relkind } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { reloptions } from '../../ddl/options.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { dependsOnExtension } from '../depends-on-extension.ts';
import { clausesIn, columnClausesOf } from '../dialect.ts';
import type { DdlContext } from '../kind.ts';
import { foreignTable, ofTypeName, partitionKey, viewDefinition } from './details.ts';
import { columnsOf, defaultsOf, isPrinted, ownNotNull, parentsOf } from './inheritance.ts';

export const relationDesc = ({ relkind, isDynamic }: Relation): string =>
  isDynamic ? 'DYNAMIC TABLE' : relationWords[relkind];

/** What ALTER and COMMENT ON call it: a dynamic table is a materialized view to both. */
export const relationWord = ({ relkind }: Relation): string => relationWords[relkind];

const relationWords: Readonly<Record<Relkind, string>> = {
  ...({ S: 'SEQUENCE', v: 'VIEW', m: 'MATERIALIZED VIEW', f: 'FOREIGN TABLE', x: 'EXTERNAL TABLE' } as const),
  ...({ d: 'DIRECTORY TABLE', r: 'TABLE', p: 'TABLE', c: 'TYPE' } as const),
};

/** FOREIGN, where ALTER needs it. */
export const foreignWord = (relkind: string): string => (relkind === 'f' ? 'FOREIGN ' : '');

/**
 * ONLY, where what is said of a table is not for those that inherit it. Greenplum 6's own pg_dump says ONLY of partitioned
 * tables as well: keys and what is said of columns are then missing from the partitions, and foreign keys are refused.
 */
export const onlyWord = (table: Relation | undefined): string => (table?.makesPartitions === true ? '' : 'ONLY ');

export function createView(view: Relation, context: DdlContext): ByteString {
  const name = quoteQualified(view.namespace, view.name);
  if (view.dummyView) return `CREATE VIEW ${name} AS\n${dummyQuery(view, context)};\n`;
  const options = view.options.length > 0 ? ` WITH (${reloptions(view.options)})` : '';
  const check = view.checkOption === null ? '' : `\n  WITH ${view.checkOption} CHECK OPTION`;
  return `CREATE VIEW ${name}${options} AS\n${definitionOf(view, context)}${check};\n`;
}

function definitionOf(view: Relation, { catalog }: DdlContext): ByteString {
  const definition = catalog.details(viewDefinition, view.catalogId.oid)[0];
  if (definition === undefined || definition === '')
    throw new Error(`definition of view "${view.name}" appears to be empty`);
  return definition;
}

/** Columns of the view's names, types and collations, all NULL: the real definition follows as a rule. */
function dummyQuery(view: Relation, { catalog }: DdlContext): ByteString {
  const list = columnsOf(catalog, view).map(
    (column) => `\n    NULL::${column.type}${collate(column)} AS ${quoteIdent(column.name)}`,
  );
  return `SELECT${list.join(',')}`;
}

const collate = (column: Column): ByteString =>
  column.collation === null ? '' : ` COLLATE ${quoteQualified(column.collation.namespace, column.collation.name)}`;

/** CREATE TABLE, FOREIGN TABLE or MATERIALIZED VIEW. */
export function createTable(table: Relation, context: DdlContext): ByteString {
  const name = quoteQualified(table.namespace, table.name);
  const isLogged = table.relkind === 'p' && context.options.release.partitionedTablesLogged;
  const persistence = table.persistence === 'u' && !isLogged ? 'UNLOGGED ' : '';
  const [word = relationDesc(table)] = clausesIn('table-word', table, context);
  const start = `CREATE ${persistence}${word} ${name}${clausesIn('table-head', table, context).join('')}`;
  const body = table.relkind === 'm' ? storage(table) : table.relkind === 'd' ? '' : tableBody(table, context);
  const query = table.relkind === 'm' ? ` AS\n${definitionOf(table, context)}\n  WITH NO DATA` : '';
  const extensions = table.relkind === 'm' ? dependsOnExtension(table, 'MATERIALIZED VIEW', name, context) : '';
  const end = clausesIn('table-end', table, context).join('');
  return `${start}${body}${query}${end};\n${extensions}`;
}

function tableBody(table: Relation, context: DdlContext): ByteString {
  const { catalog } = context;
  const { oid } = table.catalogId;
  const elements = [
    ...columnElements(table, context),
    ...checkElements(table, context),
    ...clausesIn('table-elements', table, context),
  ];
  const isTyped = isMadeOfType(table, context);
  const typeName = isTyped ? ` OF ${catalog.details(ofTypeName, oid)[0]}` : '';
  const list = elements.length > 0 ? ` (\n    ${elements.join(',\n    ')}\n)` : isTyped ? '' : ' (\n)';
  const partitioning = table.relkind === 'p' ? `\nPARTITION BY ${catalog.details(partitionKey, oid)[0]}` : '';
  const foreign = table.relkind === 'f' ? catalog.details(foreignTable, oid)[0] : undefined;
  const server = foreign === undefined ? '' : `\nSERVER ${quoteIdent(foreign.server)}`;
  const apart = foreign !== undefined && context.options.release.setsForeignOptionsApart ? '\n' : '';
  const options = foreign === undefined || foreign.options === '' ? '' : `\nOPTIONS (\n    ${foreign.options}\n)`;
  return typeName + list + inheritsClause(table, context) + partitioning + server + storage(table) + apart + options;
}

/** For --binary-upgrade typed tables are tied to their types afterwards. */
const isMadeOfType = (table: Relation, { options }: DdlContext): boolean =>
  table.ofType !== 0 && !options.binaryUpgrade;

function columnElements(table: Relation, context: DdlContext): ByteString[] {
  const defaults = defaultsOf(context.catalog, table, context.options);
  const clauses = columnClausesOf(table, context);
  const withClause = (column: Column, element: ByteString | null): ByteString | null =>
    element && element + (clauses.get(column.number) ?? '');
  return columnsOf(context.catalog, table)
    .map((column) =>
      isPrinted(table, column, context.options)
        ? withClause(column, columnElement(table, column, defaults.get(column.number), context))
        : inheritedNotNull(table, column, context),
    )
    .filter((element) => element !== null);
}

/** null: a typed table's column that its type defines in full. */
function columnElement(
  table: Relation,
  column: Column,
  columnDefault: ColumnDefault | undefined,
  context: DdlContext,
): ByteString | null {
  if (column.isDropped) return `${quoteIdent(column.name)} INTEGER /* dummy */`;
  const { catalog, options } = context;
  const printedDefault = columnDefault === undefined || columnDefault.separate ? null : columnDefault.expression;
  const notNull = table.isPartition || options.binaryUpgrade ? column.notNull : ownNotNull(catalog, table, column);
  const isTyped = isMadeOfType(table, context);
  if (isTyped && printedDefault === null && notNull === null) return null;
  const withOptions = context.options.release.typedColumnsWithOptions ? ' WITH OPTIONS' : '';
  const type = isTyped ? withOptions : ` ${column.type}`;
  return (
    quoteIdent(column.name) +
    type +
    defaultClause(column, printedDefault) +
    (notNull === null ? '' : ` ${constraintName(notNull)}NOT NULL${noInherit(notNull)}`) +
    collate(column)
  );
}

/** The NOT NULL alone of a column that comes from a parent; null: none, or an ALTER TABLE says it. */
function inheritedNotNull(table: Relation, column: Column, { catalog, options }: DdlContext): ByteString | null {
  const isInside = options.release.inheritedNotNullInside && !column.isDropped;
  const notNull = isInside ? ownNotNull(catalog, table, column) : null;
  // pg_dump 18 forgets NO INHERIT here, and quotes around the name.
  return notNull && `${constraintName(notNull)}NOT NULL ${quoteIdent(column.name)}${noInherit(notNull)}`;
}

const constraintName = ({ name }: NotNull): ByteString => (name === null ? '' : `CONSTRAINT ${quoteIdent(name)} `);

const noInherit = (notNull: NotNull): ByteString => (notNull.noInherit ? ' NO INHERIT' : '');

function defaultClause(column: Column, expression: ByteString | null): ByteString {
  if (expression === null) return '';
  if (column.generated === 's') return ` GENERATED ALWAYS AS (${expression}) STORED`;
  if (column.generated === 'v') return ` GENERATED ALWAYS AS (${expression})`;
  return ` DEFAULT ${expression}`;
}

/** Checks of the table itself; a partition's inherited ones too, since ATTACH PARTITION expects them to be there. */
const checkElements = (table: Relation, { catalog }: DdlContext): ByteString[] =>
  checksOf(table, catalog)
    .filter((check) => !check.separate && (check.isLocal || table.isPartition))
    .map((check) => `CONSTRAINT ${quoteIdent(check.name)} ${check.definition}`);

export const checksOf = (table: Relation, catalog: DdlContext['catalog']): readonly Constraint[] =>
  catalog.ofRelation<Constraint>('constraint', table.catalogId.oid).filter((constraint) => constraint.contype === 'c');

function inheritsClause(table: Relation, { catalog, options }: DdlContext): ByteString {
  const parents = parentsOf(catalog, table);
  if (parents.length === 0 || table.isPartition || options.binaryUpgrade) return '';
  return `\nINHERITS (${parents.map((parent) => quoteQualified(parent.namespace, parent.name)).join(', ')})`;
}

function storage(table: Relation): ByteString {
  const options = [reloptions(table.options), reloptions(table.toastOptions, 'toast.')].filter((list) => list !== '');
  return options.length > 0 ? `\nWITH (${options.join(', ')})` : '';
}

const storageWords: Readonly<Record<string, string>> = { p: 'PLAIN', e: 'EXTERNAL', x: 'EXTENDED', m: 'MAIN' };
const compressionWords: Readonly<Record<string, string>> = { p: 'pglz', l: 'lz4' };

/** What CREATE TABLE cannot say of the columns. */
export function columnProperties(table: Relation, { catalog, options }: DdlContext): ByteString {
  const name = quoteQualified(table.namespace, table.name);
  const foreign = foreignWord(table.relkind);
  let text = '';
  for (const column of columnsOf(catalog, table)) {
    if (column.isDropped) continue;
    const alter = `ALTER ${foreign}TABLE ${onlyWord(table)}${name} ALTER COLUMN ${quoteIdent(column.name)}`;
    const isSaid = isPrinted(table, column, options) || options.release.inheritedNotNullInside;
    if (!isSaid && ownNotNull(catalog, table, column) !== null) text += `${alter} SET NOT NULL;\n`;
    if (column.statisticsTarget >= 0) text += `${alter} SET STATISTICS ${column.statisticsTarget};\n`;
    const storageWord = storageWords[column.storage];
    if (column.storage !== column.typeStorage && storageWord !== undefined)
      text += `${alter} SET STORAGE ${storageWord};\n`;
    const compression = compressionWords[column.compression];
    if (compression !== undefined && !options.noToastCompression) text += `${alter} SET COMPRESSION ${compression};\n`;
    if (column.options !== '') text += `${alter} SET (${column.options});\n`;
    if (table.relkind === 'f' && column.fdwOptions !== '') {
      const only = options.release.foreignColumnOptionsOnly ? 'ONLY ' : '';
      text += `ALTER FOREIGN TABLE ${only}${name} ALTER COLUMN ${quoteIdent(column.name)} OPTIONS (\n    ${column.fdwOptions}\n);\n`;
    }
  }
  return text;
}

/** What only ALTER TABLE can say of the whole table. */
export function tableProperties(table: Relation): ByteString {
  const name = quoteQualified(table.namespace, table.name);
  let text = '';
  if (table.relkind === 'r' || table.relkind === 'p' || table.relkind === 'm') {
    if (table.replicaIdentity === 'n') text += `\nALTER TABLE ONLY ${name} REPLICA IDENTITY NOTHING;\n`;
    if (table.replicaIdentity === 'f') text += `\nALTER TABLE ONLY ${name} REPLICA IDENTITY FULL;\n`;
  }
  if (table.forceRowSecurity) text += `\nALTER TABLE ONLY ${name} FORCE ROW LEVEL SECURITY;\n`;
  return text;
}
