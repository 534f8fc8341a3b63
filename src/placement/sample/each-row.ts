import { eachLine } from '../each-line.ts';

const backslash = 0x5c;
const dot = 0x2e;

/**
 * Shows the rows of COPY text one after another, as lines without their ends, until there are no more or `take` wants no
 * more: true where it has seen all. A line is good only while it is shown. No more than a row is held.
 */
export async function eachRow(data: AsyncIterable<Uint8Array>, take: (line: Uint8Array) => boolean): Promise<boolean> {
  let seenAll: boolean | null = null;
  const look = eachLine((line) => {
    if (seenAll !== null) return;
    if (isEnd(line)) seenAll = true;
    else if (!take(line)) seenAll = false;
  });
  for await (const chunk of data) {
    look(chunk);
    if (seenAll !== null) return seenAll;
  }
  return true;
}

const isEnd = (line: Uint8Array): boolean => line.length === 2 && line[0] === backslash && line[1] === dot;
