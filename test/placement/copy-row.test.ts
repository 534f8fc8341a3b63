import { expect, it } from 'vitest';
import { bytesOf, byteStringOf } from '../../src/model/text.ts';
import { copyColumns } from '../../src/placement/copy-row.ts';

const columns = (line: string) =>
  copyColumns(bytesOf(line)).map((column) => (column === null ? null : byteStringOf(column)));

it.each([
  ['1\ta b\t', ['1', 'a b', '']],
  ['', ['']],
  ['\\N\t\\\\N\tN', [null, '\\N', 'N']],
  ['\\b\\f\\n\\r\\t\\v', ['\b\f\n\r\t\v']],
  ['a\\\\b\\tc\td', ['a\\b\tc', 'd']],
  ['\\101\\7z\\x41\\x4g\\xg', ['A\x07zA\x04gxg']],
  ['\\\xe9\xe9', ['\xe9\xe9']],
  ['\\\\x00ff', ['\\x00ff']],
])('splits and unescapes %j', (line, expected) => {
  expect(columns(line)).toEqual(expected);
});

it('leaves the line as it was', () => {
  const line = bytesOf('a\\tb');
  copyColumns(line);
  expect(byteStringOf(line)).toBe('a\\tb');
});
