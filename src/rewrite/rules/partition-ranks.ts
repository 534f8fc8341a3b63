import { quoteIdent } from '../../ddl/quote.ts';
import { nameInTable, tableOf, type ClassicPartition, type ClassicParts } from '../../sql/classic-partitions.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * Partitions that are exchanged for external tables, addressed by their rank where they have no name. Greenplum 7 knows
 * the name that their table has been given instead: `2` of `sales_1_prt_2`.
 */
export const partitionRanks: Rule = {
  name: 'partition-ranks',
  descs: ['TABLE'],
  pattern: /FOR\s*\(\s*RANK\s*\(/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    if (text === null || partitioning === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const command of text.commands) {
      const cursor = command.cursor();
      let parts: ClassicParts | null = partitioning.parts;
      while (parts !== null && cursor.skipTo('partition')) {
        cursor.next();
        const { start } = cursor;
        const rank = takeRank(cursor);
        const named = rank === null ? cursor.takeName() : null;
        const ranked: readonly ClassicPartition[] = parts.partitions.filter(({ isDefault }) => !isDefault);
        const partition: ClassicPartition | undefined =
          rank === null ? parts.partitions.find(({ name }) => name === named) : ranked[rank - 1];
        if (partition === undefined) break;
        const table = tableOf(partition);
        const name = table === null ? null : nameInTable(table);
        if (rank !== null && name !== null) {
          rewriting.edits.replace({ start, end: cursor.end }, quoteIdent(name));
        }
        parts = partition.parts;
      }
    }
    return rewriting.outcome;
  },
};

/** `FOR (RANK(2))`. */
function takeRank(cursor: TokenCursor): number | null {
  if (!cursor.sees('for', '(', 'rank')) return null;
  cursor.next();
  const rank = cursor.takeList()?.items[0];
  rank?.next();
  const value = rank?.takeList()?.items[0]?.next()?.value;
  return value === undefined ? null : Number(value);
}
