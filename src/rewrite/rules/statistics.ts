import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Statistics of expressions (PostgreSQL 14), and how much of them is kept (13). */
export const newerStatistics: Rule = {
  name: 'newer-statistics',
  descs: ['STATISTICS'],
  pattern: /^/,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (cursor.take('alter', 'statistics')) {
        cursor.takeQualifiedName();
        if (!cursor.sees('set', 'statistics')) continue;
        rewriting.edits.remove({ start: statement.span.start, end: statement.after });
        rewriting.note('its target is the default, since the target has no SET STATISTICS for such');
        continue;
      }
      if (!cursor.take('create', 'statistics') || !cursor.skipTo('on') || !cursor.take('on')) continue;
      do if (cursor.takeName() === null || cursor.sees('(')) return { leftOut: 'the target has none of expressions' };
      while (cursor.take(','));
    }
    return rewriting.outcome;
  },
};
