import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** UNLOGGED and LOGGED of sequences, which came with PostgreSQL 15 and which no Greenplum has. */
export const unloggedSequences: Rule = {
  name: 'unlogged-sequences',
  descs: ['SEQUENCE', 'TABLE'],
  pattern: /\b(?:UN)?LOGGED\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (cursor.take('create') && cursor.sees('unlogged', 'sequence')) rewriting.edits.remove(cursor.token!);
      else if (cursor.take('alter', 'sequence')) {
        cursor.takeQualifiedName();
        if (!cursor.sees('set', 'logged') && !cursor.sees('set', 'unlogged')) continue;
        rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      } else if (cursor.take('table') || cursor.take('alter', 'table')) {
        if (!cursor.skipTo('identity') || !cursor.take('identity')) continue;
        for (const item of cursor.takeList()?.items ?? []) {
          if (item.skipTo('unlogged', 'logged')) rewriting.edits.remove(item.token!);
        }
      } else continue;
      rewriting.note('its sequence is logged as all of the target are');
    }
    return rewriting.outcome;
  },
};
