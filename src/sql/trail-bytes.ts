import type { ByteString } from '../model/text.ts';

/** Encodings of clients alone, in which later bytes of a character may look like quotes or backslashes: what one character is. */
const charactersOf: Readonly<Record<string, RegExp>> = {
  SJIS: /[\x81-\x9f\xe0-\xfc][^]/g,
  SHIFT_JIS_2004: /[\x81-\x9f\xe0-\xfc][^]/g,
  BIG5: /[\x80-\xff][^]/g,
  GBK: /[\x80-\xff][^]/g,
  UHC: /[\x80-\xff][^]/g,
  JOHAB: /\x8f[^][^]|[\x80-\xff][^]/g,
  GB18030: /[\x80-\xff][0-9][^][^]|[\x80-\xff][^]/g,
};

const otherNames: Readonly<Record<string, string>> = {
  MSKANJI: 'SJIS',
  SHIFTJIS: 'SJIS',
  WIN932: 'SJIS',
  WINDOWS932: 'SJIS',
  SHIFTJIS2004: 'SHIFT_JIS_2004',
  WIN950: 'BIG5',
  WINDOWS950: 'BIG5',
  WIN936: 'GBK',
  WINDOWS936: 'GBK',
  WIN949: 'UHC',
  WINDOWS949: 'UHC',
};

const charactersIn = (encoding: string): RegExp | undefined => {
  const name = encoding.toUpperCase();
  const letters = name.replace(/[^A-Z0-9]/g, '');
  return charactersOf[name] ?? charactersOf[letters] ?? charactersOf[otherNames[letters] ?? ''];
};

/** Whether characters of an encoding may hold what looks like quotes and backslashes. */
export const hasTrailBytes = (encoding: string): boolean => charactersIn(encoding) !== undefined;

/** A text of the same length in which bytes of longer characters are letters: quotes and backslashes are what they seem to be. */
export function withoutTrailBytes(text: ByteString, encoding: string | undefined): ByteString {
  const characters = encoding === undefined ? undefined : charactersIn(encoding);
  return characters === undefined ? text : text.replace(characters, ({ length }) => '\xff'.repeat(length));
}
