import { byteStringOf, type ByteString } from '../../model/text.ts';
import { fnv1Word } from '../fnv.ts';
import { hashWords } from '../hash-any.ts';
import { matched, type ValueHash } from '../value-hash.ts';

const finite = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

export function floatOf(type: string, digits: ByteString): number {
  if (finite.test(digits)) return Number(digits);
  const [, minus, name] = matched(type, /^(-?)(Infinity|NaN)$/, digits);
  if (name === 'NaN') return NaN;
  return minus === '-' ? -Infinity : Infinity;
}

const float = (type: string, text: Uint8Array): number => floatOf(type, byteStringOf(text));

// One float's memory, seen as words: JavaScript's NaN has the bits of C's here.
const scratch = new DataView(new ArrayBuffer(8));

/** -0 equals 0, and is hashed as it. */
export const positiveZero = (value: number): number => (value === 0 ? 0 : value);

/** Also of float4, which is widened, so that the two can be joined. */
function hashFloat8(value: number): number {
  if (value === 0) return 0;
  scratch.setFloat64(0, value, true);
  return hashWords(scratch.getInt32(0, true), scratch.getInt32(4, true));
}

function fnv1Float8(value: number, hash: number): number {
  scratch.setFloat64(0, positiveZero(value), true);
  return fnv1Word(scratch.getInt32(4, true), fnv1Word(scratch.getInt32(0, true), hash));
}

function fnv1Float4(value: number, hash: number): number {
  scratch.setFloat32(0, positiveZero(value), true);
  return fnv1Word(scratch.getInt32(0, true), hash);
}

const float8: ValueHash = {
  hash: (text) => hashFloat8(float('double precision', text)),
  legacyHash: (text, hash) => fnv1Float8(float('double precision', text), hash),
};

const float4: ValueHash = {
  hash: (text) => hashFloat8(Math.fround(float('real', text))),
  legacyHash: (text, hash) => fnv1Float4(Math.fround(float('real', text)), hash),
};

export const floats = { float4, float8 };
