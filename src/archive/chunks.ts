/** Joins small chunks, so that what costs something for each chunk is done for few; large ones pass as they are. */
export async function* joinSmall(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let joined = Buffer.alloc(0);
  let filled = 0;
  for await (const chunk of chunks) {
    if (chunk.length > size - filled && filled > 0) {
      yield joined.subarray(0, filled);
      filled = 0;
    }
    if (chunk.length >= size / 2) {
      if (filled > 0) yield joined.subarray(0, filled);
      filled = 0;
      yield chunk;
      continue;
    }
    // What was yielded belongs to the consumer: a new buffer for the next, which may be all there is.
    const needed = filled + chunk.length;
    if (filled === 0 || needed > joined.length) {
      const larger = Buffer.allocUnsafe(Math.min(size, 4 * needed));
      larger.set(joined.subarray(0, filled));
      joined = larger;
    }
    joined.set(chunk, filled);
    filled = needed;
  }
  if (filled > 0) yield joined.subarray(0, filled);
}

/** Cuts chunks to pieces of at most `size` bytes and drops empty ones. */
export function* pieces(chunk: Uint8Array, size: number): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < chunk.length; start += size) yield chunk.subarray(start, start + size);
}

/** What is there already, for those who wait for what comes. */
export async function* asChunks(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  yield* chunks;
}
