import { isUtf8 } from 'node:buffer';

/** Whether bytes are UTF-8, chunk after chunk, wherever chunks end. */
export class Utf8Check {
  /** Byte of the first chunk that is not; null: all were. */
  wrongAt: number | null = null;
  #before = 0;
  /** The beginning of a character whose end comes with the next chunk. */
  #begun: Uint8Array = new Uint8Array(0);

  push(chunk: Uint8Array): void {
    if (this.wrongAt !== null) return;
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    const end = bytes.length - begunAtEnd(bytes);
    if (!isUtf8(bytes.subarray(0, end))) this.wrongAt = this.#before + firstWrong(bytes.subarray(0, end));
    this.#before += end;
    this.#begun = Buffer.from(bytes.subarray(end));
  }

  finish(): void {
    if (this.#begun.length > 0) this.wrongAt ??= this.#before;
  }
}

/** Bytes that a character has by its first one. */
const lengthOf = (byte: number): number => (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1);

/** Bytes at the end that begin a character without ending it. */
function begunAtEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < lengthOf(byte) ? back : 0;
  }
  return 0;
}

/** Found by halves, each cut where a character begins, and then character by character. */
function firstWrong(bytes: Uint8Array): number {
  let good = 0;
  for (let bad = bytes.length; bad - good > 8;) {
    let middle = (good + bad) >> 1;
    while (middle > good && (bytes[middle]! & 0xc0) === 0x80) middle -= 1;
    if (middle === good) break;
    if (isUtf8(bytes.subarray(good, middle))) good = middle;
    else bad = middle;
  }
  for (;;) {
    const next = good + lengthOf(bytes[good]!);
    if (next > bytes.length || !isUtf8(bytes.subarray(good, next))) return good;
    good = next;
  }
}
