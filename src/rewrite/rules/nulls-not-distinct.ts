import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Unique keys that take NULL for a value (PostgreSQL 15). */
export const nullsNotDistinct: Rule = {
  name: 'nulls-not-distinct',
  descs: ['CONSTRAINT', 'INDEX', 'TABLE'],
  pattern: /\sNULLS\s+NOT\s+DISTINCT\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const tokens = archive.tokensOf(definition ?? '');
    tokens.forEach(({ start }, i) => {
      const words = tokens.slice(i, i + 3);
      if (words.map(({ value }) => value).join(' ') !== 'nulls not distinct') return;
      rewriting.edits.remove({ start, end: words[2]!.end });
      rewriting.note('rows that differ in nothing but are NULL are allowed: the target has no NULLS NOT DISTINCT');
    });
    return rewriting.outcome;
  },
};
