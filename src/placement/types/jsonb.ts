import { byteStringOf, bytesOf, type ByteString } from '../../model/text.ts';
import { hashAny } from '../hash-any.ts';
import { UnpredictableValueError, type ValueHash } from '../value-hash.ts';
import { hashNumeric } from './numeric.ts';

// What is mixed in where an array or an object begins (JB_FARRAY, JB_FOBJECT in jsonb.h), and for words.
const arrayFlag = 0x4000_0000;
const objectFlag = 0x2000_0000;
const words: Readonly<Record<string, number>> = { null: 1, true: 2, false: 4 };

const token =
  /[ \t\r\n]*(?:([[\]{},:])|"([^"\\]*(?:\\(?:["\\/bfnrt]|u[\da-fA-F]{4})[^"\\]*)*)"|(-?\d[\d.eE+-]*)|(null|true|false))[ \t\r\n]*/y;

/** What jsonb_hash() meets in turn: an array's or object's beginning, or the hash of a key, a value or an element. */
type Step = { readonly begin: number } | { readonly hash: number };

/** \u escapes become UTF-8: a database of another encoding takes none but ASCII's. */
const unescaped = (text: ByteString): ByteString =>
  text.includes('\\')
    ? text.replace(/(?:\\u[\da-fA-F]{4})+|\\[^]/g, (escape) =>
        Buffer.from(String(JSON.parse(`"${escape}"`)), 'utf8').toString('latin1'),
      )
    : text;

const stringStep = (text: ByteString): Step => ({ hash: hashAny(bytesOf(text)) });

/** The server sorts keys by length, then by bytes; of equal keys it keeps the last. */
const inServersOrder = ([x]: readonly [string, unknown], [y]: readonly [string, unknown]): number =>
  x.length - y.length || (x < y ? -1 : 1);

const notJson = 'it is no JSON';

class JsonReader {
  #at = 0;

  readonly #text: ByteString;

  constructor(text: ByteString) {
    this.#text = text;
  }

  #token(): RegExpExecArray {
    token.lastIndex = this.#at;
    const match = token.exec(this.#text);
    if (match === null) throw new UnpredictableValueError('jsonb', this.#text, notJson);
    this.#at = token.lastIndex;
    return match;
  }

  /** The whole text. */
  document(): Step[] {
    const steps = this.value();
    if (this.#at < this.#text.length) throw new UnpredictableValueError('jsonb', this.#text, notJson);
    return steps;
  }

  value([, mark, quoted, number, word = '']: RegExpExecArray = this.#token()): Step[] {
    if (mark === '[') return this.#array();
    if (mark === '{') return this.#object();
    if (quoted !== undefined) return [stringStep(unescaped(quoted))];
    if (number !== undefined) return [{ hash: hashNumeric(number) }];
    return [{ hash: words[word] ?? 0 }];
  }

  #array(): Step[] {
    const steps: Step[] = [{ begin: arrayFlag }];
    for (let next = this.#token(); next[1] !== ']'; next = this.#token()) {
      if (next[1] !== ',') steps.push(...this.value(next));
    }
    return steps;
  }

  #object(): Step[] {
    const members = new Map<ByteString, Step[]>();
    for (let next = this.#token(); next[1] !== '}'; next = this.#token()) {
      if (next[1] === ',') continue;
      const key = unescaped(next[2] ?? '');
      this.#token();
      members.set(key, this.value());
    }
    const sorted = [...members].sort(inServersOrder);
    return [{ begin: objectFlag }, ...sorted.flatMap(([key, steps]) => [stringStep(key), ...steps])];
  }
}

function hashSteps(steps: readonly Step[]): number {
  let result = 0;
  for (const step of steps) {
    result = 'begin' in step ? result ^ step.begin : ((result << 1) | (result >>> 31)) ^ step.hash;
  }
  return result;
}

export const jsonb: ValueHash = {
  hash(text) {
    const steps = new JsonReader(byteStringOf(text)).document();
    const [first] = steps;
    if (first !== undefined && 'begin' in first) return steps.length === 1 ? 0 : hashSteps(steps);
    // A scalar alone is stored as an array of one.
    return hashSteps([{ begin: arrayFlag }, ...steps]);
  },
  legacyHash: null,
};
