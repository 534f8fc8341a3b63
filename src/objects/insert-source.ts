import type { RelationData } from '../model/table-data.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { clausesIn } from './dialect.ts';
import type { DataSource, DdlContext, InsertOptions } from './kind.ts';
import { onlyWord } from './table/ddl.ts';
import { columnsOf } from './table/inheritance.ts';

/** A table's rows as INSERT commands into `target` (dumpTableData_insert in pg_dump.c). */
export function insertSource(
  { relation, condition }: RelationData,
  context: DdlContext,
  target: ByteString,
  options: InsertOptions,
): DataSource {
  const columns = columnsOf(context.catalog, relation).filter(({ isDropped }) => !isDropped);
  // Where no names are given every column has its place, so generated ones say DEFAULT.
  const written = options.namesColumns ? columns.filter(({ generated }) => generated === '') : columns;
  const values = written.map(({ name, generated }) => (generated === '' ? quoteIdent(name) : 'NULL'));
  const names = options.namesColumns ? `(${values.join(', ')}) ` : '';
  const overriding = columns.some(({ identity }) => identity === 'a') ? 'OVERRIDING SYSTEM VALUE ' : '';
  const table = `${onlyWord(relation)}${quoteQualified(relation.namespace, relation.name)}`;
  const [rows = table] = clausesIn('selected-rows', relation, context);
  const from = `FROM ${rows}${condition === '' ? '' : ` ${condition}`}`;
  return {
    kind: 'insert',
    relation,
    statement: `SELECT ${values.join(', ') || 'NULL'} ${from}`,
    commands: {
      head: `INSERT INTO ${target} ${values.length === 0 ? 'DEFAULT VALUES;\n' : `${names}${overriding}VALUES`}`,
      tail: options.onConflictDoNothing ? ' ON CONFLICT DO NOTHING;\n' : ';\n',
      nulls: written.map(({ generated }) => (generated === '' ? 'NULL' : 'DEFAULT')),
      rowsPerCommand: options.rowsPerCommand,
    },
  };
}
