import type { Duplex } from 'node:stream';
import { byteStringOf, type ByteString } from '../model/text.ts';

/**
 * Keeps what arrives last on a socket while somebody else reads it: pg-copy-streams drops the notices between rows, and
 * of a COPY that fails they may say what the error does not.
 */
export class LastWords implements Disposable {
  readonly #socket: Duplex;
  readonly #read: Duplex['read'];
  #chunks: readonly Uint8Array[] = [];

  constructor(socket: Duplex) {
    this.#socket = socket;
    this.#read = socket.read;
    socket.read = (size?: number): unknown => {
      const chunk: unknown = this.#read.call(socket, size);
      if (chunk instanceof Uint8Array) this.#chunks = [...this.#chunks.slice(-1), chunk];
      return chunk;
    };
  }

  toString(): ByteString {
    return this.#chunks.map(byteStringOf).join('');
  }

  [Symbol.dispose](): void {
    this.#socket.read = this.#read;
  }
}
