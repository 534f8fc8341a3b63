/** Looks at rows in COPY's text format, chunk after chunk. Whoever made a chunk may fill it anew. */
export type RowWatcher = (chunk: Uint8Array) => void;

const lineFeed = 0x0a;

/** Shows rows one after another, without their ends, wherever chunks are cut. A row is good only while it is shown. */
export function eachLine(take: (line: Uint8Array) => void): RowWatcher {
  let head: Uint8Array[] = [];
  return (chunk) => {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(lineFeed, from);
      const part = chunk.subarray(from, end < 0 ? chunk.length : end);
      if (end < 0) {
        head.push(Buffer.from(part));
        return;
      }
      const line = head.length === 0 ? part : Buffer.concat([...head, part]);
      head = [];
      from = end + 1;
      take(line);
    }
  };
}
