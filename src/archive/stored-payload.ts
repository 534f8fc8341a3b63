import type { CompressionMethod } from '../toc/entry.ts';
import type { Container } from './compression.ts';

type Bytes = AsyncIterable<Uint8Array>;

/** How a payload lies in its archive. */
export interface Stored {
  readonly method: CompressionMethod;
  readonly container: Container;
  /** In pieces that are good until the next is asked for. */
  readonly bytes: Bytes;
  /** How many they are, where that is known before they are read. */
  readonly length?: number;
  /** The same as a custom archive with integers of that size has it: in chunks, each after its length. */
  readonly framed?: { readonly intSize: number; readonly bytes: Bytes };
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
      const { bytes, framed } = stored;
      return {
        ...stored,
        bytes: watch(bytes),
        ...(framed === undefined ? {} : { framed: { ...framed, bytes: watch(framed.bytes) } }),
      };
    });
  }

  /** null: it is compressed in another way. */
  async storedAs(method: CompressionMethod, container: Container): Promise<Stored | null> {
    const stored = await this.#stored();
    const isSame = stored.method === method && (method !== 'gzip' || stored.container === container);
    return isSame ? stored : null;
  }
}

/** A payload as its archive has it; null: that has it in another way, or is none. */
export const storedAs = async (data: Bytes, method: CompressionMethod, container: Container): Promise<Stored | null> =>
  data instanceof StoredPayload ? await data.storedAs(method, container) : null;

/** Looks at the chunks of a payload, which stays one that can be had as it is stored. */
export const watched = (data: Bytes, watch: (bytes: Bytes) => Bytes): Bytes =>
  data instanceof StoredPayload ? data.watched(watch) : watch(data);
