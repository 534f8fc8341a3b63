import { UserError } from '../errors.ts';
import { byteStringOf, shown, type ByteString } from '../model/text.ts';

/**
 * The hash functions of a type. They take the text that the type's output function prints and COPY sends, without
 * COPY's escapes, and throw UnpredictableValueError for a text from which the server's value cannot be known.
 */
export interface ValueHash {
  /** The function of the type's default hash operator class. */
  readonly hash: (text: Uint8Array) => number;
  /** The function of its cdbhash_* operator class, which goes on from the columns before. null: there is none. */
  readonly legacyHash: ((text: Uint8Array, hash: number) => number) | null;
}

/** Why a row's segment cannot be known beforehand. */
export interface Unpredictable {
  /** "enum values are hashed by their OIDs, which the server chooses" */
  readonly unpredictable: string;
}

export const unpredictable = (reason: string): Unpredictable => ({ unpredictable: reason });

export const isUnpredictable = (value: object): value is Unpredictable => 'unpredictable' in value;

/** A value of which the server may make something else than we know. */
export class UnpredictableValueError extends UserError {
  /** The same of the type alone: values may be long, and nobody else's business. */
  readonly ofType: string;

  constructor(type: string, text: Uint8Array | ByteString, reason = 'this is not how the server prints it') {
    const value = typeof text === 'string' ? text : byteStringOf(text);
    super(`cannot tell where "${shown(value)}" of type ${type} is placed: ${reason}`);
    this.name = 'UnpredictableValueError';
    this.ofType = `a value of type ${type}: ${reason}`;
  }
}

/** The parts of a value's text; throws where it is written otherwise. */
export function matched(type: string, pattern: RegExp, text: ByteString): RegExpExecArray {
  const match = pattern.exec(text);
  if (match === null) throw new UnpredictableValueError(type, text);
  return match;
}
