import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import { tokensOf, type Lexing, type Token } from './lexer.ts';
import { StatementEnd } from './statement-end.ts';
import { TokenCursor } from './token-cursor.ts';

/** One statement of a text. */
export interface Statement {
  /** From its first token to its last, the semicolon not among them. */
  readonly span: Span;
  /** Behind the semicolon, or the end where there is none. */
  readonly after: number;
  readonly tokens: readonly Token[];
  /** Walks over its tokens alone. */
  cursor(): TokenCursor;
}

/** The statements of a text, empty ones left out. */
export function statementsOf(text: ByteString, lexing?: Lexing): Statement[] {
  const statements: Statement[] = [];
  let tokens: Token[] = [];
  const end = new StatementEnd();
  const finish = (after: number): void => {
    const own = tokens;
    const [first] = own;
    if (first !== undefined) {
      const span = { start: first.start, end: own.at(-1)!.end };
      statements.push({ span, after, tokens: own, cursor: () => new TokenCursor(text, own) });
    }
    tokens = [];
  };
  for (const token of tokensOf(text, lexing)) {
    if (end.isAt(token)) finish(token.end);
    else tokens.push(token);
  }
  finish(text.length);
  return statements;
}
