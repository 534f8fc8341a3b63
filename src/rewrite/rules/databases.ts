import type { Span } from '../../sql/edits.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** What CREATE DATABASE says, by the release that it came with. */
const newer: ReadonlyMap<string, number> = new Map([
  ['locale_provider', 15],
  ['icu_locale', 15],
  ['collation_version', 15],
  ['strategy', 15],
  ['oid', 15],
  ['icu_rules', 16],
  ['builtin_locale', 17],
]);

/** `LOCALE = 'x'`, which came with PostgreSQL 13, is both that it stands for. */
export const databaseLocales = (release: number): Rule => ({
  name: 'database-locales',
  descs: ['DATABASE', 'GLOBAL'],
  pattern: /^\s*CREATE\s+DATABASE\s/im,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    for (const statement of archive.statementsOf(text)) {
      const cursor = statement.cursor();
      if (!cursor.take('create', 'database')) continue;
      const said = new Set<string>();
      const options: (Span & { readonly name: string; readonly value: string })[] = [];
      cursor.takeName();
      cursor.take('with');
      while (cursor.token !== null) {
        const { start } = cursor;
        const name = cursor.takeName() ?? cursor.next()!.value;
        if (!cursor.take('=')) continue;
        const value = cursor.next()?.value ?? '';
        said.add(name);
        options.push({ name, value, start, end: cursor.end });
      }
      for (const option of options) {
        const { name, value } = option;
        if ((newer.get(name) ?? 0) > release) {
          rewriting.edits.remove(option);
          const isLocale = name === 'icu_locale' || name === 'builtin_locale';
          if (isLocale) rewriting.note(`sorts as its LC_COLLATE says, since the target has no ${name.toUpperCase()}`);
        } else if (name === 'locale' && release < 13) {
          const each = ['lc_collate', 'lc_ctype'].filter((word) => !said.has(word));
          rewriting.edits.replace(option, each.map((word) => `${word.toUpperCase()} = ${value}`).join(' '));
        }
      }
    }
    return rewriting.outcome;
  },
});
