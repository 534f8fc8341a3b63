import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitCommands } from '../../src/sink/split-commands.ts';

async function split(text: string, chunkLength: number, standardStrings = true): Promise<string[]> {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < text.length; from += chunkLength) {
      yield Buffer.from(text.slice(from, from + chunkLength), 'latin1');
    }
  }
  const commands: string[] = [];
  for await (const command of splitCommands(chunks(), { standardStrings })) commands.push(command);
  return commands;
}

const insert = `INSERT INTO s."a;b""c" VALUES ('it''s; ', ';\\', E'x');`;

describe.each([1, 2, 3, 7, 1000])('INSERT payloads in chunks of %d bytes', (chunkLength) => {
  it('are split at semicolons outside literals and identifiers', async () => {
    expect(await split(`${insert}\n${insert}\n\n\n`, chunkLength)).toEqual([insert, insert]);
  });

  it('heed backslashes only where standard_conforming_strings is off', async () => {
    const commands = String.raw`INSERT INTO t VALUES ('\'; \\');INSERT INTO t VALUES (2);`;
    expect(await split(commands, chunkLength, false)).toHaveLength(2);
    expect(await split(String.raw`INSERT INTO t VALUES ('\');SELECT ';';`, chunkLength)).toHaveLength(2);
  });

  it('give a command that is cut short as it is', async () => {
    expect(await split(`${insert}\nINSERT INTO t VALUES ('`, chunkLength)).toEqual([insert, `INSERT INTO t VALUES ('`]);
  });
});

describe('splitting', () => {
  it('loses nothing but newlines between commands', async () => {
    const pieces = fc.array(fc.constantFrom("'", '"', ';', '\\', '\n', 'a', 'é'), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(pieces, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (drawn, chunkLength, standard) => {
        const text = Buffer.from(drawn.join('')).toString('latin1');
        const whole = await split(text, 1000, standard);
        expect(await split(text, chunkLength, standard)).toEqual(whole);
        expect(whole.join('').replaceAll('\n', '')).toBe(text.replaceAll('\n', ''));
      }),
    );
  });
});
