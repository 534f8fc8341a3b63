import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { Rule } from '../rule.ts';

/** `WITH a AS (INSERT …), b AS (DELETE …)`: Greenplum changes rows in one of them at most. */
export const modifyingQueries: Rule = {
  name: 'modifying-queries',
  descs: ['RULE'],
  pattern: /\sWITH\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('with')) {
      cursor.next();
      cursor.take('recursive');
      if (modifying(cursor) > 1) return { leftOut: 'the target changes rows in one query of a WITH at most' };
    }
    return null;
  },
};

/** How many of the queries that WITH begins change rows. */
function modifying(cursor: TokenCursor): number {
  let count = 0;
  do {
    if (cursor.takeName() === null) return count;
    cursor.takeList();
    if (!cursor.take('as')) return count;
    if (!cursor.take('materialized')) cursor.take('not', 'materialized');
    const [query] = cursor.takeList()?.items ?? [];
    if (query?.sees('insert') || query?.sees('update') || query?.sees('delete')) count += 1;
    // SEARCH and CYCLE.
    while (!cursor.sees(',') && (cursor.sees('search') || cursor.sees('cycle'))) cursor.skipTo(',', ';');
  } while (cursor.take(','));
  return count;
}
