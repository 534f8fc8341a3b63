import type { TableCount } from '../gpbackup/table-count.ts';

/** What JSON tells of a table of a backup set. */
export const countInSet = ({ said, segments, isReplicated, timestamp }: TableCount): object => ({
  rowsInSet: said,
  segments: segments?.map(({ content, rows }) => ({ segment: content, rows })) ?? null,
  isReplicated,
  backup: timestamp,
});
