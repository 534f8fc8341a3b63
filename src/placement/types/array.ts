import { byteStringOf, bytesOf, type ByteString } from '../../model/text.ts';
import { matched, UnpredictableValueError, type ValueHash } from '../value-hash.ts';

const bounds = /^(?:\[-?\d+:-?\d+\])*=/;

/** An element: in quotes, where a backslash stands before what is meant as it is, or up to the next mark. */
const token = /\s*(?:"((?:[^"\\]|\\[^])*)"|([{},])|((?:[^{},"\\\s]|\\[^])(?:[^{},"\\]|\\[^])*))/y;

const unescaped = (text: string): string => (text.includes('\\') ? text.replace(/\\([^])/g, '$1') : text);

/** The elements of all dimensions in their order; null: NULL. */
export function* arrayElements(text: ByteString): Generator<ByteString | null> {
  token.lastIndex = bounds.exec(text)?.[0].length ?? 0;
  let at = token.lastIndex;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) throw new UnpredictableValueError('array', text);
    at = token.lastIndex;
    const [, quoted, mark, bare] = match;
    if (quoted !== undefined) yield unescaped(quoted);
    else if (mark === undefined && bare !== undefined) yield /^null$/i.test(bare) ? null : unescaped(bare);
  }
}

/** hash_array(): neither dimensions nor bounds take part. */
export const arrayOf = (element: ValueHash): ValueHash => ({
  hash(text) {
    let result = 1;
    for (const value of arrayElements(matched('array', /^[[{][^]*\}$/, byteStringOf(text))[0])) {
      result = (Math.imul(result, 31) + (value === null ? 0 : element.hash(bytesOf(value)))) | 0;
    }
    return result;
  },
  legacyHash: null,
});
