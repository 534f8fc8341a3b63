import { expect, it } from 'vitest';
import { copyStatementOf } from '../../src/sql/copy-statement.ts';
import { TokenCursor } from '../../src/sql/token-cursor.ts';

const read = (text: string) => copyStatementOf(new TokenCursor(text));

it.each([
  ['COPY s.t (a, "B c") FROM stdin;\n', ['s', 't'], ['a', 'B c'], false],
  ['COPY t (a) WITH OIDS FROM stdin;\n', ['t'], ['a'], true],
  ['COPY s.none  FROM stdin;\n', ['s', 'none'], null, false],
])('reads %j', (text, table, columns, withOids) => {
  expect(read(text)).toEqual({ table, columns, withOids, isFollowed: true, format: 'text' });
});

it.each([
  ['COPY t (a) FROM stdin WITH CSV;\n', true, 'csv'],
  ['COPY t FROM stdin WITH (FORMAT csv)', true, null],
  ['COPY binary t FROM stdin;', true, null],
  ['COPY binary FROM stdin;', true, 'text'],
  ["COPY t FROM '/tmp/t'", false, null],
])('knows whether rows follow %j, and how they are written', (text, isFollowed, format) => {
  expect(read(text)).toMatchObject({ isFollowed, format });
});

it('reads no other statement', () => {
  expect(read('INSERT INTO t VALUES (1);\n')).toBeNull();
});
