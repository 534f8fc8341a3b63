import type { TokenCursor } from '../../../sql/token-cursor.ts';
import { removeOptions, takeStorageClause } from '../../../sql/storage-options.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Resource queues and groups, which limit what roles use. */
export const withoutResources: Rule = {
  name: 'without-resources',
  descs: ['GLOBAL'],
  pattern: /^\s*(?:(?:CREATE|ALTER|DROP)|COMMENT\s+ON)\s+RESOURCE\s+(?:QUEUE|GROUP)\b/i,
  rewrite: () => ({ leftOut: 'PostgreSQL has no resource queues and groups' }),
};

/** What a role may use, when it may log in, and which external tables it may make. */
export const withoutRoleLimits: Rule = {
  name: 'without-role-limits',
  descs: ['GLOBAL'],
  pattern: /^\s*(?:CREATE|ALTER)\s+(?:ROLE|USER)\s[^]*\b(?:RESOURCE|(?:NO)?CREATEEXTTABLE|DENY)\b/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const cursor = archive.cursorOf(text);
    cursor.next();
    cursor.next();
    cursor.takeName();
    const begin = cursor.end;
    cursor.take('with');
    // `ALTER ROLE r SET name TO value` has options of another sort.
    if (cursor.sees('set') || cursor.sees('in')) return null;
    let isAnyKept = false;
    const isCreated = /^\s*CREATE/i.test(text);
    for (; cursor.token !== null && !cursor.sees(';');) {
      const { start } = cursor;
      const lost = takeLimit(cursor);
      if (lost === null) {
        isAnyKept = true;
        cursor.skip();
        continue;
      }
      rewriting.edits.remove({ start, end: cursor.end });
      rewriting.note(lost);
    }
    if (rewriting.edits.isEmpty || isAnyKept) return rewriting.outcome;
    if (!isCreated) return { leftOut: 'it says nothing that PostgreSQL has' };
    const created = new Rewriting(text);
    created.edits.replace({ start: begin, end: cursor.end }, '');
    created.note('what it may use is not limited, which PostgreSQL does not do');
    return created.outcome;
  },
};

/** Takes an option that PostgreSQL has none like, and says what is lost with it. */
function takeLimit(cursor: TokenCursor): string | null {
  if (cursor.take('resource', 'queue') || cursor.take('resource', 'group')) {
    cursor.next();
    return 'what it may use is not limited, which PostgreSQL does not do';
  }
  if (cursor.take('createexttable') || cursor.take('nocreateexttable')) {
    cursor.takeList();
    return 'its rights to make external tables are left out, of which PostgreSQL has none';
  }
  if (!cursor.take('deny')) return null;
  const takePoint = (): void => {
    cursor.take('day');
    cursor.next();
    if (cursor.take('time')) cursor.next();
  };
  if (cursor.take('between')) {
    takePoint();
    if (cursor.take('and')) takePoint();
  } else takePoint();
  return 'it may log in at any time, which PostgreSQL does not limit';
}

/** Places of a tablespace on single segments. */
export const withoutContents: Rule = {
  name: 'without-contents',
  descs: ['GLOBAL'],
  pattern: /^\s*CREATE\s+TABLESPACE\s[^]*\bcontent\d+\s*=/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    const clause = cursor.skipTo('with') ? takeStorageClause(cursor) : null;
    if (clause === null) return null;
    removeOptions(rewriting.edits, clause.options, clause, ({ name }) => /^content\d+$/.test(name));
    return rewriting.outcome;
  },
};
