import type { ByteString } from '../model/text.ts';

const quote = 0x27;
const semicolon = 0x3b;

/** Bytes that a head is looked for in at once: few are longer. */
const step = 256;

/**
 * INSERT commands, each with another head: what stands ahead of its rows, with VALUES. Rows pass as they are, wherever
 * pieces end.
 */
export async function* withInsertHeads(
  commands: AsyncIterable<Uint8Array>,
  headFor: (head: ByteString) => ByteString,
): AsyncGenerator<Uint8Array> {
  // null: among rows.
  let head: ByteString | null = '';
  let isQuoted = false;
  for await (const chunk of commands) {
    const parts: Uint8Array[] = [];
    for (let at = 0; at < chunk.length;) {
      if (head !== null) {
        const piece = chunk.subarray(at, at + step);
        const known: number = head.length;
        head += Buffer.from(piece).toString('latin1');
        const end = endOfHead(head);
        at += end === null ? piece.length : end - known;
        if (end === null) continue;
        parts.push(Buffer.from(headFor(head.slice(0, end)), 'latin1'));
        head = null;
        continue;
      }
      const from = at;
      for (; at < chunk.length; at += 1) {
        if (chunk[at] === quote) isQuoted = !isQuoted;
        else if (chunk[at] === semicolon && !isQuoted) break;
      }
      if (at < chunk.length) {
        at += 1;
        head = '';
      }
      parts.push(chunk.subarray(from, at));
    }
    if (parts.length > 0) yield Buffer.concat(parts);
  }
  if (head !== null && head !== '') yield Buffer.from(head, 'latin1');
}

/** Behind VALUES, which is no name without quotes; null: it is not there yet. */
function endOfHead(head: ByteString): number | null {
  const words = /"(?:[^"]|"")*(?:"|$)|\bVALUES(?=[^\w"])/g;
  for (let match = words.exec(head); match !== null; match = words.exec(head)) {
    if (match[0] === 'VALUES') return words.lastIndex;
  }
  return null;
}
