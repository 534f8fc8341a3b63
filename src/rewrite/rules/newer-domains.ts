import type { Phrase } from '../releases/names-since.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';
import { reasonAgainst } from './newer-expressions.ts';

/** Words that begin what a domain has beside its type. */
const parts = ['default', 'constraint', 'check', 'not', 'null', 'collate'];

/** Checks and defaults of domains that the target cannot read: without them it can have the domain, and tables that need it. */
export const newerDomains = (
  functions: ReadonlySet<string>,
  phrases: readonly Phrase[],
  name = 'newer-domains',
): Rule => ({
  name,
  descs: ['DOMAIN'],
  pattern: /\s(?:CHECK|DEFAULT)\s/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const cursor = archive.cursorOf(text);
    if (!cursor.take('create', 'domain') || !cursor.skipTo(...parts)) return null;
    while (cursor.token !== null && !cursor.sees(';')) {
      const { start } = cursor;
      const constraint = cursor.take('constraint') ? cursor.takeName() : null;
      const isCheck = cursor.sees('check');
      const isExpression = isCheck || cursor.sees('default');
      cursor.next();
      const from = cursor.start;
      cursor.skipTo(...parts, ';');
      const reason = isExpression
        ? reasonAgainst(archive.cursorOf(text.slice(from, cursor.end)), archive, functions, phrases)
        : null;
      if (reason === null) continue;
      rewriting.edits.remove({ start, end: cursor.end });
      const what = isCheck ? `a check${constraint === null ? '' : ` (${constraint})`}` : 'the default';
      rewriting.note(`${what} is left out: ${reason}`);
    }
    return rewriting.outcome;
  },
});
