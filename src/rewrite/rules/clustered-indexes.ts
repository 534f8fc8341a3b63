import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Indexes that a partitioned table is clustered by, which PostgreSQL's partitions do not know. */
export const clusteredIndexes: Rule = {
  name: 'clustered-indexes',
  descs: ['INDEX', 'CONSTRAINT'],
  pattern: /\sCLUSTER ON\s/,
  rewrite({ namespace, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.take('alter', 'table')) continue;
      const name = cursor.takeQualifiedName();
      if (name === null || !cursor.take('cluster', 'on')) continue;
      if ((archive.tableText(name, namespace)?.table.partitioning ?? null) === null) continue;
      rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      rewriting.note('its table is not clustered by it, which no table with partitions can be');
    }
    return rewriting.outcome;
  },
};
