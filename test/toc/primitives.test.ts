import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CorruptArchiveError } from '../../src/errors.ts';
import { type Decoder, Encoder, decodeBytes, decodeInt, decodeOffset, decodeString } from '../../src/toc/primitives.ts';

const sizes = { intSize: 4, offsetSize: 8 };
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const decode = <T>(decoder: Decoder<T>, bytes: string): T => decodeBytes(decoder, hex(bytes)).value;

function encoded(write: (encoder: Encoder) => void, ofSizes = sizes): string {
  const encoder = new Encoder(ofSizes);
  write(encoder);
  return Buffer.from(encoder.bytes()).toString('hex');
}

describe('integers', () => {
  it.each([
    ['00 00000000', 0],
    ['00 0b000000', 11],
    ['01 01000000', -1],
    ['00 ffffff7f', 2147483647],
    ['01 00d89411', -294967296], // OID 4000000000
    ['01 00000080', -2147483648], // OID 2³¹
  ])('reads and writes %s as %d', (bytes, value) => {
    expect(decode(decodeInt(sizes), bytes)).toBe(value);
    expect(encoded((encoder) => encoder.int(value))).toBe(bytes.replace(' ', ''));
  });

  it('takes any sign byte but 0 for a minus, and no minus for 0', () => {
    expect(decode(decodeInt(sizes), '07 05000000')).toBe(-5);
    expect(Object.is(decode(decodeInt(sizes), '01 00000000'), 0)).toBe(true);
  });

  it('reads integers of other machines, as far as they are exact', () => {
    expect(decode(decodeInt({ intSize: 2, offsetSize: 8 }), '00 0b00')).toBe(11);
    expect(decode(decodeInt({ intSize: 8, offsetSize: 8 }), '01 0b00000000000000')).toBe(-11);
    expect(() => decode(decodeInt({ intSize: 8, offsetSize: 8 }), '00 0000000000000001')).toThrow(CorruptArchiveError);
  });

  it('gives back any integer that fits', () => {
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(
          decode(
            decodeInt(sizes),
            encoded((encoder) => encoder.int(value)),
          ),
        ).toBe(value);
      }),
    );
  });

  it('refuses to write one that does not fit', () => {
    expect(() => encoded((encoder) => encoder.int(2 ** 32))).toThrow('does not fit');
  });
});

describe('strings', () => {
  it('tells NULL from the empty string', () => {
    expect(decode(decodeString(sizes), '01 01000000')).toBeNull();
    expect(decode(decodeString(sizes), '00 00000000')).toBe('');
    expect(encoded((encoder) => encoder.string(null))).toBe('0101000000');
    expect(encoded((encoder) => encoder.string(''))).toBe('0000000000');
  });

  it('keeps every byte but NUL, of whatever encoding', () => {
    const text = Array.from({ length: 255 }, (_, index) => String.fromCharCode(index + 1)).join('');
    expect(
      decode(
        decodeString(sizes),
        encoded((encoder) => encoder.string(text)),
      ),
    ).toBe(text);
    expect(() => encoded((encoder) => encoder.string('a\0b'))).toThrow('not a byte string');
    expect(() => encoded((encoder) => encoder.string('€'))).toThrow('not a byte string');
    expect(() => decode(decodeString(sizes), '00 03000000 610062')).toThrow(/^string holds a NUL byte/);
  });

  it('refuses a length beyond the end and one beyond all memory', () => {
    expect(() => decode(decodeString(sizes), '00 05000000 6162')).toThrow(
      'could not read from input file: end of file',
    );
    expect(() => decode(decodeString(sizes), '00 ffffff7f')).toThrow(/^string of 2147483647 bytes/);
  });
});

describe('offsets', () => {
  it.each([
    ['01 0000000000000000', { state: 'unset', position: 0 }],
    ['02 0001000000000000', { state: 'set', position: 256 }],
    ['02 0000000000010000', { state: 'set', position: 2 ** 40 }],
    ['03 0000000000000000', { state: 'none', position: 0 }],
  ] as const)('reads and writes %s', (bytes, offset) => {
    expect(decode(decodeOffset(sizes), bytes)).toEqual(offset);
    expect(encoded((encoder) => encoder.offset(offset))).toBe(bytes.replace(' ', ''));
  });

  it('reads positions beyond 4 GiB', () => {
    expect(decode(decodeOffset(sizes), '02 0100000001000000').position).toBe(2 ** 32 + 1);
  });

  it('refuses another flag and a position no file has', () => {
    expect(() => decode(decodeOffset(sizes), '04 0000000000000000')).toThrow('unexpected data offset flag 4');
    expect(() => decode(decodeOffset(sizes), '02 00000000000000ff')).toThrow('file offset in dump file is too large');
  });
});
