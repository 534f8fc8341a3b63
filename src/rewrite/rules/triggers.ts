import { quoteQualified } from '../../ddl/quote.ts';
import type { Span } from '../../sql/edits.ts';
import { leavesOf, type QualifiedName } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Triggers that Greenplum 7 does not make: for statements not at all, BEFORE ROW not on a table that has partitions. */
export const triggers: Rule = {
  name: 'triggers',
  descs: ['TRIGGER'],
  pattern: /^/,
  rewrite({ namespace, definition }, archive) {
    const [create, ...others] = archive.statementsOf(definition ?? '');
    const cursor = create?.cursor();
    if (create === undefined || cursor?.take('create') !== true) return null;
    cursor.take('constraint');
    if (!cursor.take('trigger')) return null;
    cursor.takeName();
    const isBefore = cursor.take('before');
    if (!cursor.skipTo('on') || !cursor.take('on')) return null;
    const { start } = cursor;
    const name = cursor.takeQualifiedName();
    const end = cursor.end;
    if (!cursor.skipTo('for') || !cursor.take('for')) return { leftOut: forStatements };
    cursor.take('each');
    if (!cursor.take('row')) return { leftOut: forStatements };
    const text = name === null || !isBefore ? null : archive.tableText(name, namespace);
    const leaves = text === null ? [] : leavesOf(text);
    if (leaves.length === 0) return null;
    const rewriting = new Rewriting(definition ?? '');
    onEach(rewriting, create.span, { start, end }, leaves);
    // Whether it fires is said behind it.
    for (const statement of others) {
      const alter = statement.cursor();
      if (!alter.take('alter', 'table')) continue;
      const from = alter.start;
      if (alter.takeQualifiedName() !== null)
        onEach(rewriting, statement.span, { start: from, end: alter.end }, leaves);
    }
    rewriting.note('on each partition, since BEFORE triggers cannot be on a table that has some');
    rewriting.isSplit = true;
    return rewriting.outcome;
  },
};

/** Says a statement of each partition, with whose names its table's is replaced. */
function onEach({ edits, text }: Rewriting, statement: Span, table: Span, leaves: readonly QualifiedName[]): void {
  const [head, tail] = [text.slice(statement.start, table.start), text.slice(table.end, statement.end)];
  edits.replace(statement, leaves.map((leaf) => `${head}${quoteQualified(...leaf)}${tail}`).join(';\n'));
}

const forStatements = 'triggers for statements are not supported by the target';
