import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import { tokensOf, type Token } from './lexer.ts';

/** Walks over the tokens of a text. Nothing throws: what is not there is null or false. */
export class TokenCursor {
  readonly text: ByteString;
  readonly #tokens: readonly Token[];
  #at: number;

  constructor(text: ByteString, tokens: readonly Token[] = tokensOf(text), at = 0) {
    this.text = text;
    this.#tokens = tokens;
    this.#at = at;
  }

  /** Another one at the same place, to look ahead with. */
  fork(): TokenCursor {
    return new TokenCursor(this.text, this.#tokens, this.#at);
  }

  get token(): Token | null {
    return this.#tokens[this.#at] ?? null;
  }

  /** Where the next token starts; behind the last one, where that ends. */
  get start(): number {
    return this.token?.start ?? this.end;
  }

  /** Where the last token that was taken ends. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  next(): Token | null {
    const { token } = this;
    if (token !== null) this.#at += 1;
    return token;
  }

  /** Whether these keywords or symbols are next. */
  sees(...values: readonly string[]): boolean {
    return values.every((value, i) => {
      const token = this.#tokens[this.#at + i];
      return token !== undefined && token.kind !== 'name' && token.kind !== 'string' && token.value === value;
    });
  }

  /** Takes these keywords or symbols where they are next. */
  take(...values: readonly string[]): boolean {
    if (!this.sees(...values)) return false;
    this.#at += values.length;
    return true;
  }

  /** A bare or quoted name. */
  takeName(): ByteString | null {
    const { token } = this;
    if (token === null || (token.kind !== 'word' && token.kind !== 'name')) return null;
    this.#at += 1;
    return token.value;
  }

  /** `name`, `schema.name` and so on, as its parts. */
  takeQualifiedName(): readonly ByteString[] | null {
    const first = this.takeName();
    if (first === null) return null;
    const parts = [first];
    while (this.sees('.')) {
      const ahead = this.fork();
      ahead.take('.');
      const part = ahead.takeName();
      if (part === null) break;
      this.#at = ahead.#at;
      parts.push(part);
    }
    return parts;
  }

  /** What stands in parentheses, which must be next, as its items between commas; null: there are none, or no end. */
  takeList(): ParenthesizedList | null {
    if (!this.sees('(')) return null;
    const close = this.#closing();
    if (close === null) return null;
    const start = this.start;
    this.#at += 1;
    const items: TokenCursor[] = [];
    for (let from = this.#at; ; from = this.#at + 1, this.#at = from) {
      while (this.#at < close && !this.sees(',')) this.skip();
      if (this.#at > from || items.length > 0) {
        items.push(new TokenCursor(this.text, this.#tokens.slice(from, this.#at)));
      }
      if (this.#at >= close) break;
    }
    this.#at = close + 1;
    return { start, end: this.end, items };
  }

  /** Goes over one token, or over all that stands in parentheses or brackets. */
  skip(): void {
    this.#at = (this.sees('(') || this.sees('[') ? (this.#closing() ?? this.#at) : this.#at) + 1;
  }

  /** Goes on to the first of these keywords or symbols that stands outside parentheses; false: none does. */
  skipTo(...values: readonly string[]): boolean {
    while (this.token !== null) {
      if (values.some((value) => this.sees(value))) return true;
      this.skip();
    }
    return false;
  }

  /** All that is left. */
  get rest(): Span {
    return { start: this.start, end: this.#tokens.at(-1)?.end ?? 0 };
  }

  textOf({ start, end }: Span): ByteString {
    return this.text.slice(start, end);
  }

  /** Index of the parenthesis or bracket that ends the one at hand. */
  #closing(): number | null {
    let depth = 0;
    for (let i = this.#at; i < this.#tokens.length; i += 1) {
      const { kind, value } = this.#tokens[i]!;
      if (kind !== 'symbol') continue;
      if (value === '(' || value === '[') depth += 1;
      else if ((value === ')' || value === ']') && (depth -= 1) === 0) return i;
    }
    return null;
  }
}

export interface ParenthesizedList extends Span {
  /** Each has the tokens of one item. */
  readonly items: readonly TokenCursor[];
}
