import { byteStringOf, bytesOf, type ByteString } from '../model/text.ts';

/** In a table of trail lengths: the character's second byte tells. */
export const secondByteTells = 0xff;

/** GB18030: how many bytes follow a character's first one, by the second. */
export const trailsBySecond = (byte: number): number => (byte >= 0x30 && byte <= 0x39 ? 3 : 1);

/**
 * Of encodings in which a later byte of a character may look like an ASCII character: by a character's first byte, how many
 * follow (pg_sjis_mblen and the like in src/common/wchar.c). Servers have none of them, but a client may ask for one.
 */
export function trailLengths(encoding: string): Uint8Array | null {
  const lengths = new Uint8Array(256);
  switch (encoding.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')) {
    case 'SJIS':
    case 'MSKANJI':
    case 'SHIFTJIS':
    case 'WIN932':
    case 'WINDOWS932':
    case 'SHIFTJIS2004':
      // Half-width katakana are one byte.
      return lengths.fill(1, 0x80).fill(0, 0xa1, 0xe0);
    case 'BIG5':
    case 'WIN950':
    case 'WINDOWS950':
    case 'GBK':
    case 'WIN936':
    case 'WINDOWS936':
    case 'UHC':
    case 'WIN949':
    case 'WINDOWS949':
      return lengths.fill(1, 0x80);
    case 'JOHAB':
      lengths.fill(1, 0x80);
      lengths[0x8f] = 2;
      return lengths;
    case 'GB18030':
      return lengths.fill(secondByteTells, 0x80);
    default:
      return null;
  }
}

/** Whether characters of an encoding may hold what looks like quotes and backslashes. */
export const hasTrailBytes = (encoding: string): boolean => trailLengths(encoding) !== null;

/** A text of the same length in which later bytes of characters are letters: quotes and backslashes are what they seem to be. */
export function withoutTrailBytes(text: ByteString, encoding: string | undefined): ByteString {
  const lengths = encoding === undefined ? null : trailLengths(encoding);
  if (lengths === null) return text;
  const bytes = bytesOf(text);
  for (let at = 0; at < bytes.length; at += 1) {
    const length = lengths[bytes[at]!]!;
    for (const end = at + (length === secondByteTells ? trailsBySecond(bytes[at + 1]!) : length); at < end;) {
      bytes[(at += 1)]! |= 0x80;
    }
  }
  return byteStringOf(bytes);
}
