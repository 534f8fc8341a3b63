import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Sorts of objects that came with PostgreSQL 9.5 to 15, and what a database is without them. */
const reasons = new Map([
  ['POLICY', 'the target has no row security: who may read the table reads all its rows'],
  ['ROW SECURITY', 'the target has no row security: who may read the table reads all its rows'],
  ['PUBLICATION', 'the target publishes nothing'],
  ['PUBLICATION TABLE', 'the target publishes nothing'],
  ['PUBLICATION TABLES IN SCHEMA', 'the target publishes nothing'],
  ['STATISTICS', 'the target has no statistics of several columns'],
  ['PROCEDURE', 'the target has no procedures: a function may do the same, without COMMIT'],
  ['TRANSFORM', 'the target has no transforms'],
  ['ACCESS METHOD', 'the target has no access methods of its users'],
]);

export const unknownKinds: Rule = {
  name: 'unknown-kinds',
  descs: [...reasons.keys()],
  pattern: /^/,
  rewrite: ({ desc }) => ({ leftOut: reasons.get(desc)! }),
};

/** ALTER TABLE … FORCE ROW LEVEL SECURITY. */
export const forcedRowSecurity: Rule = {
  name: 'forced-row-security',
  descs: ['TABLE'],
  pattern: /\sROW\s+LEVEL\s+SECURITY\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.take('alter', 'table') || !cursor.skipTo('row') || !cursor.sees('row', 'level', 'security')) continue;
      rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      rewriting.note('who may read it reads all its rows: the target has no row security');
    }
    return rewriting.outcome;
  },
};

/** COMMENT ON CONSTRAINT … ON DOMAIN (PostgreSQL 9.5). */
export const commentsOnDomainConstraints: Rule = {
  name: 'comments-on-domain-constraints',
  descs: ['COMMENT'],
  pattern: /^\s*COMMENT\s+ON\s+CONSTRAINT\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('comment', 'on', 'constraint') || cursor.takeName() === null || !cursor.take('on', 'domain')) {
      return null;
    }
    return { leftOut: 'the target has no comments on constraints of domains' };
  },
};
