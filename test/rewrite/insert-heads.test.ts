import fc from 'fast-check';
import { expect, it } from 'vitest';
import { insertCommands, insertingInto } from '../../src/rewrite/rules/greenplum6/insert-commands.ts';
import type { RowsChange } from '../../src/rewrite/rule.ts';
import { ArchiveIndex } from '../../src/rewrite/archive-index.ts';
import { entryOf } from '../toc/entries.ts';

async function changed(change: RowsChange, chunks: readonly string[]): Promise<string> {
  const given = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  })();
  let text = '';
  for await (const chunk of change(given)) text += Buffer.from(chunk).toString('latin1');
  return text;
}

const outcome = insertCommands.rewrite(
  entryOf({ dumpId: 1, desc: 'TABLE DATA', tag: 't', copyStatement: '' }),
  new ArchiveIndex([]),
);
const { rows: withoutOverriding } = outcome as { rows: RowsChange };

it('overrules identity columns without saying so, and leaves values alone', async () => {
  const commands = (words: string): string =>
    [
      `INSERT INTO s."a ""VALUES" (a, "values") ${words}VALUES (1, 'it''s; INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (');`,
      `INSERT INTO s.t ${words}VALUES\n\t(1, ';'),\n\t(2, DEFAULT);`,
      `INSERT INTO s.t DEFAULT VALUES;\n\n\n`,
    ].join('\n');
  expect(await changed(withoutOverriding, [commands('OVERRIDING SYSTEM VALUE ')])).toBe(commands(''));
});

it('puts rows of a partition into the whole table, in the order of its own columns', async () => {
  const into = insertingInto('s.whole', ['b', 'A']);
  expect(await changed(into, ["INSERT INTO s.part VALUES (1, 'INSERT INTO s.part');\n"])).toBe(
    'INSERT INTO s.whole (b, "A") VALUES (1, \'INSERT INTO s.part\');\n',
  );
  expect(await changed(into, ['INSERT INTO s.part (a) VALUES (1);\n'])).toBe('INSERT INTO s.whole (a) VALUES (1);\n');
});

it('does so wherever pieces end', async () => {
  const values = fc.array(fc.stringMatching(/^[ab;'"\\]{0,5}$/), { minLength: 1, maxLength: 4 });
  const commands = fc.array(fc.tuple(fc.stringMatching(/^[a";]{1,300}$/), values), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(commands, fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }), async (given, sizes) => {
      const textWith = (words: string): string =>
        given
          .map(([name, each]) => {
            const list = each.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
            return `INSERT INTO "${name.replaceAll('"', '""')} VALUES" ${words}VALUES (${list});\n`;
          })
          .join('');
      const text = textWith('OVERRIDING SYSTEM VALUE ');
      const chunks: string[] = [];
      for (let at = 0, i = 0; at < text.length; i += 1) {
        const size = sizes[i % sizes.length]!;
        chunks.push(text.slice(at, at + size));
        at += size;
      }
      expect(await changed(withoutOverriding, chunks)).toBe(textWith(''));
    }),
  );
});
