import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { promisify } from 'node:util';
import { CorruptArchiveError } from '../errors.ts';
import { fileError } from '../files/system-error.ts';

const readSize = 256 * 1024;
const smallSize = 64 * 1024;

const readElsewhere = promisify(read);

/**
 * A regular file's bytes from one of them on; where memory is reused, each piece is good until the next is asked for. There
 * may be hundreds of thousands of a few bytes: those do without another thread, since the way there and back takes longer.
 * So do bytes that are only copied.
 */
export async function* fileBytes(
  path: string,
  start = 0,
  memory: 'new' | 'reused' = 'new',
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      let buffer = Buffer.alloc(0);
      for (let position = start; position < size;) {
        const length = Math.min(readSize, size - position);
        if (memory === 'new' || buffer.length < length) buffer = Buffer.allocUnsafe(length);
        const isHere = memory === 'reused' || length <= smallSize;
        const bytes = isHere
          ? readSync(file, buffer, 0, length, position)
          : (await readElsewhere(file, buffer, 0, length, position)).bytesRead;
        // What is joined as it is has no count or sum that would tell.
        if (bytes === 0) throw shortened(path, position);
        position += bytes;
        yield buffer.subarray(0, bytes);
      }
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileError(`could not read file "${path}"`, error);
  }
}

const shortened = (path: string, position: number): CorruptArchiveError =>
  new CorruptArchiveError('a file became shorter while it was read', {
    detail: `file "${path}", byte ${position}`,
    hint: 'Somebody writes to it, or takes it away: read a copy.',
  });
