import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** `CREATE SEQUENCE … AS integer` (PostgreSQL 10), whose bounds are said where they are not the type's. */
export const sequenceTypes: Rule = {
  name: 'sequence-types',
  descs: ['SEQUENCE'],
  pattern: /\sAS\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.take('create')) continue;
      cursor.take('unlogged');
      if (!cursor.take('sequence') || cursor.takeQualifiedName() === null || !cursor.skipTo('as')) continue;
      const { start } = cursor;
      cursor.take('as');
      if (cursor.takeQualifiedName() !== null) rewriting.edits.remove({ start, end: cursor.end });
    }
    return rewriting.outcome;
  },
};
