import { expect, it } from 'vitest';
import { Utf8Check } from '../../src/verify/utf8-check.ts';

function wrongAt(bytes: Uint8Array, chunkLength: number): number | null {
  const check = new Utf8Check();
  for (let at = 0; at < bytes.length; at += chunkLength) check.push(bytes.subarray(at, at + chunkLength));
  check.finish();
  return check.wrongAt;
}

it.each([
  ['characters of all lengths', Buffer.from('a\u00e4\u20ac\u{1f6a2}b\u{10ffff}'), null],
  ['a continuation alone', Buffer.from('abc\x80d', 'latin1'), 3],
  ['a character cut by another', Buffer.from('ab\xe2\x82c', 'latin1'), 2],
  ['a character cut by the end', Buffer.from('ab\xf0\x9f\x9a', 'latin1'), 2],
  ['a byte that begins nothing', Buffer.from('\xff', 'latin1'), 0],
  ['LATIN1 far behind', Buffer.concat([Buffer.from('\u20ac'.repeat(300)), Buffer.from('\xe4 ', 'latin1')]), 900],
])('finds %s, wherever chunks end', (_, bytes, expected) => {
  for (let length = 1; length <= Math.min(bytes.length, 40); length += 1) {
    expect(wrongAt(bytes, length)).toBe(expected);
  }
});

it('holds what a character begins with where chunks are filled anew', () => {
  const text = Buffer.from('éé');
  const chunk = Buffer.alloc(1);
  const check = new Utf8Check();
  for (const byte of text) {
    chunk[0] = byte;
    check.push(chunk);
  }
  check.finish();
  expect(check.wrongAt).toBeNull();
});
