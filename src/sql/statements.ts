import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import { tokensOf, type Lexing, type Token } from './lexer.ts';
import { TokenCursor } from './token-cursor.ts';

/** One statement of a text. */
export interface Statement {
  /** From its first token to its last, the semicolon not among them. */
  readonly span: Span;
  /** Behind the semicolon, or the end where there is none. */
  readonly after: number;
  /** Walks over its tokens alone. */
  cursor(): TokenCursor;
}

/** The statements of a text, empty ones left out. */
export function statementsOf(text: ByteString, lexing?: Lexing): Statement[] {
  const statements: Statement[] = [];
  let tokens: Token[] = [];
  let depth = 0;
  const finish = (after: number): void => {
    const own = tokens;
    const [first] = own;
    if (first !== undefined) {
      const span = { start: first.start, end: own.at(-1)!.end };
      statements.push({ span, after, cursor: () => new TokenCursor(text, own) });
    }
    tokens = [];
    depth = 0;
  };
  for (const token of tokensOf(text, lexing)) {
    if (token.kind === 'symbol') {
      if (token.value === '(') depth += 1;
      else if (token.value === ')') depth -= 1;
      else if (token.value === ';' && depth <= 0) {
        finish(token.end);
        continue;
      }
    }
    tokens.push(token);
  }
  finish(text.length);
  return statements;
}
