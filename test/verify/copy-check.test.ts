import { describe, expect, it } from 'vitest';
import { CopyCheck } from '../../src/verify/copy-check.ts';

function checked(
  text: string,
  columns?: number,
  chunkLength = text.length,
  format: 'text' | 'csv' = 'text',
): { rows: number; problems: string[] } {
  const check = new CopyCheck(columns, format);
  const bytes = Buffer.from(text, 'latin1');
  for (let at = 0; at < bytes.length; at += chunkLength) check.push(bytes.subarray(at, at + chunkLength));
  check.finish();
  return { rows: check.rows, problems: check.problems };
}

const end = '\\.\n\n\n';

describe('rows of COPY', () => {
  it.each([
    ['as COPY names their columns', `1\ta\n2\tb\n${end}`, 2, 2],
    ['with tabs and line ends behind a backslash', `1\ta\\\tb\n2\tc\\\nd\n3\t\\\\\n${end}`, 2, 3],
    ['that only look like the last one', `\\.x\n\\..\n\\N\n\\\\.\n${end}`, 1, 4],
    ['of a table without columns', `\n\n${end}`, undefined, 2],
    ['of a list without columns', `\n\n${end}`, 0, 2],
    ['of a column that is empty', `\n\n${end}`, 1, 2],
    ['that are none', end, 3, 0],
  ])('are well %s', (_, text, columns, rows) => {
    for (let length = 1; length <= text.length; length += 1) {
      expect(checked(text, columns, length)).toEqual({ rows, problems: [] });
    }
  });

  it.each([
    ['have other columns', `1\ta\n2\n${end}`, 2, 2, ['row 2, byte 4: 1 columns instead of 2']],
    ['have other columns than the first', `1\n2\t3\n${end}`, undefined, 2, ['row 2, byte 2: 2 columns instead of 1']],
    ['end without the mark', '1\ta\n', 2, 1, ['rows end at byte 4 without the mark "\\."']],
    ['are cut', '1\ta\n22', 2, 1, ['rows end at byte 6 2 bytes into row 2 without the mark "\\."']],
    ['are cut in the mark', '1\n\\.', 1, 1, ['rows end at byte 4 2 bytes into row 2 without the mark "\\."']],
    ['are not all', `1\n${end}2\n`, 1, 1, ['byte 7: something stands behind the mark "\\." that ends all rows']],
  ])('are wrong where they %s', (_, text, columns, rows, problems) => {
    for (let length = 1; length <= text.length; length += 1) {
      expect(checked(text, columns, length)).toEqual({ rows, problems });
    }
  });

  it('are not complained of without end', () => {
    expect(checked(`${'1\n'.repeat(1000)}${end}`, 2).problems).toHaveLength(4);
  });
});

describe('rows of CSV', () => {
  const csv = (text: string, columns?: number, length = text.length) => checked(text, columns, length, 'csv');

  it.each([
    ['as COPY names their columns', `1,a\n2,b\n${end}`, 2, 2],
    ['with what separates and ends between quotes', `1,"a,b"\n2,"c\nd""\n,"\n3,""""\n${end}`, 2, 3],
    ['with the mark between quotes', `"\\."\n"a\n\\.\n"\n${end}`, 1, 2],
    ['with backslashes', `\\,\\\n${end}`, 2, 1],
    ['of nothing but NULL', `\n\n${end}`, 1, 2],
    ['of a table without columns', `\n\n${end}`, 0, 2],
  ])('are well %s', (_, text, columns, rows) => {
    for (let length = 1; length <= text.length; length += 1) {
      expect(csv(text, columns, length)).toEqual({ rows, problems: [] });
    }
  });

  it.each([
    ['have other columns', `1,a\n2,b,c\n${end}`, 2, 2, ['row 2, byte 4: 3 columns instead of 2']],
    ['lack a quote', `1,a\n2,"b\n${end}`, 2, 1, ['rows end at byte 14 10 bytes into row 2 without the mark "\\."']],
    ['end without the mark', '1,a\n', 2, 1, ['rows end at byte 4 without the mark "\\."']],
  ])('are wrong where they %s', (_, text, columns, rows, problems) => {
    for (let length = 1; length <= text.length; length += 1) {
      expect(csv(text, columns, length)).toEqual({ rows, problems });
    }
  });
});
