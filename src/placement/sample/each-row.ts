const lineFeed = 0x0a;
const backslash = 0x5c;
const dot = 0x2e;

/**
 * Shows the rows of COPY text one after another, as lines without their ends, until there are no more or `take` wants no
 * more: true where it has seen all. A line is good only while it is shown. No more than a row is held.
 */
export async function eachRow(data: AsyncIterable<Uint8Array>, take: (line: Uint8Array) => boolean): Promise<boolean> {
  let head: Uint8Array[] = [];
  for await (const chunk of data) {
    for (let from = 0; from < chunk.length;) {
      const end = chunk.indexOf(lineFeed, from);
      if (end < 0) {
        // Whoever made the chunk may fill it anew.
        head.push(chunk.slice(from));
        break;
      }
      const tail = chunk.subarray(from, end);
      const line = head.length === 0 ? tail : Buffer.concat([...head, tail]);
      if (head.length > 0) head = [];
      if (isEnd(line)) return true;
      if (!take(line)) return false;
      from = end + 1;
    }
  }
  return true;
}

const isEnd = (line: Uint8Array): boolean => line.length === 2 && line[0] === backslash && line[1] === dot;
