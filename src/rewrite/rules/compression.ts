import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** How values of a column are compressed (PostgreSQL 14): the target does it in its own way. */
export const columnCompression: Rule = {
  name: 'column-compression',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /\sCOMPRESSION\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (cursor.take('alter')) {
        if (!cursor.skipTo('set') || !cursor.take('set', 'compression')) continue;
        rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      } else if (cursor.sees('create') && cursor.skipTo('(', 'as')) {
        for (const item of cursor.takeList()?.items ?? []) {
          item.takeName();
          if (!item.skipTo('compression')) continue;
          const { start } = item;
          item.take('compression');
          if (item.takeName() !== null) rewriting.edits.remove({ start, end: item.end });
        }
      }
    }
    return rewriting.outcome;
  },
};
