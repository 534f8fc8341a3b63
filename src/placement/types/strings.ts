import { fnv1, fnv1Byte } from '../fnv.ts';
import { hashAny } from '../hash-any.ts';
import type { ValueHash } from '../value-hash.ts';

/*
 * The bytes are hashed, those of the encoding of the database loaded into: where the archive has another one, only
 * ASCII can be predicted. Collations play no part, since cdbhash() always asks for the default one.
 */

const blank = 0x20;

/** Without trailing blanks, of which at least `least` bytes stay. */
function trimmedLength(text: Uint8Array, least: number): number {
  let length = text.length;
  while (length > least && text[length - 1] === blank) length--;
  return length;
}

/** The legacy classes ignore trailing blanks of any text, except that one byte is left alone. */
const fnv1Text = (text: Uint8Array, hash: number): number => fnv1(text, trimmedLength(text, 1), hash);

const text: ValueHash = { hash: (value) => hashAny(value), legacyHash: fnv1Text };

const bpchar: ValueHash = { hash: (value) => hashAny(value, trimmedLength(value, 0)), legacyHash: fnv1Text };

/** character(n): the server pads what came without its blanks, and of nothing but blanks the legacy class hashes one. */
const character: ValueHash = {
  hash: bpchar.hash,
  legacyHash: (value, hash) => (value.length === 0 ? fnv1Byte(blank, hash) : fnv1Text(value, hash)),
};

const nameLength = 64;

/** The legacy class hashes the whole of a name, zeros too. */
function fnv1Name(value: Uint8Array, hash: number): number {
  let result = fnv1(value, value.length, hash);
  for (let length = value.length; length < nameLength; length++) result = fnv1Byte(0, result);
  return result;
}

const name: ValueHash = { hash: (value) => hashAny(value), legacyHash: fnv1Name };

export const strings = { text, varchar: text, bpchar, character, name };
