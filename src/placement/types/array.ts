import { byteStringOf, bytesOf, type ByteString } from '../../model/text.ts';
import { matched, UnpredictableValueError, type ValueHash } from '../value-hash.ts';

const bounds = /^(?:\[-?\d+:-?\d+\])*=/;

/** An element, in quotes where the server sees a need for them (there alone it has backslashes and blanks), or a mark. */
const token = /"([^"\\]*(?:\\[^][^"\\]*)*)"|([{},])|([^{},"\\ \t\n\r\v\f]+)/y;

const unescaped = (text: string): string => (text.includes('\\') ? text.replace(/\\([^])/g, '$1') : text);

/** The elements of all dimensions in their order; null: NULL. */
function* arrayElements(text: ByteString): Generator<ByteString | null> {
  token.lastIndex = bounds.exec(text)?.[0].length ?? 0;
  let at = token.lastIndex;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) throw new UnpredictableValueError('array', text);
    at = token.lastIndex;
    const [, quoted, , bare] = match;
    if (quoted !== undefined) yield unescaped(quoted);
    else if (bare !== undefined) yield bare === 'NULL' ? null : bare;
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
