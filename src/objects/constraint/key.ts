import type { Constraint, Index, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { reloptions } from '../../ddl/options.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { dependsOnExtension } from '../depends-on-extension.ts';
import { usableIndex } from '../index.ts';
import { defineKind, type Catalog, type DdlContext } from '../kind.ts';
import { foreignWord, onlyWord } from '../table/ddl.ts';
import { scopeRelations } from '../table/details.ts';
import { columnsOf } from '../table/inheritance.ts';
import {
  addConstraint,
  asItsTable,
  commentTarget,
  constraintColumns,
  toConstraint,
  type ConstraintRow,
} from './common.ts';

/** Primary keys, unique and exclusion constraints. The index behind is written by none but them. */
export const keyConstraint = defineKind<ConstraintRow, Constraint>({
  type: 'constraint',
  requires: 'pg_constraint',
  query: (server, scope) => `SELECT ${constraintColumns}, c.conindid AS index,
  ${server.has('pg_constraint.conperiod') ? 'c.conperiod' : 'false'} AS "withoutOverlaps",
  CASE WHEN c.contype = 'x' THEN pg_catalog.pg_get_constraintdef(c.oid, false) END AS definition
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_constraint c ON c.conrelid = src.oid
JOIN pg_catalog.pg_index i ON i.indexrelid = c.conindid AND i.indrelid = c.conrelid
JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid
WHERE c.contype IN ('p', 'u', 'x') AND ${usableIndex('i', 'ic')}
ORDER BY c.conrelid, c.conname`,
  toObject: (row, catalog) => toConstraint(row, catalog, true),
  select: asItsTable,
  toEntries(key, context) {
    const index = context.catalog.get<Index>('index', key.index);
    if (index === undefined) throw new Error(`missing index for constraint "${key.name}"`);
    const table = quoteQualified(key.namespace, key.on);
    const only = onlyWord(context.catalog.get('table', key.table));
    const alter = `ALTER ${foreignWord(key.onRelkind)}TABLE ${only}${table}`;
    const definition = key.definition ?? keyText(key, index, context.catalog);
    const draft = addConstraint('CONSTRAINT', key, alter, context, definition);
    return [
      { ...draft, tablespace: index.tablespace, definition: draft.definition + indexRoles(index, table, context) },
    ];
  },
  satellites: (key) => ({ comments: [commentTarget(key)] }),
});

function keyText(key: Constraint, index: Index, catalog: Catalog): ByteString {
  const tableColumns = columnsOf(catalog, catalog.get<Relation>('table', key.table)!);
  const names = index.columns.map((number) => quoteIdent(tableColumns[number - 1]?.name ?? systemColumn(number)));
  const included = names.slice(index.keyCount);
  let text = key.contype === 'p' ? 'PRIMARY KEY' : 'UNIQUE';
  if (index.nullsNotDistinct && key.contype !== 'p') text += ' NULLS NOT DISTINCT';
  const overlaps = key.withoutOverlaps === true ? ' WITHOUT OVERLAPS' : '';
  text += ` (${names.slice(0, index.keyCount).join(', ')}${overlaps})`;
  if (included.length > 0) text += ` INCLUDE (${included.join(', ')})`;
  if (index.options.length > 0) text += ` WITH (${reloptions(index.options)})`;
  if (key.isDeferrable) text += ' DEFERRABLE';
  if (key.isDeferrable && key.isDeferred) text += ' INITIALLY DEFERRED';
  return text;
}

const systemColumns: Readonly<Record<number, string>> = {
  [-1]: 'ctid',
  [-2]: 'xmin',
  [-3]: 'cmin',
  [-4]: 'xmax',
  [-5]: 'cmax',
  [-6]: 'tableoid',
};

function systemColumn(number: number): string {
  const name = systemColumns[number];
  if (name === undefined) throw new Error(`invalid column number ${number}`);
  return name;
}

/** Being clustered on, being the replica identity, depending on an extension: in the order dumpConstraint has them. */
function indexRoles(index: Index, table: ByteString, context: DdlContext): ByteString {
  let text = '';
  if (index.isClustered) text += `\nALTER TABLE ${table} CLUSTER ON ${quoteIdent(index.name)};\n`;
  if (index.isReplicaIdentity)
    text += `\nALTER TABLE ONLY ${table} REPLICA IDENTITY USING INDEX ${quoteIdent(index.name)};\n`;
  return text + dependsOnExtension(index, 'INDEX', quoteQualified(index.namespace, index.name), context);
}
