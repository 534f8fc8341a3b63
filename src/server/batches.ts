const small = 16 * 1024;
const full = 64 * 1024;

/** Joins small chunks, so that a source of single lines does not become two writes to the socket a line. */
export async function* inBatches(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let batch = Buffer.alloc(0);
  let filled = 0;
  for await (const chunk of data) {
    if (filled > 0 && (chunk.length > small || filled + chunk.length > full)) {
      yield batch.subarray(0, filled);
      filled = 0;
    }
    if (chunk.length > small) {
      yield chunk;
    } else if (chunk.length > 0) {
      // A batch belongs to the socket once it is handed over: never the same memory twice.
      if (filled === 0) batch = Buffer.allocUnsafeSlow(full);
      batch.set(chunk, filled);
      filled += chunk.length;
    }
  }
  if (filled > 0) yield batch.subarray(0, filled);
}
