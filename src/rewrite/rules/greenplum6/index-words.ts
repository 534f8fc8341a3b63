import type { TokenCursor } from '../../../sql/token-cursor.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** `CREATE INDEX … ON ONLY`, which makes those of partitions apart: the target makes all of them at once. */
export const indexOnly: Rule = {
  name: 'index-only',
  descs: ['INDEX'],
  pattern: /\sON\s+ONLY\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create') || !cursor.skipTo('on') || !cursor.take('on')) return null;
    if (cursor.sees('only')) rewriting.edits.remove(cursor.token!);
    return rewriting.outcome;
  },
};

/** INCLUDE (PostgreSQL 11): columns that an index has and does not search by. */
export const includedColumns: Rule = {
  name: 'included-columns',
  descs: ['INDEX', 'CONSTRAINT'],
  pattern: /\sINCLUDE\s*\(/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('include')) {
      const { start } = cursor;
      cursor.take('include');
      if (cursor.takeList() === null) continue;
      rewriting.edits.remove({ start, end: cursor.end });
      rewriting.note('has only the columns that are searched by, since the target has no INCLUDE');
    }
    return rewriting.outcome;
  },
};

const known = new Set(['btree', 'gist', 'gin', 'spgist', 'bitmap']);

/** Indexes of methods that the target lacks: btree finds all that hash finds, what others are for it is not. */
export const indexMethods: Rule = {
  name: 'index-methods',
  descs: ['INDEX'],
  pattern: /\sUSING\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    const method = takeMethod(cursor);
    if (method === null || known.has(method)) return null;
    if (method !== 'hash') return { leftOut: `the target has no indexes by ${method}` };
    const rewriting = new Rewriting(definition ?? '');
    rewriting.edits.replace(cursor.token!, 'btree');
    rewriting.note('by btree, since the target has no indexes by hash');
    return rewriting.outcome;
  },
};

/** Stops at the method that USING names; null: there is none. */
function takeMethod(cursor: TokenCursor): string | null {
  if (!cursor.take('create') || !cursor.skipTo('using', '(') || !cursor.take('using')) return null;
  return cursor.fork().takeName();
}

/** Exclusion constraints, which would have to look at the rows of all segments. */
export const exclusionConstraints: Rule = {
  name: 'exclusion-constraints',
  descs: ['CONSTRAINT'],
  pattern: /\sEXCLUDE\s/i,
  rewrite(entry, archive) {
    return archive.keys.madeBy(entry)?.kind === 'exclusion'
      ? { leftOut: 'the target has no exclusion constraints' }
      : null;
  },
};

/** `ALTER INDEX … ALTER COLUMN 1 SET STATISTICS` (PostgreSQL 11). */
export const indexStatistics: Rule = {
  name: 'index-statistics',
  descs: ['INDEX', 'CONSTRAINT'],
  pattern: /\sSET\s+STATISTICS\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const { span, after, cursor: walk } of archive.statementsOf(definition ?? '')) {
      const cursor = walk();
      if (!cursor.take('alter', 'index') || !cursor.skipTo('set') || !cursor.sees('set', 'statistics')) continue;
      rewriting.edits.remove({ start: span.start, end: after });
      rewriting.note('ANALYZE looks at its expressions as usual: the target knows no other way');
    }
    return rewriting.outcome;
  },
};
