/** Bob Jenkins's hash as the server has it (hashfn.c): what its hash operator classes are made of. All results are int32. */

const golden = 0x9e3779b9 + 3923095;

let a = 0;
let b = 0;
let c = 0;

const rot = (x: number, k: number): number => (x << k) | (x >>> (32 - k));

function begin(length: number): void {
  a = b = c = (golden + length) | 0;
}

function mix(): void {
  a = (a - c) ^ rot(c, 4);
  c = (c + b) | 0;
  b = (b - a) ^ rot(a, 6);
  a = (a + c) | 0;
  c = (c - b) ^ rot(b, 8);
  b = (b + a) | 0;
  a = (a - c) ^ rot(c, 16);
  c = (c + b) | 0;
  b = (b - a) ^ rot(a, 19);
  a = (a + c) | 0;
  c = (c - b) ^ rot(b, 4);
  b = (b + a) | 0;
}

function final(): number {
  c = ((c ^ b) - rot(b, 14)) | 0;
  a = ((a ^ c) - rot(c, 11)) | 0;
  b = ((b ^ a) - rot(a, 25)) | 0;
  c = ((c ^ b) - rot(b, 16)) | 0;
  a = ((a ^ c) - rot(c, 4)) | 0;
  b = ((b ^ a) - rot(a, 14)) | 0;
  c = ((c ^ b) - rot(b, 24)) | 0;
  return c;
}

const byteAt = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

const wordAt = (bytes: Uint8Array, index: number): number =>
  byteAt(bytes, index) |
  (byteAt(bytes, index + 1) << 8) |
  (byteAt(bytes, index + 2) << 16) |
  (byteAt(bytes, index + 3) << 24);

export function hashAny(bytes: Uint8Array, length: number = bytes.length): number {
  begin(length);
  let at = 0;
  for (; length - at >= 12; at += 12) {
    a = (a + wordAt(bytes, at)) | 0;
    b = (b + wordAt(bytes, at + 4)) | 0;
    c = (c + wordAt(bytes, at + 8)) | 0;
    mix();
  }
  for (let i = 0; at < length; i++, at++) {
    const byte = byteAt(bytes, at);
    if (i < 4) a = (a + (byte << (8 * i))) | 0;
    else if (i < 8) b = (b + (byte << (8 * (i - 4)))) | 0;
    // The lowest byte of c holds the length.
    else c = (c + (byte << (8 * (i - 7)))) | 0;
  }
  return final();
}

export function hashUint32(value: number): number {
  begin(4);
  a = (a + value) | 0;
  return final();
}

/** hashany() of eight bytes that are at hand as two words. */
export function hashWords(low: number, high: number): number {
  begin(8);
  a = (a + low) | 0;
  b = (b + high) | 0;
  return final();
}
