import { CorruptArchiveError } from '../errors.ts';
import { ByteCursor, streamOrigin } from './byte-cursor.ts';
import { CompressedDataError } from './through-engine.ts';

const frameMagic = 0xfd2fb528;
const skippableMagic = 0x184d2a50;

/**
 * Cuts zstd data into frames (RFC 8878, 3.1), each of which must be read to its end before the next. node:zlib takes a
 * frame that was cut for whole, and leaves the second of two frames.
 */
export async function* zstdFrames(
  input: AsyncIterable<Uint8Array>,
): AsyncGenerator<AsyncIterable<Uint8Array>, void, undefined> {
  const cursor = new ByteCursor(streamOrigin(input, 'zstd data'));
  try {
    while (!(await cursor.atEnd())) yield frame(cursor);
  } finally {
    await input[Symbol.asyncIterator]().return?.();
  }
}

async function* frame(cursor: ByteCursor): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* partsOfFrame(cursor);
  } catch (error) {
    if (!(error instanceof CorruptArchiveError)) throw error;
    throw new CompressedDataError('unexpected end of file', { cause: error });
  }
}

async function* partsOfFrame(cursor: ByteCursor): AsyncGenerator<Uint8Array, void, undefined> {
  const start = await cursor.take(4);
  const magic = start.readUInt32LE();
  yield start;
  if ((magic & 0xfffffff0) >>> 0 === skippableMagic) yield* skippable(cursor);
  else if (magic === frameMagic) yield* blocks(cursor);
  else throw new CompressedDataError('Unknown frame descriptor');
}

async function* skippable(cursor: ByteCursor): AsyncGenerator<Uint8Array, void, undefined> {
  const length = await cursor.take(4);
  yield length;
  yield* bytes(cursor, length.readUInt32LE());
}

async function* blocks(cursor: ByteCursor): AsyncGenerator<Uint8Array, void, undefined> {
  const descriptorByte = await cursor.take(1);
  const descriptor = descriptorByte[0] ?? 0;
  yield descriptorByte;
  yield* bytes(cursor, headerLength(descriptor));
  for (let last = false; !last;) {
    const header = await cursor.take(3);
    yield header;
    const fields = header.readUIntLE(0, 3);
    last = (fields & 1) === 1;
    // One byte, and how often it is repeated, is a block, too.
    yield* bytes(cursor, ((fields >> 1) & 3) === 1 ? 1 : fields >> 3);
  }
  if ((descriptor & 4) !== 0) yield* bytes(cursor, 4);
}

/** Window, dictionary and length of the content, whose own lengths the descriptor tells. */
function headerLength(descriptor: number): number {
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const contentLength = [isSingleSegment ? 1 : 0, 2, 4, 8][descriptor >> 6] ?? 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] ?? 0;
  return (isSingleSegment ? 0 : 1) + dictionary + contentLength;
}

async function* bytes(cursor: ByteCursor, length: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let left = length; left > 0;) {
    const some = await cursor.takeSome(left);
    left -= some.length;
    yield some;
  }
}
