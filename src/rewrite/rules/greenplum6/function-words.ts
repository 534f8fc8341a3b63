import { removeOptions, takeStorageOptions } from '../../../sql/storage-options.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';
import { attributesOf } from '../routines.ts';

/** What tells newer planners more of a function: PARALLEL (PostgreSQL 9.6), SUPPORT (12). */
export const plannerWords: Rule = {
  name: 'planner-words',
  descs: ['FUNCTION'],
  pattern: /\s(?:PARALLEL|SUPPORT)\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      for (const cursor of attributesOf(statement.cursor(), 'parallel', 'support')) {
        const { start } = cursor;
        const ahead = cursor.fork();
        ahead.next();
        if (ahead.takeQualifiedName() !== null) rewriting.edits.remove({ start, end: ahead.end });
      }
    }
    return rewriting.outcome;
  },
};

/** The same of aggregates, with what PostgreSQL 11 says of their final functions. */
export const aggregateWords: Rule = {
  name: 'aggregate-words',
  descs: ['AGGREGATE'],
  pattern: /\b(?:PARALLEL|M?FINALFUNC_MODIFY)\s*=/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create', 'aggregate') || cursor.takeQualifiedName() === null) return null;
    cursor.takeList();
    const options = takeStorageOptions(cursor);
    if (options === null) return null;
    const unknown = ['parallel', 'finalfunc_modify', 'mfinalfunc_modify'];
    removeOptions(rewriting.edits, options, options, ({ name }) => unknown.includes(name));
    return rewriting.outcome;
  },
};
