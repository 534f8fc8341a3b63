import { byteStringOf, type ByteString } from '../model/text.ts';

/** Characters behind which what was read is let go of. */
const slack = 1 << 18;

/** The part of a script that is being read: text that grows at its end and is let go of at its beginning. */
export class Window {
  readonly #source: AsyncIterator<Uint8Array>;
  #text: ByteString = '';
  /** Of the text's first character in the script. */
  #base = 0;
  #isOver = false;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  get text(): ByteString {
    return this.#text;
  }

  /** Where an offset of the text is in the script. */
  offset(at: number): number {
    return this.#base + at;
  }

  /** The text reaches to the end of the script. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Reads on: as much again, so that what is read anew costs no more than what is read. False: there is no more. */
  async grow(): Promise<boolean> {
    const wanted = Math.max(1, this.#text.length);
    const parts = [this.#text];
    for (let length = 0; length < wanted;) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#isOver = true;
        break;
      }
      parts.push(byteStringOf(next.value));
      length += next.value.length;
    }
    this.#text = parts.join('');
    return parts.length > 1;
  }

  /** Lets go of what is ahead of an offset, where that is worth it. Gives back where the offset is now. */
  pass(at: number, always = false): number {
    if (at < slack && !always) return at;
    this.#text = this.#text.slice(at);
    this.#base += at;
    return 0;
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}
