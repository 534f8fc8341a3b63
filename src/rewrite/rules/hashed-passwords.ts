import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Passwords as roles have them: a server that does not know a hash takes it for the password. */
const without = (what: string, hash: RegExp): Rule => ({
  name: 'hashed-passwords',
  descs: ['GLOBAL'],
  pattern: /\bPASSWORD\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('password')) {
      const { start } = cursor;
      cursor.next();
      if (!hash.test(cursor.token?.value ?? '')) continue;
      cursor.next();
      rewriting.edits.remove({ start, end: cursor.end });
      rewriting.note(`has no password: the target does not know ${what} and would take it for the password itself`);
    }
    return rewriting.outcome;
  },
});

/** password_hash_algorithm of Greenplum 6. */
export const sha256Passwords = without('the hash sha256', /^'sha256[0-9a-f]{64}'$/);

/** Since PostgreSQL 10. */
export const scramPasswords = without('SCRAM hashes', /^'SCRAM-SHA-256\$/);
