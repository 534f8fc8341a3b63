import { randomBytes } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { joinSmall } from '../chunks.ts';
import { doing } from '../../files/system-error.ts';

/** Bytes whose length is known before they are asked for. */
export interface Measured {
  readonly length: number;
  /** To be read once; what was spooled, before the spool is filled again. */
  open(): Readable;
}

/** A temporary file in which one member after the other waits until its length is known. */
export interface Spool extends AsyncDisposable {
  fill(bytes: AsyncIterable<Uint8Array>): Promise<Measured>;
}

const readSize = 256 * 1024;

/** The file has no name: the system removes it when it is closed, however the process ends. */
export async function openSpool(directory: string): Promise<Spool> {
  const path = join(directory, `.gpferry-spool-${randomBytes(6).toString('hex')}`);
  const handle = await doing(`could not open temporary file "${path}"`, () => open(path, 'wx+', 0o600));
  await doing(`could not remove temporary file "${path}"`, () => unlink(path));
  return {
    fill: (bytes) => fill(handle, bytes, directory),
    [Symbol.asyncDispose]: () => handle.close(),
  };
}

async function fill(handle: FileHandle, bytes: AsyncIterable<Uint8Array>, directory: string): Promise<Measured> {
  const what = `could not write to a temporary file in "${directory}"`;
  await doing(what, () => handle.truncate(0));
  let position = 0;
  for await (const chunk of joinSmall(bytes, readSize)) {
    for (let done = 0; done < chunk.length;) {
      const { bytesWritten } = await doing(what, () => handle.write(chunk, done, chunk.length - done, position));
      done += bytesWritten;
      position += bytesWritten;
    }
  }
  return { length: position, open: () => Readable.from(bytesOf(handle, directory), { objectMode: false }) };
}

/** Not the handle's own read stream, which closes the handle when it is destroyed. */
async function* bytesOf(handle: FileHandle, directory: string): AsyncGenerator<Uint8Array, void, undefined> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await doing(`could not read a temporary file in "${directory}"`, () =>
      handle.read(Buffer.allocUnsafe(readSize), 0, readSize, position),
    );
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
    position += bytesRead;
  }
}
