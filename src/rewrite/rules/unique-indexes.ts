import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { uniqueKeyOf } from '../../sql/unique-key.ts';
import { longestName } from '../free-name.ts';
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
    const [create] = archive.statementsOf(text);
    const key = create === undefined ? null : uniqueKeyOf(create.cursor());
    const root = key === null ? null : archive.tableText(key.table, namespace);
    const partitioning = root?.table.partitioning ?? null;
    if (create === undefined || key === null || root === null || partitioning === null) return null;
    const chosenBy = partitioning.levels.flatMap(({ columns }) => columns);
    if (chosenBy.every((column) => key.columns.includes(column))) return null;
    const leaves = leavesOf(root);
    if (leaves.length === 0) return null;
    const { start, end } = create.span;
    const each = leaves.map(([schema, leaf]) => {
      const name = `${leaf}_${key.name}`;
      // The server finds a name where ours would be cut, and be that of another.
      const said = name.length > longestName ? '' : `${quoteIdent(name)} `;
      const on = text.slice(key.nameSpan.end, key.tableSpan.start).trimStart();
      return (
        text.slice(start, key.nameSpan.start) +
        said +
        on +
        quoteQualified(schema, leaf) +
        text.slice(key.tableSpan.end, end)
      );
    });
    const rewriting = new Rewriting(text);
    rewriting.edits.replace(create.span, each.join(';\n'));
    rewriting.note('on each partition, since a unique index of the whole table must have the columns that choose one');
    rewriting.isSplit = true;
    return rewriting.outcome;
  },
};
