/** How bytes may arrive: every parser must not care. */
export const chunkings: readonly (readonly [name: string, cut: (bytes: Uint8Array) => Uint8Array[]])[] = [
  ['whole', (bytes) => [bytes]],
  ['halved', (bytes) => [bytes.subarray(0, bytes.length >> 1), bytes.subarray(bytes.length >> 1)]],
  ['byte by byte', (bytes) => Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))],
];
