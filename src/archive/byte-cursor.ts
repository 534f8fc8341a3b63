import { readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { CorruptArchiveError } from '../errors.ts';
import type { Decoder } from '../toc/primitives.ts';
import { atPlace, corrupt } from './corruption.ts';
import { fileError } from '../files/system-error.ts';

/** Where a cursor takes its bytes from. */
export interface ByteOrigin {
  /** For messages. */
  readonly name: string;
  /** Length in bytes where it is known. */
  readonly size: number | null;
  /**
   * Bytes from `position` on, at least one; null: the end. A stream gives what comes next. Those that are `spent` may
   * give their memory to them.
   */
  read(position: number, spent?: Uint8Array): Promise<Uint8Array | null>;
  /** Positions may be skipped without reading. */
  readonly seekable: boolean;
}

const smallestRead = 8 * 1024;
const largestRead = 256 * 1024;

/** A regular file. Each call gives an origin of its own; they share the handle and may be used at once. */
export function fileOrigin(handle: FileHandle, name: string, size: number): ByteOrigin {
  // Small tables stay cheap, long ones need few reads.
  let length = smallestRead;
  return {
    name,
    size,
    seekable: true,
    async read(position, spent) {
      const reuses = spent?.length === length;
      const buffer = reuses ? spent : Buffer.allocUnsafe(length);
      length = Math.min(length * 2, largestRead);
      try {
        // Who gives memory only copies, and has nothing to do while another thread reads.
        const bytesRead = reuses
          ? readSync(handle.fd, buffer, 0, buffer.length, position)
          : (await handle.read(buffer, 0, buffer.length, position)).bytesRead;
        return bytesRead === 0 ? null : buffer.subarray(0, bytesRead);
      } catch (error) {
        throw fileError(`could not read from input file "${name}"`, error);
      }
    },
  };
}

/** A pipe, or bytes that are made on the way. */
export function streamOrigin(stream: AsyncIterable<Uint8Array>, name: string): ByteOrigin {
  const iterator = stream[Symbol.asyncIterator]();
  return {
    name,
    size: null,
    seekable: false,
    async read() {
      try {
        for (;;) {
          const next = await iterator.next();
          if (next.done) return null;
          if (next.value.length > 0) return next.value;
        }
      } catch (error) {
        throw fileError(`could not read from input file "${name}"`, error);
      }
    },
  };
}

/** Reads bytes in order. The end where none is allowed is a CorruptArchiveError that says where. */
export class ByteCursor {
  readonly #origin: ByteOrigin;
  #chunk: Buffer = Buffer.alloc(0);
  /** Of the next byte in #chunk. */
  #offset = 0;
  /** Of the end of #chunk in the origin. */
  #chunkEnd: number;

  constructor(origin: ByteOrigin, position = 0) {
    this.#origin = origin;
    this.#chunkEnd = position;
  }

  get name(): string {
    return this.#origin.name;
  }

  get position(): number {
    return this.#chunkEnd - this.#buffered;
  }

  /** Bytes to the end, where the size is known. */
  get remaining(): number | null {
    return this.#origin.size === null ? null : this.#origin.size - this.position;
  }

  get #buffered(): number {
    return this.#chunk.length - this.#offset;
  }

  async atEnd(): Promise<boolean> {
    return this.#buffered === 0 && !(await this.#fill());
  }

  /** The next bytes, as many as there are up to `length`, without moving. */
  async peek(length: number): Promise<Buffer> {
    if (this.#buffered >= length) return this.#chunk.subarray(this.#offset, this.#offset + length);
    const bytes = await this.#gather(length);
    this.#chunk = Buffer.concat([bytes, this.#chunk.subarray(this.#offset)]);
    this.#offset = 0;
    return bytes;
  }

  /** Exactly so many bytes. */
  async take(length: number): Promise<Buffer> {
    const ready = this.takeBuffered(length);
    if (ready !== null) return ready;
    this.#refuseBeyondEnd(length);
    const bytes = await this.#gather(length);
    if (bytes.length < length) throw this.endOfFile();
    return bytes;
  }

  /** Exactly so many bytes if they need no reading. */
  takeBuffered(length: number): Buffer | null {
    if (this.#buffered < length) return null;
    this.#offset += length;
    return this.#chunk.subarray(this.#offset - length, this.#offset);
  }

  /** One byte up to `most`. */
  async takeSome(most: number): Promise<Buffer> {
    if (await this.atEnd()) throw this.endOfFile();
    const length = Math.min(most, this.#buffered);
    this.#offset += length;
    return this.#chunk.subarray(this.#offset - length, this.#offset);
  }

  /**
   * What has been read and not taken, without moving; where that is nothing, what comes next, and then it may be in the
   * memory of bytes that were given before. Empty: the end.
   */
  async ahead(): Promise<Buffer> {
    if (this.#buffered === 0) await this.#fill(this.#chunk);
    return this.#chunk.subarray(this.#offset);
  }

  async skip(length: number): Promise<void> {
    this.#refuseBeyondEnd(length);
    if (this.#origin.seekable && length > this.#buffered) {
      this.#chunkEnd = this.position + length;
      this.#chunk = this.#chunk.subarray(0, 0);
      this.#offset = 0;
      return;
    }
    for (let left = length; left > 0;) left -= (await this.takeSome(left)).length;
  }

  /** Runs a decoder on the bytes from here on; what it finds corrupt is said to be here. */
  async decode<T>(decoder: Decoder<T>): Promise<T> {
    try {
      let step = decoder.next();
      while (!step.done) {
        const ready = this.takeBuffered(step.value);
        step = ready === null ? await this.#feed(decoder, step.value) : decoder.next(ready);
      }
      return step.value;
    } catch (error) {
      throw error instanceof CorruptArchiveError ? atPlace(error, this.place()) : error;
    }
  }

  async #feed<T>(decoder: Decoder<T>, length: number): Promise<IteratorResult<number, T>> {
    if (this.remaining === null || length <= this.remaining) {
      const bytes = await this.#gather(length);
      if (bytes.length === length) return decoder.next(bytes);
    }
    return decoder.throw(new CorruptArchiveError('could not read from input file: end of file'));
  }

  /** `ahead` bytes from here. */
  place(ahead = 0): { file: string; offset: number } {
    return { file: this.name, offset: this.position + ahead };
  }

  endOfFile(ahead = 0): CorruptArchiveError {
    return corrupt('could not read from input file: end of file', this.place(ahead));
  }

  #refuseBeyondEnd(length: number): void {
    if (this.remaining !== null && length > this.remaining) throw this.endOfFile();
  }

  /** Up to `length` bytes in one piece; nothing is allocated for bytes that are not there. */
  async #gather(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0 && !(await this.atEnd())) {
      const part = await this.takeSome(missing);
      parts.push(part);
      missing -= part.length;
    }
    return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  }

  async #fill(spent?: Uint8Array): Promise<boolean> {
    const bytes = await this.#origin.read(this.#chunkEnd, spent);
    if (bytes === null) return false;
    this.#chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#offset = 0;
    this.#chunkEnd += bytes.length;
    return true;
  }
}
