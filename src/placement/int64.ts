import { fnv1Word } from './fnv.ts';
import { hashUint32 } from './hash-any.ts';

/** An eight-byte integer; those that a number holds exactly are one, which spares millions of rows a BigInt each. */
export type Int64 = number | bigint;

const lowWord = (value: Int64): number => (typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value)));

const highWord = (value: Int64): number =>
  typeof value === 'number' ? Math.floor(value / 0x1_0000_0000) | 0 : Number(BigInt.asIntN(32, value >> 32n));

/** The same as of the int4 of that value (hashint8). */
export function hashInt8(value: Int64): number {
  const high = highWord(value);
  return hashUint32(lowWord(value) ^ (high >= 0 ? high : ~high));
}

export const fnv1Int8 = (value: Int64, hash: number): number =>
  fnv1Word(highWord(value), fnv1Word(lowWord(value), hash));

/** More digits may be too large for a number to be exact. */
const exactDigits = 15;

const bigintOf = (digits: string): bigint => BigInt.asIntN(64, BigInt(digits.replace(/^\+/, '')));

/** Of decimal digits with a sign or without one. */
export const int64Of = (digits: string): Int64 => (digits.length <= exactDigits ? Number(digits) : bigintOf(digits));

const microsecondsPerDay = 86_400_000_000;

/** Days times 24 hours and microseconds. */
export function microseconds(days: number, time: Int64): Int64 {
  return Math.abs(days) < 100_000 && typeof time === 'number'
    ? days * microsecondsPerDay + time
    : BigInt.asIntN(64, BigInt(days) * BigInt(microsecondsPerDay) + BigInt(time));
}
