import type { ByteString } from '../model/text.ts';
import { resultTypes } from './result-values.ts';

/** One column of a result, as RowDescription tells of it. */
export interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/** Gives back the row of a DataRow message whose body begins at `offset`. */
export type DecodeRow = (bytes: Buffer, offset: number) => Record<string, unknown>;

type DecodeValue = (bytes: Buffer, start: number, end: number) => unknown;

/**
 * Decodes rows from their bytes. A catalog has hundreds of thousands of values, most of them numbers, flags and names
 * that the row before had as well: none of these becomes a string of its own, which is half of the time and of the
 * memory of reading it.
 */
export function rowDecoder(columns: readonly Column[]): DecodeRow {
  const names = columns.map(({ name }) => name);
  const decoders = columns.map(({ dataTypeID }) => decoderOf(dataTypeID));
  const empty = emptyRow(names);
  return (bytes, offset) => {
    const row = { ...empty };
    // Behind the number of columns, each value has its length before it; -1 is NULL.
    let position = offset + 2;
    for (let i = 0; i < names.length; i++) {
      const length = bytes.readInt32BE(position);
      position += 4;
      if (length < 0) continue;
      row[names[i]!] = decoders[i]!(bytes, position, position + length);
      position += length;
    }
    return row;
  };
}

/**
 * A row with all its columns, each null, to be copied for each row. V8 makes a hash table of an object that is given
 * many computed names one by one, which takes several times the room; what JSON.parse makes stays a plain record.
 */
const emptyRow = (names: readonly string[]): Readonly<Record<string, unknown>> =>
  JSON.parse(`{${names.map((name) => `${JSON.stringify(name)}:null`).join(',')}}`);

function decoderOf(typeOid: number): DecodeValue {
  switch (typeOid) {
    case 16: // bool
      return (bytes, start) => bytes[start] === 0x74;
    case 21: // int2
    case 23: // int4
    case 26: // oid
      return integer;
    default:
      return repeated(resultTypes.getTypeParser(typeOid));
  }
}

function integer(bytes: Buffer, start: number, end: number): number {
  const negative = bytes[start] === 0x2d;
  let value = 0;
  for (let i = negative ? start + 1 : start; i < end; i++) value = value * 10 + (bytes[i]! - 0x30);
  return negative ? -value : value;
}

/** Text and what is made of it. The value before is given again where it is the same: rows come in some order. */
function repeated(valueOf: (text: ByteString) => unknown): DecodeValue {
  let lastText: ByteString | null = null;
  let lastValue: unknown;
  return (bytes, start, end) => {
    if (lastText !== null && isSame(lastText, bytes, start, end)) return lastValue;
    const text = bytes.toString('latin1', start, end);
    lastText = text;
    lastValue = valueOf(text);
    return lastValue;
  };
}

function isSame(text: ByteString, bytes: Buffer, start: number, end: number): boolean {
  if (text.length !== end - start) return false;
  for (let i = start, j = 0; i < end; i++, j++) if (bytes[i] !== text.charCodeAt(j)) return false;
  return true;
}
