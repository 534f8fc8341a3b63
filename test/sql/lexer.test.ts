import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardLexing, tokensOf } from '../../src/sql/lexer.ts';

const told = (text: string, lexing = standardLexing): string[] =>
  tokensOf(text, lexing).map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`);

describe('tokensOf', () => {
  it.each([
    ['words and names', 'SELECT "A ""b""", ünï', ['word SELECT', 'name "A ""b"""', 'symbol ,', 'word ünï']],
    [
      'strings',
      `'it''s' E'a\\'b' B'1' U&'\\0061'`,
      [`string 'it''s'`, `string E'a\\'b'`, `string B'1'`, `string U&'\\0061'`],
    ],
    ['dollar quotes', '$$a;$x$ $$ $f$ $$ $f$', ['string $$a;$x$ $$', 'string $f$ $$ $f$']],
    ['numbers and parameters', '1.5e-3 $1 .5 7', ['number 1.5e-3', 'parameter $1', 'number .5', 'number 7']],
    ['comments', 'a -- b;\n/* c /* d */ */ e', ['word a', 'word e']],
    [
      'operators',
      'a::text <> -1',
      ['word a', 'operator ::', 'word text', 'operator <', 'operator >', 'operator -', 'number 1'],
    ],
    ['names with a dollar', 'a$b$c', ['word a$b$c']],
    ['a string that never ends', "a 'b", ['word a', "broken 'b"]],
    ['a comment that never ends', 'a /* b', ['word a', 'broken /* b']],
    ['a dollar quote that never ends', 'a $x$ b', ['word a', 'broken $x$ b']],
  ])('reads %s', (_, text, tokens) => expect(told(text)).toEqual(tokens));

  it('gives keywords in lower case and names without their quotes', () => {
    expect(tokensOf('Create "A""b"').map(({ value }) => value)).toEqual(['create', 'A"b']);
  });

  it('takes a backslash as itself, or where standard_conforming_strings is off as an escape', () => {
    expect(told(`'a\\' b`)).toEqual([`string 'a\\'`, 'word b']);
    expect(told(`'a\\' b'`, { standardStrings: false })).toEqual([`string 'a\\' b'`]);
  });

  it('gets through any text, each token behind the one ahead', () => {
    const pieces = fc.constantFrom(
      "'",
      '"',
      '$',
      '$$',
      '$a$',
      '\\',
      '--',
      '/*',
      '*/',
      '\n',
      ';',
      '(',
      'E',
      'a1',
      '\xe9',
      '.5',
    );
    const texts = fc.oneof(
      fc.array(pieces).map((parts) => parts.join('')),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(texts, fc.boolean(), (text, standardStrings) => {
        let end = 0;
        for (const token of tokensOf(text, { standardStrings })) {
          expect(token.start).toBeGreaterThanOrEqual(end);
          expect(token.end).toBeGreaterThan(token.start);
          end = token.end;
        }
        expect(end).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
