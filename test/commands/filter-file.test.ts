import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';

import { applyFilter } from '../../src/commands/options/filter-file.ts';
import { toByteString } from '../../src/model/text.ts';
import { withTempDir } from '../support/files.ts';

const given = { tables: ['t'], functions: [], schemas: [], excludeSchemas: [] };
const fields = {
  'include table': 'tables',
  'include function': 'functions',
  'include schema': 'schemas',
  'exclude schema': 'excludeSchemas',
} as const;

const filtered = (text: string) =>
  applyFilter<keyof typeof given>('-', given, fields, { stdin: Readable.from([Buffer.from(text)]) });

it('a filter adds to what was given, in its order', async () => {
  const text = 'include table u\ninclude schema s\n  # a comment\n\nexclude schema x # another\nINCLUDE Table v\n';
  expect(await filtered(text)).toEqual({ tables: ['t', 'u', 'v'], schemas: ['s'], excludeSchemas: ['x'] });
});

// As genuine pg_restore 18.3 reads them.
it.each([
  ['a', 'a'],
  ['  a  ', 'a'],
  ['s . t', 's.t'],
  ['s."T"', 's."T"'],
  ['"a""b"', '"a""b"'],
  ['"a#b"#c', '"a#b"'],
  ['a b   c', 'a b c'],
  ['f ( integer,text )', 'f(integer, text)'],
  ['f(double   precision , s . t)', 'f(double precision, s.t)'],
  ['"a\\nb"', '"a\nb"'],
  ['"a\\\\b\\x"', '"a\\b"'],
  ['"a\nb" c', '"a\nb" c'],
  ['"a\r\nb"', '"a\nb"'],
  ['a*?|[b]', 'a*?|[b]'],
  ['"žluťoučký"', '"žluťoučký"'],
])('reads the pattern %j as %j', async (typed, pattern) => {
  expect(await filtered(`include function ${typed}\ninclude table end`)).toEqual({
    functions: [pattern],
    tables: ['t', 'end'],
  });
});

it('keeps bytes that are no UTF-8', async () => {
  await withTempDir(async (directory) => {
    const file = join(directory, 'latin1');
    await writeFile(file, Buffer.from('include schema caf\xe9\n', 'latin1'));
    const { schemas = [] } = await applyFilter<keyof typeof given>(file, given, fields, { stdin: Readable.from([]) });
    expect(schemas.map(toByteString)).toEqual(['caf\xe9']);
  });
});
