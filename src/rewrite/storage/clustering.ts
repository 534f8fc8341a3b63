import { isAppendOptimized } from '../../sql/create-table.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Indexes that tables are clustered by, which append-optimized tables of Greenplum 6 cannot be. */
export const clustering: Rule = {
  name: 'clustering',
  descs: ['INDEX', 'CONSTRAINT'],
  pattern: /\sCLUSTER ON\s/,
  rewrite({ namespace, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      const name = cursor.take('alter', 'table') ? cursor.takeQualifiedName() : null;
      if (name === null || !cursor.take('cluster', 'on')) continue;
      if (!isAppendOptimized(archive.tableText(name, namespace)?.table.storage?.options ?? null)) continue;
      rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      rewriting.note('its table is not clustered by it, which no append-optimized table of the target can be');
    }
    return rewriting.outcome;
  },
};
