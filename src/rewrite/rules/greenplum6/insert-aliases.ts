import type { Rule } from '../../rule.ts';

/** `INSERT INTO t AS x` (PostgreSQL 9.5), as the server writes what rules return of it. */
export const insertAliases: Rule = {
  name: 'insert-aliases',
  descs: ['RULE'],
  pattern: /\sINSERT\s+INTO\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    for (; cursor.token !== null; cursor.next()) {
      const ahead = cursor.fork();
      if (!ahead.take('insert', 'into') || ahead.takeQualifiedName() === null) continue;
      if (ahead.sees('as')) return { leftOut: 'the target calls no table otherwise where it inserts into it' };
    }
    return null;
  },
};
