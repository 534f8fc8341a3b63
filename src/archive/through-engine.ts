import { once } from 'node:events';
import type { Transform, Writable } from 'node:stream';

/** An engine of node:zlib, which counts what it has taken. */
export type Engine = Transform & { readonly bytesWritten: number };

/** Data that cannot be uncompressed; the message says why not. */
export class CompressedDataError extends Error {}

export const afterTheEnd = 'bytes after the end of the compressed data';

/**
 * What the engine makes of the input. A decompressor ends by itself where the compressed data end, and node:zlib says
 * nothing of what follows: that is a CompressedDataError here.
 */
export async function* throughEngine(
  input: AsyncIterable<Uint8Array>,
  engine: Engine,
): AsyncGenerator<Uint8Array, void, undefined> {
  const feeding = feed(input, engine);
  feeding.catch((error: unknown) => engine.destroy(error as Error));
  try {
    for await (const chunk of engine as AsyncIterable<Uint8Array>) yield chunk;
    engine.destroy();
    const fed = await feeding;
    if (!fed.wholeInput || fed.bytes !== engine.bytesWritten) {
      throw new CompressedDataError(afterTheEnd);
    }
  } finally {
    engine.destroy();
    // Nobody may read on from where the input comes from while it is being read here.
    await feeding.catch(() => {});
  }
}

/** Writes the input and ends the stream; stops where the other side has gone. */
export async function feed(
  input: AsyncIterable<Uint8Array>,
  stream: Writable,
): Promise<{ readonly bytes: number; readonly wholeInput: boolean }> {
  let bytes = 0;
  for await (const chunk of input) {
    if (stream.destroyed) return { bytes, wholeInput: false };
    bytes += chunk.length;
    if (!stream.write(chunk)) await room(stream);
  }
  if (!stream.destroyed) stream.end();
  return { bytes, wholeInput: true };
}

async function room(stream: Writable): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  try {
    await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]);
  } catch (error) {
    // An error of the stream itself is told by who reads its output.
    if (!stream.destroyed && stream.errored === null) throw error;
  } finally {
    waiting.abort();
  }
}
