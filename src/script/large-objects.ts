import type { LargeObject } from '../archive/archive.ts';
import type { Piece } from './piece.ts';

const opened = /^SELECT\s+(?:pg_catalog\.)?lo_open\((?:(?:pg_catalog\.)?lo_create\()?'(\d+)'/i;
const written = /^SELECT\s+(?:pg_catalog\.)?lowrite\(\s*0\s*,\s*(E?)'([^]*)'\s*\)/i;

/** Large objects that a script writes: `lo_open`, `lowrite` again and again, `lo_close`. */
export async function* largeObjectsOf(pieces: AsyncIterable<Piece> | Iterable<Piece>): AsyncGenerator<LargeObject> {
  const iterator = statements(pieces);
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    const oid = opened.exec(next.value)?.[1];
    if (oid === undefined) continue;
    yield { oid: Number(oid), data: contents(iterator) };
  }
}

async function* statements(pieces: AsyncIterable<Piece> | Iterable<Piece>): AsyncGenerator<string> {
  for await (const piece of pieces) if (piece.kind === 'statement') yield piece.text;
}

/** Up to the statement that closes it. */
async function* contents(texts: AsyncGenerator<string>): AsyncGenerator<Uint8Array> {
  for (let next = await texts.next(); next.done !== true; next = await texts.next()) {
    const found = written.exec(next.value);
    if (found === null) return;
    const [, escape, literal = ''] = found;
    yield byteaOf(escape === '' ? literal : literal.replaceAll('\\\\', '\\'));
  }
}

/** Hexadecimal, or with escapes as servers before 9.0 wrote it. */
function byteaOf(text: string): Uint8Array {
  if (text.startsWith('\\x')) return Buffer.from(text.slice(2), 'hex');
  const bytes = text
    .replaceAll("''", "'")
    .replace(/\\(?:([0-3][0-7]{2})|\\)/g, (_, octal?: string) =>
      octal === undefined ? '\\' : String.fromCharCode(Number.parseInt(octal, 8)),
    );
  return Buffer.from(bytes, 'latin1');
}
