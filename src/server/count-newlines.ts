/** Lines that end in these bytes; in COPY's text format that is rows. */
export function countNewlines(chunk: Uint8Array): number {
  let count = 0;
  for (const byte of chunk) if (byte === 0x0a) count++;
  return count;
}
