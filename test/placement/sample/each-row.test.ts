import { expect, it } from 'vitest';
import { eachRow } from '../../../src/placement/sample/each-row.ts';

const text = Buffer.from('1\ta\n\n2\tb\\n\n\\.\n\n\n');

async function rowsOf(size: number, most = Infinity): Promise<readonly [readonly string[], boolean]> {
  async function* chunks() {
    for (let at = 0; at < text.length; at += size) yield text.subarray(at, at + size);
  }
  const rows: string[] = [];
  const isWhole = await eachRow(chunks(), (line) => rows.length < most && rows.push(Buffer.from(line).toString()) > 0);
  return [rows, isWhole];
}

it.each([1, 2, 3, 5, 100])('shows the rows of COPY text whose chunks have %i bytes', async (size) => {
  expect(await rowsOf(size)).toEqual([['1\ta', '', '2\tb\\n'], true]);
});

it('shows no more than are wanted', async () => {
  expect(await rowsOf(4, 2)).toEqual([['1\ta', ''], false]);
  expect(await rowsOf(100, 3)).toEqual([['1\ta', '', '2\tb\\n'], true]);
});

it('shows rows of chunks that are filled anew', async () => {
  const chunk = Buffer.alloc(3);
  async function* chunks() {
    for (let at = 0; at < text.length; at += 3) yield chunk.subarray(0, text.copy(chunk, 0, at, at + 3));
  }
  const rows: string[] = [];
  await eachRow(chunks(), (line) => rows.push(Buffer.from(line).toString()) > 0);
  expect(rows).toEqual(['1\ta', '', '2\tb\\n']);
});
