/** The same bytes in chunks of `size`, the last one shorter. A chunk is the reader's until it asks for the next. */
export async function* inChunks(data: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  const held = Buffer.alloc(size);
  let length = 0;
  for await (const chunk of data) {
    for (let rest = chunk; rest.length > 0;) {
      const part = rest.subarray(0, size - length);
      held.set(part, length);
      length += part.length;
      rest = rest.subarray(part.length);
      if (length < size) continue;
      yield held;
      length = 0;
    }
  }
  if (length > 0) yield held.subarray(0, length);
}
