import { bytesOf, type ByteString } from '../../src/model/text.ts';
import type { Piece } from '../../src/script/piece.ts';
import { scanScript } from '../../src/script/scanner.ts';

/** A script in chunks of so many bytes. */
export async function* inChunksOf(text: ByteString, size = text.length): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += Math.max(1, size)) yield bytesOf(text.slice(at, at + Math.max(1, size)));
}

export async function piecesOf(text: ByteString, size?: number): Promise<readonly Piece[]> {
  const pieces: Piece[] = [];
  for await (const piece of scanScript(inChunksOf(text, size))) pieces.push(piece);
  return pieces;
}

/** Each piece as its kind and text, blanks left out; `→` stands ahead of rows. */
export async function told(text: ByteString, size?: number): Promise<readonly string[]> {
  const pieces = await piecesOf(text, size);
  return pieces
    .filter(({ kind }) => kind !== 'blank')
    .map((piece) => {
      const rows = 'rows' in piece ? piece.rows : null;
      const shown =
        rows === null
          ? text.slice(piece.start, piece.end)
          : `${'text' in piece ? piece.text : ''}→${text.slice(rows.start, rows.end)}`;
      return `${piece.kind} ${shown}`;
    });
}
