import { removeOptions, takeStorageClause } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { anyOf } from './any-of.ts';

/** Options in a WITH clause of tables, views and indexes that the target refuses, as it does not know them. */
export const newerOptions = (unknown: readonly string[], name = 'newer-options'): Rule => ({
  name,
  descs: ['TABLE', 'VIEW', 'MATERIALIZED VIEW', 'INDEX', 'CONSTRAINT'],
  pattern: anyOf(unknown, (names) => `\\b(?:${names})\\b`),
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      // Behind AS is a query.
      while (cursor.skipTo('with', 'as') && cursor.sees('with')) {
        const clause = takeStorageClause(cursor);
        if (clause === null) continue;
        removeOptions(rewriting.edits, clause.options, clause, (option) => {
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
