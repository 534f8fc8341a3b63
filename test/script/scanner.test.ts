import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { piecesOf, told } from './pieces.ts';

describe('the scanner', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['several statements on one line', 'SELECT 1; SELECT 2;', ['statement SELECT 1;', 'statement SELECT 2;']],
    ['a last statement without a semicolon', 'SELECT 1;\nSELECT 2', ['statement SELECT 1;', 'statement SELECT 2']],
    ['semicolons in strings', `SELECT ';', E'\\';', "a;b";`, [`statement SELECT ';', E'\\';', "a;b";`]],
    [
      'semicolons in dollar quotes',
      'DO $a$ x; $b$ y; $a$; SELECT 1;',
      ['statement DO $a$ x; $b$ y; $a$;', 'statement SELECT 1;'],
    ],
    [
      'semicolons in comments',
      'SELECT 1 -- a;\n/* b; /* c; */ d; */ + 2;',
      ['statement SELECT 1 -- a;\n/* b; /* c; */ d; */ + 2;'],
    ],
    ['a mark of UTF-8 ahead of all', '\xef\xbb\xbfSELECT 1;', ['statement SELECT 1;']],
    [
      'rules of several commands',
      'CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2); SELECT 3;',
      ['statement CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);', 'statement SELECT 3;'],
    ],
    [
      'bodies in the standard’s manner',
      'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END; SELECT 3;',
      [
        'statement CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;',
        'statement SELECT 3;',
      ],
    ],
    ['a transaction', 'BEGIN; SELECT 1; END;', ['statement BEGIN;', 'statement SELECT 1;', 'statement END;']],
    [
      'rows of a COPY',
      'COPY s.t (a, b) FROM stdin;\n1\t;\n\\.x\n\\.\nSELECT 1;',
      ['statement COPY s.t (a, b) FROM stdin;→1\t;\n\\.x\n', 'statement SELECT 1;'],
    ],
    [
      'a COPY of no rows',
      'COPY t FROM stdin;\n\\.\nSELECT 1;',
      ['statement COPY t FROM stdin;→', 'statement SELECT 1;'],
    ],
    ['rows that end with the script', 'COPY t FROM stdin;\n1\n2', ['statement COPY t FROM stdin;→1\n2']],
    [
      'rows with carriage returns',
      'COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 1;\r\n',
      ['statement COPY t FROM stdin;→1\r\n', 'statement SELECT 1;'],
    ],
    [
      'a COPY without rows',
      `COPY t FROM '/tmp/x';\nCOPY (SELECT 1) TO stdout;`,
      [`statement COPY t FROM '/tmp/x';`, 'statement COPY (SELECT 1) TO stdout;'],
    ],
    [
      'a COPY behind whose semicolon a comment stands',
      'COPY t FROM stdin; -- rows\n1\n\\.\n',
      ['statement COPY t FROM stdin;→1\n'],
    ],
    [
      'commands of psql',
      "\\connect shop\nSELECT 1;\n\\set a 'x;y'\n",
      ['command \\connect shop', 'statement SELECT 1;', "command \\set a 'x;y'"],
    ],
    ['rows of psql’s copy', '\\copy t from stdin\n1\n\\.\n', ['command \\copy t from stdin→1\n']],
    [
      'a query that psql sends otherwise',
      'SELECT 1\n\\gexec\nSELECT 2;',
      ['command SELECT 1\n\\gexec', 'statement SELECT 2;'],
    ],
    ['a semicolon that psql does not end at', 'SELECT 1\\; SELECT 2;', ['unread SELECT 1\\; SELECT 2;']],
    ['two commands on a line', '\\x \\\\ SELECT 1;', ['command \\x \\\\', 'statement SELECT 1;']],
    ['variables of psql', `SELECT :'a', :"b", :c;`, [`statement SELECT :'a', :"b", :c;`]],
    ['a quote that never ends', `SELECT 1;\nSELECT 'a;\n`, ['statement SELECT 1;', `unread SELECT 'a;\n`]],
    ['a comment that never ends', 'SELECT 1;\n/* a;\n', ['statement SELECT 1;', 'unread /* a;\n']],
    [
      'commands of psql inside a statement',
      'SELECT\n\\i a.sql\n1; SELECT 2;',
      ['unread SELECT\n\\i a.sql\n1;', 'statement SELECT 2;'],
    ],
  ])('finds %s, wherever it is cut', async (_, text, pieces) => {
    for (const size of [text.length, 1, 3, 7]) expect(await told(text, size)).toEqual(pieces);
  });

  it('goes by what the script says of its strings', async () => {
    const text = `SET standard_conforming_strings = off;\nSELECT '\\';';\nSET standard_conforming_strings = on;\nSELECT '\\';`;
    expect(await told(text)).toHaveLength(4);
  });

  it('takes no second byte of a character for a quote or backslash', async () => {
    // 0x95 0x5c and 0x83 0x27-like pairs of Shift JIS.
    const text = `SET client_encoding = 'SJIS';\nSELECT E'\x95\\', '\x95\\';\nSELECT 2;`;
    expect(await told(text)).toHaveLength(3);
    expect(await told(text.replace('SJIS', 'UTF8'))).not.toHaveLength(3);
  });

  it('holds strings of any length', async () => {
    const text = `SELECT '${"it''s ".repeat(1 << 20)}';SELECT 2;`;
    expect((await piecesOf(text, 1 << 16)).map(({ kind }) => kind)).toEqual(['statement', 'statement']);
  }, 30_000);

  const fragment = fc.constantFrom(
    ...["'", '"', '$$', '$a$', '\\', '--', '/*', '*/', '\n', '\r\n', ';', '(', ')', 'E', ' ', 'a', '\xe9', '\0'],
    ...[
      'COPY t FROM stdin;\n',
      '\\.\n',
      '\\.',
      '\\connect x',
      '\\gexec',
      '\\;',
      '\\copy t from stdin\n',
      'BEGIN ',
      'END',
    ],
    ...[
      'CREATE FUNCTION f() ',
      'CASE ',
      ':',
      "SET client_encoding = 'BIG5';",
      'SET standard_conforming_strings = off;',
    ],
  );
  const texts = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''));

  it('covers any text without a gap, and however it is cut the same', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const pieces = await piecesOf(text);
        expect(pieces.map(({ start }) => start)).toEqual([0, ...pieces.map(({ end }) => end)].slice(0, pieces.length));
        expect(pieces.at(-1)?.end ?? 0).toBe(text.length);
        const shape = (all: typeof pieces) => all.map(({ kind, start, end }) => [kind, start, end]);
        expect(shape(await piecesOf(text, size))).toEqual(shape(pieces));
      }),
      { numRuns: Number(process.env['GPFERRY_FUZZ'] ?? 500) },
    );
  }, 3_600_000);
});
