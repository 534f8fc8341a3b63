/** FNV-1, what Greenplum hashed with before version 6 and its cdbhash_* operator classes still do (cdblegacyhash.c). */

export const fnv1Init = 0x811c9dc5 | 0;

const prime = 0x01000193;

export function fnv1(bytes: Uint8Array, length: number, hash: number): number {
  let value = hash;
  for (let i = 0; i < length; i++) value = Math.imul(value, prime) ^ (bytes[i] ?? 0);
  return value;
}

export const fnv1Byte = (byte: number, hash: number): number => Math.imul(hash, prime) ^ byte;

/** The four bytes of an integer, in the order of the machines that Greenplum runs on. */
export function fnv1Word(word: number, hash: number): number {
  let value = hash;
  for (let shift = 0; shift < 32; shift += 8) value = Math.imul(value, prime) ^ ((word >>> shift) & 0xff);
  return value;
}

/** cdblegacyhash_null() */
export const fnv1Null = (hash: number): number => fnv1Word(0xf0f0f0f1, hash);

/** cdblegacyhash_numeric()'s mark for NaN. */
export const fnv1NaN = (hash: number): number => fnv1Word(0xe0e0e0e1, hash);
