import { eachPartition, takeClassicParts, type ClassicParts } from '../../sql/classic-partitions.ts';
import { optionOf, removeOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * Greenplum 6 writes its subpartition templates with the root's name as each one's `tablename`, and does not heed it. 7
 * does: each ADD PARTITION would fail, since a table of that name is there.
 */
export const partitionTemplates: Rule = {
  name: 'partition-templates',
  descs: ['TABLE'],
  pattern: /SUBPARTITION\s+TEMPLATE/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const templates: ClassicParts[] = [];
    for (const { template } of text.table.partitioning?.levels ?? []) if (template !== null) templates.push(template);
    for (const command of text.commands) {
      const cursor = command.cursor();
      while (cursor.skipTo('subpartition')) {
        if (!cursor.take('subpartition', 'template')) cursor.next();
        else templates.push(takeClassicParts(cursor) ?? { ...command.span, partitions: [] });
      }
    }
    const rewriting = new Rewriting(text.text);
    for (const template of templates) {
      for (const { storage } of eachPartition(template)) {
        if (storage === null || optionOf(storage.options, 'tablename') === undefined) continue;
        removeOptions(rewriting.edits, storage.options, storage, ({ name }) => name === 'tablename');
      }
    }
    return rewriting.outcome;
  },
};
