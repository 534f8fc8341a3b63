import { isAppendOptimized, type CreateTable } from '../../sql/create-table.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Indexes by which tables of a sort are clustered that the target cannot cluster. */
const unclustered = (name: string, isOf: (table: CreateTable) => boolean, which: string): Rule => ({
  name,
  descs: ['INDEX', 'CONSTRAINT'],
  pattern: /\sCLUSTER ON\s/,
  rewrite({ namespace, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      const table = cursor.take('alter', 'table') ? cursor.takeQualifiedName() : null;
      if (table === null || !cursor.take('cluster', 'on')) continue;
      const text = archive.tableText(table, namespace);
      if (text === null || !isOf(text.table)) continue;
      rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      rewriting.note(`its table is not clustered by it, which no ${which} can be`);
    }
    return rewriting.outcome;
  },
});

/** PostgreSQL's partitions know no such index. */
export const clusteredPartitions = unclustered(
  'clustered-indexes',
  ({ partitioning }) => partitioning !== null,
  'table with partitions',
);

/** Of Greenplum 6. */
export const clusteredAppendOptimized = unclustered(
  'clustering',
  ({ storage }) => isAppendOptimized(storage?.options ?? null),
  'append-optimized table of the target',
);
