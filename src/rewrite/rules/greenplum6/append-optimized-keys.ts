import { eachPartition } from '../../../sql/classic-partitions.ts';
import { isAppendOptimized } from '../../../sql/create-table.ts';
import type { TableText } from '../../archive-index.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Unique keys of append-optimized tables, which Greenplum 7 has. */
export const appendOptimizedKeys: Rule = {
  name: 'append-optimized-keys',
  descs: ['CONSTRAINT', 'INDEX'],
  pattern: /\b(?:UNIQUE|PRIMARY\s+KEY)\b/i,
  rewrite(entry, archive) {
    const key = archive.keys.madeBy(entry);
    const table = key === undefined ? null : archive.tableText(key.table, entry.namespace);
    if (key === undefined || table === null || !hasAppendOptimized(table)) return null;
    const reason = 'append-optimized tables of the target hold rows to none';
    if (key.kind !== 'index') return { leftOut: reason };
    const rewriting = new Rewriting(entry.definition ?? '');
    const unique = archive.tokensOf(entry.definition ?? '').find(({ value }) => value === 'unique');
    if (unique !== undefined) rewriting.edits.remove(unique);
    rewriting.note(`a plain index: ${reason}`);
    return rewriting.outcome;
  },
};

function hasAppendOptimized({ table: { storage, partitioning } }: TableText): boolean {
  const partitions = partitioning === null ? [] : [...eachPartition(partitioning.parts)];
  return [storage, ...partitions.map((each) => each.storage)].some((each) => isAppendOptimized(each?.options ?? null));
}
