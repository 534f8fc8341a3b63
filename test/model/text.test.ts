import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteStringOf, bytesOf, toByteString, typedText } from '../../src/model/text.ts';

describe('typed text', () => {
  it('keeps every byte, also those that are no UTF-8', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toByteString(typedText(bytes))).toBe(byteStringOf(bytes));
      }),
    );
  });

  it.each([
    ['UTF-8', 'Grüße 🚢\0"', 'Grüße 🚢\0"'],
    ['a byte that begins nothing', Buffer.from([0x61, 0xff, 0x62]), 'a\udcffb'],
    ['a character cut short', Buffer.from([0xc3, 0xbc, 0xc3]), 'ü\udcc3'],
    ['a character written longer than need be', Buffer.from([0xc0, 0x80]), '\udcc0\udc80'],
    ['a surrogate in UTF-8', Buffer.from([0xed, 0xb3, 0xbf]), '\udced\udcb3\udcbf'],
  ])('reads %s', (_, bytes, text) => {
    expect(typedText(Buffer.from(bytes as string))).toBe(text);
  });

  it.each(['', 'plain', 'Grüße', '🚢'])('is sent as UTF-8: %j', (text) => {
    expect(bytesOf(toByteString(text))).toEqual(Buffer.from(text));
  });
});
