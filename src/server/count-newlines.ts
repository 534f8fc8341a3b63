const newline = 0x0a;

/** Lines shorter than this are counted faster byte by byte than by one search a line. */
const shortLine = 48;

/** Lines that end in these bytes; in COPY's text format that is rows. */
export function countNewlines(chunk: Uint8Array): number {
  const first = chunk.indexOf(newline);
  if (first < 0) return 0;
  // The first line may be the rest of one; the next tells how long lines are here.
  const second = chunk.indexOf(newline, first + 1);
  return second - first < shortLine && second >= 0 ? countByByte(chunk) : countBySearch(chunk, first);
}

function countByByte(chunk: Uint8Array): number {
  let count = 0;
  for (let i = 0; i < chunk.length; i++) if (chunk[i] === newline) count++;
  return count;
}

function countBySearch(chunk: Uint8Array, first: number): number {
  let count = 0;
  for (let at = first; at >= 0; at = chunk.indexOf(newline, at + 1)) count++;
  return count;
}
