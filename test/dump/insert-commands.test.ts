import { describe, expect, it } from 'vitest';
import { insertPayload, literalOf, type LiteralRows } from '../../src/dump/insert-commands.ts';
import type { InsertCommands } from '../../src/objects/kind.ts';

const commands: InsertCommands = {
  head: 'INSERT INTO t VALUES',
  tail: ';\n',
  nulls: ['NULL', 'DEFAULT'],
  rowsPerCommand: 1,
};

async function* inGroups(...groups: (readonly (string | null)[])[][]): LiteralRows {
  yield* groups;
}

async function payload(rows: LiteralRows, differing: Partial<InsertCommands> = {}): Promise<string[]> {
  const chunks: string[] = [];
  for await (const chunk of insertPayload(rows, { ...commands, ...differing }, () => {})) {
    chunks.push(Buffer.from(chunk).toString('latin1'));
  }
  return chunks;
}

describe('a value as SQL says it', () => {
  it.each([
    ['int8', 20, '-7', '-7'],
    ['numeric', 1700, '1.50', '1.50'],
    ['numeric', 1700, 'NaN', "'NaN'"],
    ['float8', 701, '1e+300', '1e+300'],
    ['float8', 701, '-Infinity', "'-Infinity'"],
    ['bit', 1560, '101', "B'101'"],
    ['varbit', 1562, '', "B''"],
    ['bool', 16, 't', 'true'],
    ['bool', 16, 'f', 'false'],
    ['text', 25, '12', "'12'"],
    ['text', 25, "it's \\ a\nline", "'it''s \\ a\nline'"],
    ['a type of the user', 123456, "'", "''''"],
  ])('%s (%i): %j', (_type, oid, text, literal) => {
    expect(literalOf(oid)(text)).toBe(literal);
  });
});

describe('rows as INSERT commands', () => {
  it('are a command each', async () => {
    expect(await payload(inGroups([['1', null]], [[null, null]]))).toEqual([
      'INSERT INTO t VALUES (1, DEFAULT);\nINSERT INTO t VALUES (NULL, DEFAULT);\n\n\n',
    ]);
  });

  it('are several in a command, whatever groups they come in', async () => {
    const rows = inGroups(
      [['1', '1']],
      [
        ['2', '2'],
        ['3', '3'],
      ],
    );
    expect(await payload(rows, { rowsPerCommand: 2, tail: ' ON CONFLICT DO NOTHING;\n' })).toEqual([
      'INSERT INTO t VALUES\n\t(1, 1),\n\t(2, 2) ON CONFLICT DO NOTHING;\n' +
        'INSERT INTO t VALUES\n\t(3, 3) ON CONFLICT DO NOTHING;\n\n\n',
    ]);
  });

  it('are whole commands in a table without columns', async () => {
    const whole = { head: 'INSERT INTO t DEFAULT VALUES;\n', nulls: [], rowsPerCommand: 5 };
    expect(await payload(inGroups([[null], [null]]), whole)).toEqual([`${whole.head.repeat(2)}\n\n`]);
  });

  it('may be none', async () => {
    expect(await payload(inGroups())).toEqual(['\n\n']);
  });

  it('are handed on in the middle of a row that is wide', async () => {
    const wide = 'x'.repeat(70_000);
    const chunks = await payload(inGroups([[wide, wide]]));
    expect(chunks.map(({ length }) => length > 70_000)).toEqual([true, true, false]);
    expect(chunks.join('')).toBe(`INSERT INTO t VALUES (${wide}, ${wide});\n\n\n`);
  });

  it('are counted a group at a time', async () => {
    const counts: number[] = [];
    const rows = inGroups(
      [['1', '1']],
      [
        ['2', '2'],
        ['3', '3'],
      ],
    );
    for await (const _ of insertPayload(rows, commands, (count) => counts.push(count)));
    expect(counts).toEqual([1, 2]);
  });
});
