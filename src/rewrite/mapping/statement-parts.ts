import type { Token } from '../../sql/lexer.ts';

/** Where a statement has a query or an expression whose names may be aliases, as indexes of tokens: from the first to the one behind the last. */
export interface QueryPart {
  readonly from: number;
  readonly to: number;
}

/** null: there is none, and what is qualified is so by a schema. */
export function queryPartOf(tokens: readonly Token[]): QueryPart | null {
  if (tokens[0]?.value !== 'create') return null;
  const kind = tokens.findIndex(({ kind: sort, value }) => sort === 'word' && kinds.has(value));
  const outside = outsideParentheses(tokens);
  const at = (test: (i: number) => boolean): number => outside.find((i) => i > kind && test(i)) ?? -1;
  const has = (i: number, ...words: readonly string[]): boolean =>
    words.every((word, n) => tokens[i + n]?.kind === 'word' && tokens[i + n]?.value === word);
  const from = ((): number => {
    switch (tokens[kind]?.value) {
      case 'view':
        return at((i) => has(i, 'as'));
      case 'rule':
        return at((i) => has(i, 'where') || has(i, 'do'));
      case 'policy':
        return at((i) => tokens[i]?.value === '(');
      case 'trigger':
        return at((i) => has(i, 'when'));
      case 'function':
      case 'procedure':
        return at((i) => has(i, 'begin', 'atomic') || has(i, 'return'));
      default:
        return -1;
    }
  })();
  if (from < 0) return null;
  // Behind WHEN (…) is the name of a function.
  const to = tokens[kind]?.value === 'trigger' ? (outside.find((i) => i > from + 1) ?? tokens.length) : tokens.length;
  return { from, to };
}

const kinds = new Set(['view', 'rule', 'policy', 'trigger', 'function', 'procedure', 'table', 'index', 'type']);

/** Tokens that stand in no parentheses, and those that open some. */
function outsideParentheses(tokens: readonly Token[]): readonly number[] {
  const outside: number[] = [];
  let depth = 0;
  tokens.forEach(({ kind, value }, i) => {
    if (kind === 'symbol' && value === ')') depth -= 1;
    else if (depth === 0) outside.push(i);
    if (kind === 'symbol' && value === '(') depth += 1;
  });
  return outside;
}
