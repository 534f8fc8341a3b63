import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Columns of `CREATE TABLE … OF` a type, which may go without WITH OPTIONS since PostgreSQL 10. */
export const typedTables: Rule = {
  name: 'typed-tables',
  descs: ['TABLE'],
  pattern: /\sOF\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    cursor.take('create');
    cursor.take('unlogged');
    if (!cursor.take('table') || cursor.takeQualifiedName() === null) return null;
    if (!cursor.take('of') || cursor.takeQualifiedName() === null) return null;
    for (const item of cursor.takeList()?.items ?? []) {
      if (others.some((word) => item.sees(word)) || item.takeName() === null) continue;
      if (!item.sees('with', 'options')) rewriting.edits.insert(item.end, ' WITH OPTIONS');
    }
    return rewriting.outcome;
  },
};

const others = ['constraint', 'check', 'unique', 'primary'];
