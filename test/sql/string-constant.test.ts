import { describe, expect, it } from 'vitest';
import { stringOf } from '../../src/sql/string-constant.ts';

describe('string constants', () => {
  it.each([
    ["'it''s'", "it's"],
    ["'a\\n'", 'a\\n'],
    ["E'it''s\\'\\\\'", "it's'\\"],
    ["e'\\tA\\101\\x41\\q'", '\tAAAq'],
    ["$$it's$$", "it's"],
    ['$a$ $$ $a$', ' $$ '],
    ["''", ''],
  ])('reads %s', (constant, text) => {
    expect(stringOf(constant)).toBe(text);
  });

  it.each(['name', '12', "B'01'", "U&'\\0041'", ''])('does not take %s for one', (other) => {
    expect(stringOf(other)).toBeNull();
  });
});
