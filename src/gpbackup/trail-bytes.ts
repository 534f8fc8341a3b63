/**
 * Of encodings in which a later byte of a character may look like an ASCII character: by a character's first byte, how many
 * follow (pg_sjis_mblen and the like in src/common/wchar.c); 0xff: the second byte tells. Servers have none of them, but a
 * client may ask for one.
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
      return lengths.fill(0xff, 0x80);
    default:
      return null;
  }
}
