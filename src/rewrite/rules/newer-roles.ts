import { removeItems, type Span } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { anyOf } from './any-of.ts';

/** What is said to roles that every server of newer releases has, or of them. */
export const newerRoles = (roles: readonly string[], name = 'newer-roles'): Rule => ({
  name,
  descs: ['GLOBAL', 'ACL', 'DEFAULT ACL'],
  pattern: anyOf(roles, (names) => names),
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const { span, after, cursor } of archive.statementsOf(definition ?? '')) {
      const role = namedRole(cursor(), roles);
      if (role === null) continue;
      rewriting.edits.remove({ start: span.start, end: after });
      rewriting.note(`says nothing of ${role}, a role that the target does not have`);
    }
    return rewriting.outcome;
  },
});

/** What belongs to such a role. */
export const newerOwners = (roles: readonly string[]): Rule => ({
  name: 'newer-owners',
  descs: ['SCHEMA', 'TABLE', 'VIEW', 'MATERIALIZED VIEW', 'SEQUENCE', 'FUNCTION', 'PROCEDURE', 'TYPE', 'DOMAIN'],
  pattern: /^/,
  rewrite({ owner }) {
    if (owner === null || !roles.includes(owner)) return null;
    const note = `belongs to who restores it, since the target has no role ${owner}`;
    return { changes: { owner: '' }, notes: [note] };
  },
});

function namedRole(cursor: TokenCursor, roles: readonly string[]): string | null {
  if (!['grant', 'revoke', 'alter', 'set', 'comment'].some((word) => cursor.sees(word))) return null;
  for (; cursor.token !== null; cursor.next()) {
    const { kind, value } = cursor.token;
    if ((kind === 'word' || kind === 'name') && roles.includes(value)) return value;
  }
  return null;
}

/** How far a membership goes (PostgreSQL 16). */
export const membershipOptions: Rule = {
  name: 'membership-options',
  descs: ['GLOBAL'],
  pattern: /^\s*GRANT\s[^;]*\sWITH\s[^;]*(?:INHERIT|SET|ADMIN)\s+(?:TRUE|FALSE|OPTION)/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('grant') || !cursor.skipTo('on', 'with') || cursor.sees('on')) return null;
    const { start } = cursor;
    cursor.take('with');
    let admin = false;
    do {
      const option = cursor.takeName();
      const isTrue = cursor.take('option') || cursor.take('true');
      if (!isTrue && !cursor.take('false')) return null;
      if (option === 'admin') admin = isTrue;
      else if (!isTrue) {
        rewriting.note(
          option === 'set'
            ? 'may SET ROLE to it, which the target allows each member'
            : 'has its rights where the member inherits, since the target does not say that of each membership',
        );
      }
    } while (cursor.take(','));
    const said = admin ? 'WITH ADMIN OPTION' : '';
    if (cursor.textOf({ start, end: cursor.end }) === said) return null;
    if (admin) rewriting.edits.replace({ start, end: cursor.end }, said);
    else rewriting.edits.remove({ start, end: cursor.end });
    return rewriting.outcome;
  },
};

/** MAINTAIN (PostgreSQL 17), and privileges on parameters (15) and on large objects to come (18). */
export const newerPrivileges = (release: number): Rule => ({
  name: 'newer-privileges',
  descs: ['ACL', 'DEFAULT ACL', 'GLOBAL'],
  pattern: /\bMAINTAIN\b|\bON\s+PARAMETER\b|\bON\s+LARGE\s+OBJECTS\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const whole = { start: statement.span.start, end: statement.after };
      const cursor = statement.cursor();
      const hasGrant = cursor.skipTo('grant', 'revoke');
      if (!hasGrant) continue;
      cursor.next();
      cursor.take('grant', 'option', 'for');
      const privileges = takePrivileges(cursor);
      if ((release < 15 && cursor.sees('on', 'parameter')) || (release < 18 && cursor.sees('on', 'large', 'objects'))) {
        rewriting.edits.remove(whole);
        rewriting.note('has no privileges on parameters or large objects to come, as nobody has in the target');
        continue;
      }
      const kept = privileges.filter(({ name }) => release >= 17 || name !== 'maintain');
      if (kept.length === privileges.length) continue;
      if (kept.length === 0) rewriting.edits.remove(whole);
      else removeItems(rewriting.edits, privileges, (each) => !kept.some(({ start }) => start === each.start));
      rewriting.note('MAINTAIN is left out, a privilege that the target does not have');
    }
    return rewriting.outcome;
  },
});

function takePrivileges(cursor: TokenCursor): readonly (Span & { readonly name: string })[] {
  const privileges: (Span & { readonly name: string })[] = [];
  do {
    const { start } = cursor;
    const name = cursor.takeName() ?? '';
    while (cursor.token !== null && !cursor.sees(',') && !cursor.sees('on') && !cursor.sees('to')) cursor.skip();
    privileges.push({ name, start, end: cursor.end });
  } while (cursor.take(','));
  return privileges;
}
