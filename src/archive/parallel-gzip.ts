import { availableParallelism } from 'node:os';
import { promisify } from 'node:util';
import { type ZlibOptions, constants, crc32, deflateRaw, deflateRawSync } from 'node:zlib';

const deflateBlock = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw);

/** zlib's stream (RFC 1950), as custom archives hold it, or gzip's (RFC 1952), as files do. */
export type GzipContainer = 'zlib' | 'gzip';

/**
 * Input that is deflated in one call on a thread of its own. Each block gets the last 32 KiB before it as dictionary and
 * ends at a byte boundary (a sync flush), so the blocks put together are one deflate stream, some 0.1 % longer than if
 * one thread had made it.
 */
const blockSize = 512 * 1024;
const windowSize = 32 * 1024;

/** For less than this the trip to another thread takes longer; a dump may have a million large objects of a few bytes. */
const smallSize = 16 * 1024;

/** Blocks under way: one for each core, and one that waits for the first core to be free. */
const parallelism = Math.min(availableParallelism(), 4) + 1;

/** Exactly one zlib or gzip stream, also for no input at all. */
export async function* gzip(
  input: AsyncIterable<Uint8Array>,
  level: number | null,
  container: GzipContainer,
): AsyncGenerator<Uint8Array, void, undefined> {
  const checksum = container === 'zlib' ? new Adler32() : new GzipTrailer();
  yield container === 'zlib' ? zlibHeader(level) : gzipHeader();
  const underWay: UnderWay[] = [];
  // New memory for each block would keep the garbage collector busier than all else that this thread does.
  const spare: Buffer<ArrayBuffer>[] = [];
  let dictionary: Uint8Array = Buffer.alloc(0);
  /** Of the longest result so far; each further piece of one would be another trip to the thread pool. */
  let room = 0;
  const next = async (): Promise<Buffer> => {
    const { block, deflated } = underWay.shift()!;
    const result = await deflated;
    room = Math.max(room, result.length + 1024);
    if (block.length === blockSize) spare.push(block);
    return result;
  };
  try {
    for await (const { block, last } of blocks(input, spare)) {
      const options = deflateOptions(level, dictionary, room || block.length + 1024, last);
      const deflated = block.length > smallSize ? deflateBlock(block, options) : deflateRawSync(block, options);
      underWay.push({ block, deflated: Promise.resolve(deflated) });
      checksum.update(block);
      // zlib has copied it before the block may be written over.
      dictionary = block.subarray(-windowSize);
      while (underWay.length > parallelism) yield await next();
    }
    while (underWay.length > 0) yield await next();
  } finally {
    await Promise.allSettled(underWay.map(({ deflated }) => deflated));
  }
  yield checksum.trailer();
}

interface UnderWay {
  readonly block: Buffer<ArrayBuffer>;
  readonly deflated: Promise<Buffer>;
}

function deflateOptions(level: number | null, dictionary: Uint8Array, room: number, last: boolean): ZlibOptions {
  return {
    level: level ?? constants.Z_DEFAULT_COMPRESSION,
    finishFlush: last ? constants.Z_FINISH : constants.Z_SYNC_FLUSH,
    chunkSize: room,
    ...(dictionary.length === 0 ? {} : { dictionary }),
  };
}

/**
 * Full blocks and at last one that is not, perhaps empty: the end of the input shows only when it is there. What is spare is
 * written over.
 */
async function* blocks(
  input: AsyncIterable<Uint8Array>,
  spare: Buffer<ArrayBuffer>[],
): AsyncGenerator<{ block: Buffer<ArrayBuffer>; last: boolean }> {
  let block = Buffer.allocUnsafe(smallSize);
  let filled = 0;
  for await (const chunk of input) {
    for (let start = 0; start < chunk.length;) {
      if (filled + chunk.length - start > block.length && block.length < blockSize) {
        const larger = Buffer.allocUnsafe(blockSize);
        larger.set(block.subarray(0, filled));
        block = larger;
      }
      const length = Math.min(chunk.length - start, block.length - filled);
      block.set(chunk.subarray(start, start + length), filled);
      filled += length;
      start += length;
      if (filled < blockSize) continue;
      yield { block, last: false };
      block = spare.pop() ?? Buffer.allocUnsafe(blockSize);
      filled = 0;
    }
  }
  yield { block: block.subarray(0, filled), last: true };
}

/** The second byte tells the level, and makes the two a multiple of 31 (RFC 1950). */
function zlibHeader(level: number | null): Buffer {
  if (level === null || level === 6) return Buffer.from([0x78, 0x9c]);
  if (level <= 1) return Buffer.from([0x78, 0x01]);
  return Buffer.from([0x78, level < 6 ? 0x5e : 0xda]);
}

/** No name, no time, from Unix. */
const gzipHeader = (): Buffer => Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);

interface Checksum {
  update(bytes: Uint8Array): void;
  trailer(): Buffer;
}

class Adler32 implements Checksum {
  #low = 1;
  #high = 0;

  update(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < bytes.length;) {
      // As many bytes as leave both sums below 2³¹, where V8 counts in machine integers.
      const end = Math.min(index + 3852, bytes.length);
      // Four at a time, which halves the time, of which this thread has little.
      for (; index + 3 < end; index += 4) {
        const first = bytes[index] ?? 0;
        const second = bytes[index + 1] ?? 0;
        const third = bytes[index + 2] ?? 0;
        const fourth = bytes[index + 3] ?? 0;
        high += 4 * (low + first) + 3 * second + 2 * third + fourth;
        low += first + second + third + fourth;
      }
      for (; index < end; index++) {
        low += bytes[index] ?? 0;
        high += low;
      }
      low %= 65521;
      high %= 65521;
    }
    this.#low = low;
    this.#high = high;
  }

  trailer(): Buffer {
    const trailer = Buffer.alloc(4);
    trailer.writeUInt16BE(this.#high, 0);
    trailer.writeUInt16BE(this.#low, 2);
    return trailer;
  }
}

class GzipTrailer implements Checksum {
  #crc = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#crc = crc32(bytes, this.#crc);
    this.#length = (this.#length + bytes.length) % 2 ** 32;
  }

  trailer(): Buffer {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(this.#crc, 0);
    trailer.writeUInt32LE(this.#length, 4);
    return trailer;
  }
}
