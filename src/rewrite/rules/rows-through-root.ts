import { sanitizeLine } from '../../ddl/comments.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import type { Rule } from '../rule.ts';

/**
 * Rows of a table that says its partitions itself are loaded through it. Where that is a partitioned table of PostgreSQL's
 * kind, a parallel restore must not empty it before, which archives say as pg_dump --load-via-partition-root does.
 */
export const rowsThroughRoot: Rule = {
  name: 'rows-through-root',
  descs: ['TABLE DATA'],
  pattern: /^$/,
  rewrite({ namespace, tag }, archive) {
    if ((archive.tableText([tag], namespace)?.table.partitioning ?? null) === null) return null;
    const root = sanitizeLine(quoteQualified(namespace, tag));
    return { changes: { definition: `-- load via partition root ${root}` }, notes: [] };
  },
};
