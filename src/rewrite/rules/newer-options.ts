import { removeOptions, takeStorageOptions } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Of tables and indexes. */
export const optionsSince13: readonly string[] = [
  ...['autovacuum_vacuum_insert_threshold', 'autovacuum_vacuum_insert_scale_factor', 'deduplicate_items'],
];

/** And of views. */
export const optionsSince15: readonly string[] = [
  ...['security_invoker', 'autovacuum_vacuum_max_threshold', 'vacuum_max_eager_freeze_failure_rate'],
];

/** Options in a WITH clause of tables, views and indexes that the target refuses, as it does not know them. */
export const newerOptions = (name: string, unknown: readonly string[]): Rule => ({
  name,
  descs: ['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'INDEX', 'CONSTRAINT'],
  pattern: new RegExp(`\\b(?:${unknown.join('|')})\\b`, 'i'),
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      // Behind AS is a query.
      while (cursor.skipTo('with', 'as') && cursor.sees('with')) {
        const { start } = cursor;
        cursor.take('with');
        const options = takeStorageOptions(cursor);
        if (options === null) continue;
        removeOptions(rewriting.edits, options, { start, end: cursor.end }, (option) => {
          if (!unknown.includes(option.name.replace(/^toast\./, ''))) return false;
          rewriting.note(
            option.name === 'security_invoker'
              ? "reads with the rights of the view's owner: the target has no security_invoker"
              : `has no ${option.name}, which the target does not know`,
          );
          return true;
        });
      }
    }
    return rewriting.outcome;
  },
});
