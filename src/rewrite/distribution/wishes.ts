import { shown, toByteString, type ByteString } from '../../model/text.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import { UserError } from '../../errors.ts';
import { nameOf, type QualifiedName } from '../qualified-name.ts';
import type { Rewritable } from '../rewritable.ts';

/** What a user wants of the tables that a pattern fits. */
export interface Wish {
  /** `sales.*`, as it was typed. */
  readonly pattern: string;
  readonly distribution: { readonly by: readonly ByteString[] } | 'randomly' | 'replicated';
}

/** Reads `by (a, "B")`, `randomly` or `replicated`; a name that is not quoted is one in lower case, as in SQL. */
export function wishOf(pattern: string, words: string): Wish {
  const cursor = new TokenCursor(toByteString(words));
  for (const word of ['randomly', 'replicated'] as const) {
    if (cursor.take(word) && cursor.token === null) return { pattern, distribution: word };
  }
  if (cursor.take('by')) {
    const columns = cursor.takeList()?.items.map((item) => {
      const name = item.takeName();
      return item.token === null ? name : null;
    });
    if (columns !== undefined && columns.length > 0 && cursor.token === null && !columns.includes(null)) {
      return { pattern, distribution: { by: columns.flatMap((column) => column ?? []) } };
    }
  }
  throw new UserError(`invalid distribution "${words}" for "${pattern}"`, {
    hint: 'It is "by (column, …)", "randomly" or "replicated".',
  });
}

/** The first wish whose pattern fits. */
export const wishFor = (table: Rewritable, wishes: readonly Wish[]): Wish | undefined =>
  wishes.find(({ pattern }) => fits(pattern, nameOf(table)));

/** Whether a pattern fits `schema.table`, or the table alone where it has no dot. */
export const fits = (pattern: string, [namespace, name]: QualifiedName): boolean =>
  globOf(pattern).test(shown(pattern.includes('.') ? `${namespace}.${name}` : name));

/** `*` is any number of characters, `?` is one. */
const globOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    's',
  );
