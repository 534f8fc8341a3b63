import { byteStringOf, type ByteString } from '../../model/text.ts';
import { fnv1, fnv1NaN } from '../fnv.ts';
import { hashAny } from '../hash-any.ts';
import { matched, type ValueHash } from '../value-hash.ts';

/** A numeric as the server stores it: digits to the base of 10,000, two bytes each, no zeros at either end. */
interface Stored {
  readonly digits: Uint8Array;
  /** The power of 10,000 that belongs to the first digit. */
  readonly weight: number;
}

const pattern = /^[+-]?(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

const powersOfTen = [1, 10, 100, 1000];
const digitsEach = powersOfTen.length;

function stored(text: ByteString): Stored {
  const [, whole = '', fraction = '', exponent = '0'] = matched('numeric', pattern, text);
  const decimals = whole + fraction;
  let first = 0;
  while (decimals.charCodeAt(first) === 0x30) first++;
  if (first === decimals.length) return { digits: new Uint8Array(), weight: 0 };
  let last = decimals.length - 1;
  while (decimals.charCodeAt(last) === 0x30) last--;

  /** The power of ten that belongs to a decimal digit. */
  const power = (index: number): number => whole.length + Number(exponent) - 1 - index;
  const weight = Math.floor(power(first) / digitsEach);
  const digits = new Uint16Array(weight - Math.floor(power(last) / digitsEach) + 1);
  for (let i = first; i <= last; i++) {
    const group = Math.floor(power(i) / digitsEach);
    const value = (decimals.charCodeAt(i) - 0x30) * (powersOfTen[power(i) - group * digitsEach] ?? 0);
    digits[weight - group] = (digits[weight - group] ?? 0) + value;
  }
  return { digits: new Uint8Array(digits.buffer), weight };
}

/** Neither sign nor scale takes part. */
export function hashNumeric(text: ByteString): number {
  if (text === 'NaN') return 0;
  const { digits, weight } = stored(text);
  return digits.length === 0 ? -1 : hashAny(digits) ^ weight;
}

export const numeric: ValueHash = {
  hash: (text) => hashNumeric(byteStringOf(text)),
  legacyHash(text, hash) {
    if (byteStringOf(text) === 'NaN') return fnv1NaN(hash);
    const { digits } = stored(byteStringOf(text));
    return fnv1(digits, digits.length, hash);
  },
};
