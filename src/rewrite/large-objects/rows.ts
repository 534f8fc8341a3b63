import type { Oid } from '../../model/catalog-id.ts';

interface LargeObject {
  readonly oid: Oid;
  readonly data: AsyncIterable<Uint8Array>;
}

/** Bytes of a page: two characters each, and still shorter than the longest line that Greenplum takes for one by default (1 MB). */
export const pageSize = 256 * 1024;

/** COPY text with one row for each page of each large object; an empty one has an empty page. */
export async function* rowsOfLargeObjects(
  objects: AsyncIterable<LargeObject>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const { oid, data } of objects) {
    let number = 0;
    for await (const page of pagesOf(data)) {
      yield Buffer.from(`${oid}\t${number}\t\\\\x${page.toString('hex')}\n`, 'latin1');
      number += 1;
    }
  }
  yield Buffer.from('\\.\n\n\n');
}

async function* pagesOf(data: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  const page = Buffer.alloc(pageSize);
  let length = 0;
  let isEmpty = true;
  for await (const chunk of data) {
    for (let from = 0; from < chunk.length;) {
      const part = chunk.subarray(from, from + pageSize - length);
      page.set(part, length);
      length += part.length;
      from += part.length;
      if (length < pageSize) continue;
      yield page;
      isEmpty = false;
      length = 0;
    }
  }
  if (length > 0 || isEmpty) yield page.subarray(0, length);
}
