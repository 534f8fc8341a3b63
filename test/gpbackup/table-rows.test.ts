import { describe, expect, it } from 'vitest';
import { asChunks } from '../../src/archive/chunks.ts';
import { tableRows, type SegmentRows, type TableRowsOptions } from '../../src/gpbackup/table-rows.ts';

const segment = (content: number, csv: string): SegmentRows => ({
  content,
  file: `file ${content}`,
  start: 0,
  bytes: asChunks([Buffer.from(csv)]),
});

async function rowsOf(
  segments: readonly SegmentRows[],
  rowsCopied: number | null,
  options: Partial<TableRowsOptions> = {},
): Promise<string> {
  const entry = { schema: 's', name: 't', oid: 1, columns: '(a,b)', rowsCopied, partitionRoot: '', isReplicated: null };
  const chunks: Uint8Array[] = [];
  for await (const chunk of tableRows(entry, segments, {
    columns: 2,
    encoding: 'UTF8',
    isReplicated: false,
    contents: segments.length,
    keepsCsv: false,
    replicas: [],
    watch: null,
    onRows: () => {},
    ...options,
  })) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

describe('rows of a table', () => {
  it('are those of all segments, and then the end', async () => {
    expect(await rowsOf([segment(0, '1,a\n'), segment(1, ''), segment(2, '2,\n')], 2)).toBe('1\ta\n2\t\\N\n\\.\n\n\n');
  });

  it('are as many as were copied, or it is an error', async () => {
    await expect(rowsOf([segment(0, '1,a\n')], 2)).rejects.toMatchObject({
      message: 'the backup set has 1 rows of a table of which 2 were copied',
      detail: 'table s.t, all 1 segments',
    });
  });

  it('may be counted by nobody, as in the oldest sets', async () => {
    expect(await rowsOf([segment(0, '1,a\n')], null)).toBe('1\ta\n\\.\n\n\n');
  });

  it.each([3, 1])('of a replicated table were copied once or from each segment: %d', async (rowsCopied) => {
    const options = { isReplicated: true, contents: 3 };
    expect(await rowsOf([segment(0, '1,a\n')], rowsCopied, options)).toBe('1\ta\n\\.\n\n\n');
  });

  it('name file, segment and byte where they are broken', async () => {
    await expect(rowsOf([segment(0, '1,a\n'), segment(1, '2,b\n3\n')], 3)).rejects.toMatchObject({
      message: 'could not read backup set: a row has 1 columns instead of 2',
      detail: 'file "file 1", table s.t, segment 1, row at byte 4 of the uncompressed data',
    });
  });
});

describe('copies of a replicated table', () => {
  const first = segment.bind(null, 0, '1,a\n2,b\n');
  const compared = (csv: string, rowsCopied: number): Promise<string> =>
    rowsOf([first()], rowsCopied, { isReplicated: true, contents: 2, replicas: [segment(1, csv)] });

  it('may have their rows in another order', async () => {
    expect(await compared('2,b\n1,a\n', 4)).toBe('1\ta\n2\tb\n\\.\n\n\n');
  });

  it('may be on some segments only', async () => {
    expect(await compared('', 2)).toBe('1\ta\n2\tb\n\\.\n\n\n');
  });

  it.each([
    ['2,b\n1,x\n', 'it has other rows'],
    ['2,b\n', 'it has 1 rows instead of 2'],
    ['', 'it has 0 rows instead of 2'],
  ])('are an error where they differ: %j', async (csv, difference) => {
    await expect(compared(csv, 4)).rejects.toMatchObject({
      message: 'a copy of replicated table s.t is not like the first one',
      detail: `file "file 1", segment 1: ${difference}`,
    });
  });
});
