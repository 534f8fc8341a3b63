import type { ByteString } from '../model/text.ts';

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
const quotedName = /(?:[uU]&)?"((?:[^"]|"")*)"/y;
const plainString = /(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*'/y;
const escapeString = /[eE]'(?:[^'\\]|''|\\[^])*'/y;
const oldString = /[nN]?'(?:[^'\\]|''|\\[^])*'/y;
const dollarQuote = /\$(?:[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*)?\$/y;
const operator = /::|:=|[-+*/<>=~!@#%^&|`?:]/y;

/** What a session says of its strings. */
export interface Lexing {
  /** standard_conforming_strings: a backslash is itself. */
  readonly standardStrings: boolean;
}

export const standardLexing: Lexing = { standardStrings: true };

/** The tokens of a text, as scan.l of PostgreSQL has them. Takes any text; what cannot be read ends in a broken token. */
export function tokensOf(text: ByteString, { standardStrings }: Lexing = standardLexing): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const take = (kind: TokenKind, length: number, value = text.slice(at, at + length)): void => {
    tokens.push({ kind, value, start: at, end: at + length });
    at += length;
  };
  while (at < text.length) {
    const blank = match(blanks);
    if (blank !== null) {
      at += blank[0].length;
      continue;
    }
    if (text.startsWith('/*', at)) {
      const end = endOfComment(text, at);
      if (end === null) take('broken', text.length - at);
      else at = end;
      continue;
    }
    const string =
      match(escapeString) ?? (standardStrings ? match(plainString) : (match(oldString) ?? match(plainString)));
    if (string !== null) {
      take('string', string[0].length);
      continue;
    }
    const name = match(quotedName);
    if (name !== null) {
      take('name', name[0].length, name[1]!.replaceAll('""', '"'));
      continue;
    }
    const bare = match(word);
    if (bare !== null) {
      take(
        'word',
        bare[0].length,
        bare[0].replace(/[A-Z]+/g, (letters) => letters.toLowerCase()),
      );
      continue;
    }
    const dollar = match(dollarQuote);
    if (dollar !== null) {
      const end = text.indexOf(dollar[0], at + dollar[0].length);
      if (end < 0) take('broken', text.length - at);
      else take('string', end + dollar[0].length - at);
      continue;
    }
    const other = match(number) ?? match(parameter);
    if (other !== null) take(other[0].startsWith('$') ? 'parameter' : 'number', other[0].length);
    else if ('()[],;.'.includes(text[at]!)) take('symbol', 1);
    else if (text[at] === "'" || text[at] === '"') take('broken', text.length - at);
    else take('operator', match(operator)?.[0].length ?? 1);
  }
  return tokens;
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
