import type { ByteString } from '../model/text.ts';
import { afterBlanks, standardLexing, tokenAt, tokensOf, type Lexing, type Token } from '../sql/lexer.ts';
import { copyStatementOf } from '../sql/copy-statement.ts';
import { StatementEnd } from '../sql/statement-end.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { withoutTrailBytes } from '../sql/trail-bytes.ts';
import { inEncoding, lexingAfter } from './lexing-after.ts';
import { commandLength, commandName, copiesRows, encodingOf, sendsQuery } from './meta-command.ts';
import type { BlankPiece, CommandPiece, Piece, Rows, StatementPiece } from './piece.ts';
import { findRowsEnd } from './rows-end.ts';
import { Window } from './window.ts';

/**
 * The pieces of a script, as psql reads it. Takes any bytes, and what it cannot read is a piece as well. Statements are
 * held one by one, rows never.
 */
export async function* scanScript(source: AsyncIterable<Uint8Array>): AsyncGenerator<Piece, void, undefined> {
  const scanner = new Scanner(new Window(source));
  try {
    for (;;) {
      const piece = await scanner.next();
      if (piece === null) return;
      yield piece;
    }
  } finally {
    await scanner.close();
  }
}

class Scanner {
  readonly #window: Window;
  #lexing: Lexing = standardLexing;
  /** What is to be read of the window's text: see withoutTrailBytes. */
  #seen: ByteString = '';
  /** Of the next character, in the window's text. */
  #at = 0;
  /** Of the piece's first character; and where that is in the script. */
  #start = 0;
  #startOffset = 0;

  constructor(window: Window) {
    this.#window = window;
  }

  close(): Promise<void> {
    return this.#window.close();
  }

  /** null: the script is over. */
  async next(): Promise<Piece | null> {
    this.#at = this.#start = this.#window.pass(this.#at);
    this.#startOffset = this.#window.offset(this.#start);
    this.#look(this.#start);
    await this.#toNext();
    if (this.#at > this.#start) return this.#blank();
    if (this.#at >= this.#text.length) return null;
    return this.#seen[this.#at] === '\\' && this.#text[this.#at + 1] !== ';' ? this.#command() : this.#statement();
  }

  get #text(): ByteString {
    return this.#window.text;
  }

  /** Reads on; what stands behind `from`, which begins a character, is seen anew. */
  async #grow(from: number): Promise<void> {
    await this.#window.grow();
    this.#look(from);
  }

  #look(from: number): void {
    const text = this.#text;
    const { encoding } = this.#lexing;
    this.#seen = encoding === undefined ? text : text.slice(0, from) + withoutTrailBytes(text.slice(from), encoding);
  }

  /** Goes over blanks and comments. */
  async #toNext(): Promise<void> {
    // Psql takes the mark of UTF-8 for nothing.
    if (this.#window.offset(this.#at) === 0) {
      while (this.#text.length < 3 && !this.#window.isOver) await this.#grow(0);
      if (this.#text.startsWith('\xef\xbb\xbf')) this.#at = 3;
    }
    while (!this.#passBlanks()) await this.#grow(this.#at);
  }

  /** False: more must be read to know where they end. */
  #passBlanks(): boolean {
    const at = afterBlanks(this.#seen, this.#at);
    const isCertain = at + 1 < this.#text.length && !(this.#seen[at] === '/' && this.#seen[at + 1] === '*');
    if (!isCertain && !this.#window.isOver) return false;
    this.#at = at;
    return true;
  }

  async #token(): Promise<Token> {
    for (;;) {
      const token = this.#wholeToken();
      if (token !== null) return token;
      await this.#grow(this.#at);
    }
  }

  /** null: more must be read to know where it ends. */
  #wholeToken(): Token | null {
    const token = tokenAt(this.#seen, this.#at, this.#lexing);
    const isCertain = token.kind !== 'broken' && token.end < this.#text.length && !this.#mayBeDollarQuote(token);
    return isCertain || this.#window.isOver ? token : null;
  }

  /** `$ta`, of which no more has been read. */
  #mayBeDollarQuote({ kind, start }: Token): boolean {
    if (kind !== 'operator' || this.#text[start] !== '$') return false;
    dollarTag.lastIndex = start;
    return dollarTag.test(this.#seen) && dollarTag.lastIndex === this.#text.length;
  }

  #extent(): { readonly start: number; readonly end: number } {
    return { start: this.#startOffset, end: this.#window.offset(this.#at) };
  }

  #blank(): BlankPiece {
    return { kind: 'blank', ...this.#extent(), text: this.#text.slice(this.#start, this.#at) };
  }

  async #statement(): Promise<Piece> {
    const end = new StatementEnd();
    let isMixed = false;
    for (;;) {
      if (this.#at >= this.#text.length) break;
      if (this.#seen[this.#at] === '\\') {
        const name = commandName(await this.#line());
        if (name === ';') {
          isMixed = true;
          this.#at += 2;
        } else if (sendsQuery(name)) return isMixed ? this.#unread(mixed) : this.#command();
        else {
          isMixed = true;
          this.#at += commandLength(await this.#line());
        }
      } else {
        const token = this.#wholeToken() ?? (await this.#token());
        this.#at = token.end;
        if (token.kind === 'broken') return this.#unread('a quote or comment never ends');
        if (end.isAt(token)) break;
      }
      if (!this.#passBlanks()) await this.#toNext();
    }
    if (isMixed) return this.#unread(mixed);
    return this.#withRows(this.#text.slice(this.#start, this.#at));
  }

  async #withRows(text: ByteString): Promise<Piece> {
    const lexing = this.#lexing;
    const cursor = (): TokenCursor =>
      new TokenCursor(text, tokensOf(text.endsWith(';') ? text.slice(0, -1) : text, lexing));
    const statement = { kind: 'statement' as const, text, cursor };
    if (/^copy\b/i.test(text) && copyStatementOf(cursor())?.isFollowed === true) {
      const isLast = await this.#restOfLine();
      const rows = await this.#rows();
      return isLast
        ? ({ ...statement, rows, ...this.#extent() } satisfies StatementPiece)
        : this.#unread('statements stand on one line with a COPY whose rows follow');
    }
    this.#lexing = lexingAfter(text, lexing);
    return { ...statement, rows: null, ...this.#extent() } satisfies StatementPiece;
  }

  #unread(why: string): Piece {
    return { kind: 'unread', ...this.#extent(), why };
  }

  /** A command of psql, which may have a query ahead of it. */
  async #command(): Promise<Piece> {
    const line = await this.#line();
    this.#at += commandLength(line);
    const name = commandName(line);
    const text = this.#text.slice(this.#start, this.#at);
    const encoding = encodingOf(line);
    if (encoding !== undefined) this.#lexing = inEncoding(encoding, this.#lexing);
    let rows: Rows | null = null;
    if (copiesRows(line)) {
      await this.#restOfLine();
      rows = await this.#rows();
    }
    return { kind: 'command', name, text, rows, ...this.#extent() } satisfies CommandPiece;
  }

  /** From here to the end of the line, which is not among it. */
  async #line(): Promise<ByteString> {
    for (;;) {
      const end = this.#text.indexOf('\n', this.#at);
      if (end >= 0) return this.#text.slice(this.#at, end).replace(/\r$/, '');
      if (this.#window.isOver) return this.#text.slice(this.#at);
      await this.#grow(this.#at);
    }
  }

  /** Goes to the next line. False: more than blanks and a comment was on this one. */
  async #restOfLine(): Promise<boolean> {
    const line = await this.#line();
    this.#at += line.length;
    if (this.#text[this.#at] === '\r') this.#at += 1;
    if (this.#text[this.#at] === '\n') this.#at += 1;
    return /^[ \t\f\v]*(?:--.*)?$/.test(line);
  }

  /** Goes over rows, from the first one's first character to behind the line that ends them. */
  async #rows(): Promise<Rows> {
    const start = this.#window.offset(this.#at);
    const { end, after, mark } = await findRowsEnd(this.#window, this.#at);
    this.#at = after;
    return { start, end, mark };
  }
}

const dollarTag = /\$(?:[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*)?/y;
const mixed = 'commands of psql stand inside a statement';
