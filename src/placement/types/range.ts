import { byteStringOf, bytesOf } from '../../model/text.ts';
import { hashUint32 } from '../hash-any.ts';
import { matched, type ValueHash } from '../value-hash.ts';

/** The flags of a range as it is stored (rangetypes.h). */
const flag = { empty: 1, lowerInclusive: 2, upperInclusive: 4, lowerInfinite: 8, upperInfinite: 16 };

const bound = String.raw`((?:"[^"\\]*(?:(?:""|\\[^])[^"\\]*)*"|[^"\\,()[\] \t\n\r\v\f]+)?)`;
const pattern = new RegExp(`^([[(])${bound},${bound}([\\])])$`);

/** Of what the server puts into quotes, where two quotes are one and two backslashes, too. */
const unescaped = (text: string): string =>
  text.startsWith('"') ? text.slice(1, -1).replace(/"(")|\\([^])/g, '$1$2') : text;

/** hash_range(). Bounds of discrete ranges are hashed as they are printed: canonical, "[1,5)". */
export const rangeOf = (subtype: ValueHash): ValueHash => ({
  hash(text) {
    const printed = byteStringOf(text);
    if (printed === 'empty') return combined(flag.empty, 0, 0);
    const [, open, lower = '', upper = '', close] = matched('range', pattern, printed);
    const lowerFlag = lower === '' ? flag.lowerInfinite : open === '[' ? flag.lowerInclusive : 0;
    const upperFlag = upper === '' ? flag.upperInfinite : close === ']' ? flag.upperInclusive : 0;
    return combined(lowerFlag | upperFlag, boundHash(subtype, lower), boundHash(subtype, upper));
  },
  legacyHash: null,
});

const boundHash = (subtype: ValueHash, text: string): number =>
  text === '' ? 0 : subtype.hash(bytesOf(unescaped(text)));

function combined(flags: number, lower: number, upper: number): number {
  const result = hashUint32(flags) ^ lower;
  return ((result << 1) | (result >>> 31)) ^ upper;
}
