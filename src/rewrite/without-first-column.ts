const tab = 0x09;
const lineFeed = 0x0a;

/** COPY text without the first column of each row, wherever chunks end. The lines behind the rows, of which `\\.` is one, have no columns. */
export async function* withoutFirstColumn(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  // What a line begins with, until it is known whether a column ends there.
  let head: Uint8Array[] | null = [];
  for await (const chunk of data) {
    const parts: Uint8Array[] = [];
    let from = 0;
    while (from < chunk.length) {
      if (head === null) {
        const end = chunk.indexOf(lineFeed, from);
        const to = end < 0 ? chunk.length : end + 1;
        parts.push(chunk.subarray(from, to));
        if (end >= 0) head = [];
        from = to;
        continue;
      }
      const ends = [chunk.indexOf(tab, from), chunk.indexOf(lineFeed, from)].filter((end) => end >= 0);
      const end = Math.min(...ends, chunk.length);
      if (chunk[end] === tab) {
        head = null;
        from = end + 1;
      } else if (end < chunk.length) {
        parts.push(...head, chunk.subarray(from, end + 1));
        head = [];
        from = end + 1;
      } else {
        head.push(Buffer.from(chunk.subarray(from)));
        from = end;
      }
    }
    if (parts.length > 0) yield Buffer.concat(parts);
  }
  if (head !== null && head.length > 0) yield Buffer.concat(head);
}
