import type { ByteString } from '../model/text.ts';
import { withoutTrailBytes } from './trail-bytes.ts';

/**
 * word: a keyword or bare name, its value in lower case. name: "quoted", its value what stands between the quotes.
 * string: a constant in quotes or dollars. symbol: one of `( ) [ ] , ; .`. broken: a quote or comment that never ends.
 */
export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'parameter' | 'operator' | 'symbol' | 'broken';

/** A token of SQL text and where it stands; blanks and comments are between tokens. */
export interface Token {
  readonly kind: TokenKind;
  readonly value: ByteString;
  /** Offsets in the text: the first character, and the one behind the last. */
  readonly start: number;
  readonly end: number;
}

const blanks = /[ \t\n\r\f\v]+|--[^\n\r]*/y;
const word = /[A-Za-z_\x80-\xff][A-Za-z_0-9$\x80-\xff]*/y;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const parameter = /\$\d+/y;
const nameStart = /(?:[uU]&)?"/y;
const plainStart = /(?:[bBxXnN]|[uU]&)?'/y;
const escapeStart = /[eE]'/y;
/** Where standard_conforming_strings is off. */
const oldStart = /[nN]?'/y;
const dollarQuote = /\$(?:[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*)?\$/y;
const operator = /::|:=|[-+*/<>=~!@#%^&|`?:]/y;

/** What a session says of its strings. */
export interface Lexing {
  /** standard_conforming_strings: a backslash is itself. */
  readonly standardStrings: boolean;
  /** client_encoding; undefined: one whose characters hold no quotes or backslashes but those that are ones. */
  readonly encoding?: string | undefined;
}

export const standardLexing: Lexing = { standardStrings: true };

/** The tokens of a text, as scan.l of PostgreSQL has them. Takes any text; what cannot be read ends in a broken token. */
export function tokensOf(text: ByteString, lexing: Lexing = standardLexing): Token[] {
  const seen = withoutTrailBytes(text, lexing.encoding);
  const tokens: Token[] = [];
  for (let at = afterBlanks(seen, 0); at < text.length;) {
    const token = tokenAt(seen, at, lexing, text);
    tokens.push(token);
    at = afterBlanks(seen, token.end);
  }
  return tokens;
}

/** Where blanks and comments that begin there end; a comment that never ends is left. */
export function afterBlanks(text: ByteString, from: number): number {
  for (let at = from; ;) {
    const code = text.charCodeAt(at);
    // What is no blank, `-` or `/`, which is nearly always.
    if (code > 0x2f || (code > 0x20 && code !== 0x2d && code !== 0x2f)) return at;
    blanks.lastIndex = at;
    if (blanks.test(text)) at = blanks.lastIndex;
    else {
      const end = text.startsWith('/*', at) ? endOfComment(text, at) : null;
      if (end === null) return at;
      at = end;
    }
  }
}

/** The token that begins there, where something does. Values are those of `text`, of which `seen` shows what is to be read. */
export function tokenAt(seen: ByteString, at: number, { standardStrings }: Lexing, text = seen): Token {
  const token = (kind: TokenKind, end: number, value = text.slice(at, end)): Token => ({ kind, value, start: at, end });
  const orBroken = (kind: TokenKind, end: number | null): Token =>
    end === null ? token('broken', text.length) : token(kind, end);
  const first = seen[at]!;
  if (symbols.includes(first) && !(first === '.' && endAt(number, seen, at) > 0)) return token('symbol', at + 1);
  const isWord = endAt(word, seen, at);
  // A letter may be ahead of a quote.
  const mark = seen[isWord];
  if (isWord > 0 && mark !== "'" && mark !== '&') return token('word', isWord, lowered(text.slice(at, isWord)));
  if (first === '/' && seen[at + 1] === '*') return orBroken('broken', null);
  const escapes = endAt(escapeStart, seen, at) || (standardStrings ? 0 : endAt(oldStart, seen, at));
  if (escapes > 0) return orBroken('string', endOfEscaped(seen, escapes));
  const plain = endAt(plainStart, seen, at);
  if (plain > 0) return orBroken('string', endOfQuoted(seen, plain, "'"));
  const quoted = endAt(nameStart, seen, at);
  if (quoted > 0) {
    const end = endOfQuoted(seen, quoted, '"');
    if (end === null) return token('broken', text.length);
    return token('name', end, text.slice(quoted, end - 1).replaceAll('""', '"'));
  }
  if (isWord > 0) return token('word', isWord, lowered(text.slice(at, isWord)));
  const dollar = endAt(dollarQuote, seen, at);
  if (dollar > 0) {
    const close = seen.indexOf(seen.slice(at, dollar), dollar);
    return orBroken('string', close < 0 ? null : close + dollar - at);
  }
  const digits = endAt(number, seen, at);
  if (digits > 0) return token('number', digits);
  const place = endAt(parameter, seen, at);
  if (place > 0) return token('parameter', place);
  return token('operator', endAt(operator, seen, at) || at + 1);
}

const symbols = '()[],;.';

/** Where what a pattern describes ends; 0: it is not there. */
function endAt(pattern: RegExp, text: ByteString, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : 0;
}

/** ASCII's capitals alone. */
const lowered = (bare: ByteString): ByteString =>
  /^[\0-\x7f]*$/.test(bare) ? bare.toLowerCase() : bare.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

/** Behind the quote that ends what began; one that is doubled does not. Constants may be of any length: no pattern for all of one. */
function endOfQuoted(text: ByteString, from: number, quote: string): number | null {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + 2)) {
    if (text[at + 1] !== quote) return at + 1;
  }
  return null;
}

const quoteOrBackslash = /['\\]/g;

/** The same where a backslash takes away the meaning of what follows. */
function endOfEscaped(text: ByteString, from: number): number | null {
  for (let at = from; ;) {
    quoteOrBackslash.lastIndex = at;
    const found = quoteOrBackslash.exec(text);
    if (found === null) return null;
    if (found[0] === "'" && text[found.index + 1] !== "'") return found.index + 1;
    at = found.index + 2;
  }
}

/** Comments in C's manner may hold others. null: it never ends. */
function endOfComment(text: ByteString, from: number): number | null {
  const marks = /\/\*|\*\//g;
  marks.lastIndex = from;
  let depth = 0;
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return marks.lastIndex;
  }
  return null;
}
