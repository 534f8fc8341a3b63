import type { ByteString } from '../model/text.ts';

/** As many bytes as a server keeps of a name (NAMEDATALEN - 1): those that differ behind them are one to it. */
export const longestName = 63;

/** A name with something behind it that none of the taken ones is, in as many bytes as a name may have. */
export function freeName(stem: ByteString, isTaken: (name: ByteString) => boolean): ByteString {
  for (let n = 1; ; n += 1) {
    const suffix = n === 1 ? '' : `_${n}`;
    const name = cut(stem, longestName - suffix.length) + suffix;
    if (!isTaken(name)) return name;
  }
}

/** The first bytes, without a part of a character at their end. */
function cut(text: ByteString, length: number): ByteString {
  let end = length;
  while (end < text.length && /[\x80-\xbf]/.test(text[end]!)) end -= 1;
  return text.slice(0, end);
}
