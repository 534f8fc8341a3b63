import { removeItems, type Span } from '../../../sql/edits.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** The second function of a hash class, which takes a seed (PostgreSQL 11): nothing but hash partitions asks for it. */
export const hashFunctions: Rule = {
  name: 'hash-functions',
  descs: ['OPERATOR CLASS', 'OPERATOR FAMILY'],
  pattern: /\sUSING\s+hash\s[^]*\sFUNCTION\s+2\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (!cursor.skipTo('using') || !cursor.take('using', 'hash') || !cursor.skipTo('as', 'add')) continue;
      cursor.next();
      const parts: (Span & { readonly isSeeded: boolean })[] = [];
      do {
        const { start } = cursor;
        const isSeeded = cursor.sees('function', '2');
        cursor.skipTo(',', ';');
        parts.push({ start, end: cursor.end, isSeeded });
      } while (cursor.take(','));
      if (!parts.some(({ isSeeded }) => isSeeded)) continue;
      if (parts.every(({ isSeeded }) => isSeeded)) {
        rewriting.edits.remove({ start: statement.span.start, end: statement.after });
      } else {
        removeItems(rewriting.edits, parts, (part) => parts.some((each) => each.start === part.start && each.isSeeded));
      }
    }
    return rewriting.outcome;
  },
};
