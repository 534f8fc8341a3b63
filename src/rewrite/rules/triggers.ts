import { quoteQualified } from '../../ddl/quote.ts';
import { leavesOf } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Triggers that Greenplum 7 does not make: for statements not at all, BEFORE ROW not on a table that has partitions. */
export const triggers: Rule = {
  name: 'triggers',
  descs: ['TRIGGER'],
  pattern: /^/,
  rewrite({ namespace, definition }, archive) {
    const [create] = archive.statementsOf(definition ?? '');
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
    const { span } = create;
    const whole = (definition ?? '').slice(span.start, span.end);
    const [from, to] = [start - span.start, end - span.start];
    const each = leaves.map((leaf) => `${whole.slice(0, from)}${quoteQualified(...leaf)}${whole.slice(to)}`);
    rewriting.edits.replace(span, each.join(';\n'));
    rewriting.note('on each partition, since BEFORE triggers cannot be on a table that has some');
    return rewriting.outcome;
  },
};

const forStatements = 'triggers for statements are not supported by the target';
