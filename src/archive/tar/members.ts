import type { ByteCursor } from '../byte-cursor.ts';
import { corrupt } from '../corruption.ts';
import { type MemberHeader, decodeMemberHeader, paddingAfter, tarBlockSize } from './member-header.ts';

/** The members of a tar file one after the other, as a pipe gives them. */
export class TarMembers {
  readonly #cursor: ByteCursor;
  #current: MemberHeader | null = null;
  /** Of the current member's data. */
  #left = 0;

  constructor(cursor: ByteCursor) {
    this.#cursor = cursor;
  }

  get current(): MemberHeader | null {
    return this.#current;
  }

  get place(): { file: string; offset: number } {
    return this.#cursor.place();
  }

  /** Goes to the next member, past what is left of this one; null: there is none. The blocks at the end may be missing. */
  async next(): Promise<MemberHeader | null> {
    await this.#leave();
    for (;;) {
      const place = this.place;
      const block = await this.#cursor.peek(tarBlockSize);
      if (block.length === 0) return null;
      if (block.length < tarBlockSize) throw corrupt(`incomplete tar header found (${block.length} bytes)`, place);
      await this.#cursor.skip(tarBlockSize);
      const header = decodeMemberHeader(block, place);
      if (header === null) continue;
      this.#current = header;
      this.#left = header.size;
      return header;
    }
  }

  /** What is left of the current member; where memory is reused, each piece is good until the next is asked for. */
  async *data(memory: 'new' | 'reused' = 'new'): AsyncGenerator<Uint8Array, void, undefined> {
    while (this.#left > 0) {
      if (memory === 'reused') await this.#cursor.ahead();
      const bytes = await this.#cursor.takeSome(this.#left);
      this.#left -= bytes.length;
      yield bytes;
    }
  }

  async #leave(): Promise<void> {
    if (this.#current === null) return;
    const padding = paddingAfter(this.#current.size);
    const left = this.#left + padding;
    this.#current = null;
    this.#left = 0;
    await this.#cursor.skip(left);
  }
}
