import { quoteDollar, quoteIdent, quoteQualified } from '../../../ddl/quote.ts';
import type { ByteString } from '../../../model/text.ts';
import { isAppendOptimized } from '../../../sql/create-table.ts';
import { leavesOf } from '../../archive-index.ts';
import { freeName } from '../../free-name.ts';
import { nameOf } from '../../qualified-name.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';
import { generatedOf } from '../generated-columns.ts';

/**
 * Generated columns (PostgreSQL 12) are computed by a trigger, which must be there before the rows are: no archive has
 * the columns' values. One of a table with partitions would not be called, so that each of those has it.
 */
export const generatedColumns: Rule = {
  name: 'generated-columns',
  descs: ['TABLE'],
  pattern: /\sGENERATED\s/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const { table } = text;
    const rewriting = new Rewriting(text.text);
    const assignments: ByteString[] = [];
    for (const column of table.columns) {
      if (!column.isGenerated) continue;
      const generated = generatedOf(column, text, archive);
      if (generated === null) continue;
      rewriting.edits.remove(generated);
      const value = `(SELECT ${generated.expression} FROM (SELECT NEW.*) AS new_row)`;
      assignments.push(`  NEW.${quoteIdent(column.name)} := ${value};\n`);
    }
    if (assignments.length === 0) return null;
    const isUpdated = !isAppendOptimized(table.storage?.options ?? null);
    const name = freeName(`${entry.tag}_generated`, () => false);
    const body = `\n#variable_conflict use_column\nBEGIN\n${assignments.join('')}  RETURN NEW;\nEND `;
    const call = `${quoteQualified(entry.namespace, name)}()`;
    const tables = table.partitioning === null ? [nameOf(entry)] : leavesOf(text);
    const when = isUpdated ? 'INSERT OR UPDATE' : 'INSERT';
    const triggers = tables.map(
      (each) =>
        `CREATE TRIGGER ${quoteIdent(name)} BEFORE ${when} ON ${quoteQualified(...each)} ` +
        `FOR EACH ROW EXECUTE PROCEDURE ${call};\n`,
    );
    rewriting.edits.insert(
      text.text.length,
      `CREATE FUNCTION ${call} RETURNS trigger\n    LANGUAGE plpgsql\n    AS ${quoteDollar(body)};\n${triggers.join('')}`,
    );
    rewriting.note(
      'generated columns are computed by a trigger, since the target has none' +
        (isUpdated ? ': where it has one, columns by which rows are spread cannot be updated' : ''),
    );
    const { outcome } = rewriting;
    if (outcome === null || !entry.dropStatement) return outcome;
    // Else --clean would leave what the next restore makes anew.
    const dropStatement = `${entry.dropStatement}DROP FUNCTION IF EXISTS ${call};\n`;
    return { ...outcome, changes: { ...outcome.changes, dropStatement } };
  },
};

/** Children have the columns of their parents, whose triggers are not theirs. */
export const inheritedColumns: Rule = {
  name: 'inherited-columns',
  descs: ['TABLE'],
  pattern: /\sINHERITS\s*\(/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const parent of text.table.parents) {
      for (const command of archive.tableText(parent, entry.namespace)?.commands ?? []) {
        // No archive says triggers with a table: this one is ours.
        const cursor = command.cursor();
        if (!cursor.take('create', 'trigger') || !cursor.skipTo('on') || !cursor.take('on')) continue;
        const { start } = cursor;
        cursor.takeQualifiedName();
        const head = cursor.text.slice(command.span.start, start);
        const tail = cursor.text.slice(cursor.end, command.span.end);
        const trigger = `${head}${quoteQualified(entry.namespace, entry.tag)}${tail};\n`;
        if (!text.text.includes(trigger)) rewriting.edits.insert(text.text.length, trigger);
      }
    }
    return rewriting.outcome;
  },
};
