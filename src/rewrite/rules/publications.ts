import { removeOptions, takeStorageClause } from '../../sql/storage-options.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Whole schemas, some rows and some columns in a publication (PostgreSQL 15). */
export const publishedParts: Rule = {
  name: 'published-parts',
  descs: ['PUBLICATION TABLE', 'PUBLICATION TABLES IN SCHEMA'],
  pattern: /^ALTER PUBLICATION /i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.skipTo('add') || !cursor.take('add')) return null;
    if (cursor.sees('tables', 'in')) return { leftOut: 'the target publishes no whole schemas' };
    cursor.take('table');
    cursor.take('only');
    if (cursor.takeQualifiedName() === null) return null;
    cursor.take('*');
    // All would be published that was not to be seen.
    if (cursor.sees('where')) return { leftOut: 'the target publishes all rows of a table or none' };
    if (cursor.sees('(')) return { leftOut: 'the target publishes all columns of a table' };
    return null;
  },
};

/** `publish_via_partition_root` came with PostgreSQL 13, `publish_generated_columns` with 18. */
export const publicationOptions = (unknown: readonly string[]): Rule => ({
  name: `publication-options-${unknown.join('-')}`,
  descs: ['PUBLICATION'],
  pattern: /\sWITH\s*\(/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    const clause = cursor.skipTo('with') ? takeStorageClause(cursor) : null;
    if (clause === null) return null;
    removeOptions(rewriting.edits, clause.options, clause, ({ name }) => {
      if (!unknown.includes(name)) return false;
      rewriting.note(`has no ${name}, which the target does not know`);
      return true;
    });
    return rewriting.outcome;
  },
});
