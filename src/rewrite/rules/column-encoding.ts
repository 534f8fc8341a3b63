import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** `a integer ENCODING (…)`, and `COLUMN a ENCODING (…)` among the columns. */
export const withoutEncoding: Rule = {
  name: 'without-encoding',
  descs: ['TABLE'],
  pattern: /\sENCODING\s*\(/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const [create] = archive.statementsOf(text);
    const cursor = create?.cursor();
    if (cursor?.take('create') !== true || !cursor.skipTo('(')) return null;
    const items: readonly TokenCursor[] = cursor.takeList()?.items ?? [];
    let lastKept: number | null = null;
    for (const item of items) {
      const { start, end } = item.rest;
      if (item.sees('column') || item.sees('default', 'column')) {
        // With the comma ahead of it: it stands behind the columns.
        rewriting.edits.replace({ start: lastKept ?? start, end }, '');
        lastKept = end;
        continue;
      }
      lastKept = end;
      if (!item.skipTo('encoding')) continue;
      const from = item.start;
      item.next();
      item.takeList();
      rewriting.edits.remove({ start: from, end: item.end });
    }
    return rewriting.outcome;
  },
};
