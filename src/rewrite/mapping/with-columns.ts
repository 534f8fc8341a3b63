import type { ByteString } from '../../model/text.ts';

const tab = 0x09;
const lineFeed = 0x0a;

/** COPY text whose values of some columns, by their places, are others; what is not theirs passes as it comes. */
export async function* withColumns(
  rows: AsyncIterable<Uint8Array>,
  changes: ReadonlyMap<number, (value: ByteString) => ByteString>,
): AsyncGenerator<Uint8Array> {
  let column = 0;
  // What is known of a value that is to be another.
  let value: ByteString = '';
  for await (const chunk of rows) {
    const parts: Uint8Array[] = [];
    for (let from = 0; from < chunk.length;) {
      const change = changes.get(column);
      const end = endOfValue(chunk, from);
      if (change === undefined) parts.push(chunk.subarray(from, end));
      else value += Buffer.from(chunk.subarray(from, end)).toString('latin1');
      if (end < chunk.length) {
        if (change !== undefined) parts.push(Buffer.from(changed(value, change), 'latin1'));
        parts.push(chunk.subarray(end, end + 1));
        column = chunk[end] === tab ? column + 1 : 0;
        value = '';
      }
      from = end + 1;
    }
    if (parts.length > 0) yield Buffer.concat(parts);
  }
  if (value !== '') yield Buffer.from(value, 'latin1');
}

/** Names have no characters but backslashes that COPY escapes: what has others is none. */
const changed = (value: ByteString, change: (value: ByteString) => ByteString): ByteString =>
  /^(?:[^\\]|\\\\)*$/.test(value) ? change(value.replaceAll('\\\\', '\\')).replaceAll('\\', '\\\\') : value;

/** Where a tab or line feed is, or the end of the chunk. */
function endOfValue(chunk: Uint8Array, from: number): number {
  for (let at = from; at < chunk.length; at += 1) if (chunk[at] === tab || chunk[at] === lineFeed) return at;
  return chunk.length;
}
