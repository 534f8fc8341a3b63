import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { uniqueKeyOf } from '../../sql/unique-key.ts';
import { leavesOf } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * Unique indexes of partitioned tables without the columns that choose a partition. Greenplum 6 holds each partition to
 * them; 7 has none such on the whole table, but on each partition.
 */
export const uniqueIndexes: Rule = {
  name: 'unique-indexes',
  descs: ['INDEX'],
  pattern: /^CREATE UNIQUE INDEX/i,
  rewrite({ namespace, definition }, archive) {
    const text = definition ?? '';
    const key = uniqueKeyOf(archive.cursorOf(text));
    const root = key === null ? null : archive.tableText(key.table, namespace);
    const partitioning = root?.table.partitioning ?? null;
    if (key === null || root === null || partitioning === null) return null;
    const chosenBy = partitioning.levels.flatMap(({ columns }) => columns);
    if (chosenBy.every((column) => key.columns.includes(column))) return null;
    const end = text.lastIndexOf(';') < 0 ? text.length : text.lastIndexOf(';');
    const each = leavesOf(root).map(
      ([schema, leaf]) =>
        text.slice(0, key.nameSpan.start) +
        quoteIdent(`${leaf}_${key.name}`) +
        text.slice(key.nameSpan.end, key.tableSpan.start) +
        quoteQualified(schema, leaf) +
        text.slice(key.tableSpan.end, end),
    );
    const rewriting = new Rewriting(text);
    rewriting.edits.replace({ start: 0, end }, each.join(';\n'));
    rewriting.note('on each partition, since a unique index of the whole table must have the columns that choose one');
    return rewriting.outcome;
  },
};
