import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * USING in CREATE TABLE, as gpbackup and people write it where pg_dump sets default_table_access_method: said as pg_dump
 * does, unless the target knows it there.
 */
export const inlineAccessMethods = (isKnown: (method: string, isPartitioned: boolean) => boolean): Rule => ({
  name: 'inline-access-methods',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /\sUSING\s/i,
  rewrite(entry, archive) {
    const cursor = archive.statementsOf(entry.definition ?? '')[0]?.cursor();
    if (cursor?.take('create') !== true || !cursor.skipTo('using', 'as') || !cursor.sees('using')) return null;
    const { start } = cursor;
    cursor.take('using');
    const method = cursor.takeName();
    const { end } = cursor;
    const isPartitioned = cursor.skipTo('partition') || archive.read(entry)?.table.isPartitioned === true;
    if (method === null || isKnown(method, isPartitioned)) return null;
    const rewriting = new Rewriting(entry.definition ?? '');
    rewriting.edits.remove({ start, end });
    // A partitioned table has no rows.
    return { changes: { ...rewriting.outcome?.changes, tableAccessMethod: isPartitioned ? null : method }, notes: [] };
  },
});
