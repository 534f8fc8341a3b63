import type { ByteString } from '../model/text.ts';
import type { Token } from '../sql/lexer.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** What stands ahead of and behind a column that is shown, compared for equality or looked at for NULL. */
const ahead = words('select distinct all by , = ( where on and or not when then else of from using');
const behind = words(
  ', as from ) ; = is where group order having limit union intersect except and or then else end on asc desc',
);

/** Words ahead of a parenthesis that is no function's. */
const noCalls = words(
  'select distinct all by where on and or not when then else of from using in as with values any some exists join filter ' +
    'btree hash gist gin spgist brin bitmap check include',
);

/** The first of these columns that a query computes with; null: none, their values are as good as any. */
export function computedWith(tokens: readonly Token[], columns: { has(name: ByteString): boolean }): ByteString | null {
  /** For each open parenthesis whether a function is called there. */
  const calls: boolean[] = [];
  const valueAt = (i: number): string => tokens[i]?.value ?? ';';
  const isName = (i: number): boolean => tokens[i]?.kind === 'word' || tokens[i]?.kind === 'name';
  for (let i = 0; i < tokens.length; i += 1) {
    const { value } = tokens[i]!;
    if (value === '(') calls.push(isName(i - 1) && !noCalls.has(valueAt(i - 1)));
    else if (value === ')') calls.pop();
    else if (isName(i) && columns.has(value) && valueAt(i + 1) !== '(' && valueAt(i + 1) !== '.') {
      let first = i;
      while (valueAt(first - 1) === '.' && isName(first - 2)) first -= 2;
      const before = valueAt(first - 1);
      // What a column of the query is called.
      if (before === 'as') continue;
      if (calls.at(-1) === true || !ahead.has(before) || !behind.has(valueAt(i + 1))) return value;
    }
  }
  return null;
}
