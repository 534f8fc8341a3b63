import { describe, expect, it } from 'vitest';
import type { LargeObject } from '../../src/archive/archive.ts';
import { largeObjectTableOf, withLargeObjectTable } from '../../src/rewrite/large-objects/large-object-table.ts';
import { pageSize, rowsOfLargeObjects } from '../../src/rewrite/large-objects/rows.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

async function* streamOf<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

async function textOf(rows: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of rows) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('latin1');
}

const object = (oid: number, ...chunks: readonly Uint8Array[]): LargeObject => ({ oid, data: streamOf(chunks) });

it('writes a row for each page of an object, wherever its chunks end, and one for an empty one', async () => {
  const long = Buffer.alloc(pageSize + 1, 0x5c);
  const objects = streamOf([
    object(7, Buffer.from([0, 9, 10]), Buffer.from([255])),
    object(8),
    object(9, long.subarray(0, 5), long.subarray(5)),
  ]);
  const [first, second, page, rest, ...end] = (await textOf(rowsOfLargeObjects(objects))).split('\n');
  expect([first, second]).toEqual(['7\t0\t\\\\x00090aff', '8\t0\t\\\\x']);
  expect(page).toBe(`9\t0\t\\\\x${'5c'.repeat(pageSize)}`);
  expect(rest).toBe('9\t1\t\\\\x5c');
  expect(end).toEqual(['\\.', '', '', '']);
});

const numbered = (entries: readonly Partial<TocEntry>[]): readonly TocEntry[] =>
  entries.map((entry, i) => entryOf({ dumpId: i + 1, ...entry }));
const descs = (entries: readonly TocEntry[]): readonly string[] =>
  entries.map(({ dumpId, desc }) => `${dumpId} ${desc}`);

describe('large objects become rows of one table', () => {
  const blob = (tag: string): Partial<TocEntry> => ({
    desc: 'BLOB',
    tag,
    section: 'pre-data',
    owner: 'joe',
    definition: `SELECT pg_catalog.lo_create('${tag}');\n`,
  });
  const others = [
    { desc: 'TABLE DATA', tag: 'a', section: 'data', hasData: true },
    { desc: 'BLOBS', tag: 'BLOBS', section: 'data', hasData: true, dependencies: [1, 2] },
    { desc: 'BLOB COMMENTS', tag: 'BLOB COMMENTS', section: 'data' },
    { desc: 'ACL', tag: 'LARGE OBJECT 12', section: 'data' },
    { desc: 'COMMENT', tag: 'TABLE a', section: 'none' },
  ] as const;

  it('where each has an entry', () => {
    const { entries, sources, count } = withLargeObjectTable(numbered([blob('11'), blob('12'), ...others]), [
      'files',
      'lo',
    ])!;
    expect(descs(entries)).toEqual(['1 TABLE', '3 TABLE DATA', '4 TABLE DATA', '7 COMMENT']);
    expect(count).toBe(2);
    expect(entries[0]).toMatchObject({
      namespace: 'files',
      tag: 'lo',
      owner: null,
      dropStatement: 'DROP TABLE files.lo;\n',
    });
    expect(entries[0]!.definition).toMatch(
      /^CREATE TABLE files\.lo \(\n    loid oid NOT NULL,[^]*\)\nDISTRIBUTED BY \(loid\);\n/,
    );
    expect(entries[2]).toMatchObject({
      copyStatement: 'COPY files.lo (loid, pageno, data) FROM stdin;\n',
      dependencies: [1],
    });
    expect(descs(sources.get(4)!)).toEqual(['4 BLOBS']);
  });

  it('where a group of them has one, which stands among the data', () => {
    const group = (tag: string, definition: string): readonly Partial<TocEntry>[] => [
      { desc: 'BLOB METADATA', tag, section: 'data', definition },
      { desc: 'BLOBS', tag, section: 'data', hasData: true },
    ];
    const archive = numbered([...others.slice(0, 1), ...group('11..12', '11\n12\n'), ...group('13', '13\n')]);
    const { entries, sources, count } = withLargeObjectTable(archive, ['public', 'large_objects'])!;
    expect(descs(entries)).toEqual(['2 TABLE', '1 TABLE DATA', '3 TABLE DATA']);
    expect(count).toBe(3);
    expect(descs(sources.get(3)!)).toEqual(['3 BLOBS', '5 BLOBS']);
  });

  it('unless another has its name', () => {
    const archive = numbered([{ desc: 'VIEW', namespace: 'public', tag: 'large_objects' }, blob('11'), ...others]);
    expect(() => withLargeObjectTable(archive, ['public', 'large_objects'])).toThrow(
      'the archive has a "public.large_objects" already',
    );
  });
});

it('knows the name of the table', () => {
  expect(largeObjectTableOf('skip')).toBe(null);
  expect(largeObjectTableOf('table')).toEqual(['public', 'large_objects']);
  expect(largeObjectTableOf('table:files."Lo"')).toEqual(['files', 'Lo']);
  expect(largeObjectTableOf('table:lo')).toEqual(['public', 'lo']);
  expect(() => largeObjectTableOf('table:')).toThrow('invalid value "table:" for option --store-large-objects');
});
