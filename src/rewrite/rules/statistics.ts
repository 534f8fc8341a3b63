import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** How much of statistics is kept (PostgreSQL 13). */
export const statisticsTargets: Rule = {
  name: 'statistics-targets',
  descs: ['STATISTICS'],
  pattern: /\sSET\s+STATISTICS\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.take('alter', 'statistics')) continue;
      cursor.takeQualifiedName();
      if (!cursor.sees('set', 'statistics')) continue;
      rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      rewriting.note('its target is the default, since the target has no SET STATISTICS for such');
    }
    return rewriting.outcome;
  },
};

/** Statistics of expressions (PostgreSQL 14). */
export const statisticsOfExpressions: Rule = {
  name: 'statistics-of-expressions',
  descs: ['STATISTICS'],
  pattern: /^/,
  rewrite({ definition }, archive) {
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.take('create', 'statistics') || !cursor.skipTo('on') || !cursor.take('on')) continue;
      do if (cursor.takeName() === null || cursor.sees('(')) return { leftOut: 'the target has none of expressions' };
      while (cursor.take(','));
    }
    return null;
  },
};
