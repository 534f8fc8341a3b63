import type { CompressionMethod } from '../toc/entry.ts';
import type { Container } from './compression.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** How a payload lies in its archive. */
export interface Stored {
  readonly method: CompressionMethod;
  readonly container: Container;
  readonly bytes: Bytes;
}

/** A payload that can also be had as it is stored; it is read in one of the two ways, once. */
export class StoredPayload implements AsyncIterable<Uint8Array> {
  readonly #payload: Bytes;
  readonly #stored: () => Promise<Stored>;

  constructor(payload: Bytes, stored: () => Promise<Stored>) {
    this.#payload = payload;
    this.#stored = stored;
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return this.#payload[Symbol.asyncIterator]();
  }

  /** With what looks at its chunks, but changes none. */
  watched(watch: (bytes: Bytes) => Bytes): StoredPayload {
    return new StoredPayload(watch(this.#payload), async () => {
      const stored = await this.#stored();
      return { ...stored, bytes: watch(stored.bytes) };
    });
  }

  /** The compressed bytes; null: it is not compressed in this way. */
  async compressedAs(method: CompressionMethod, container: Container): Promise<Bytes | null> {
    if (method === 'none') return null;
    const stored = await this.#stored();
    const isSame = stored.method === method && (method !== 'gzip' || stored.container === container);
    return isSame ? stored.bytes : null;
  }
}

/** Looks at the chunks of a payload, which stays one that can be had as it is stored. */
export const watched = (data: Bytes, watch: (bytes: Bytes) => Bytes): Bytes =>
  data instanceof StoredPayload ? data.watched(watch) : watch(data);
