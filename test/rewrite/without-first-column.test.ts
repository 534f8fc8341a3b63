import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withoutFirstColumn } from '../../src/rewrite/without-first-column.ts';

async function without(chunks: readonly string[]): Promise<string> {
  const given = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
  })();
  let text = '';
  for await (const chunk of withoutFirstColumn(given)) text += Buffer.from(chunk).toString('latin1');
  return text;
}

it('takes the first column of each row, and leaves what ends the rows', async () => {
  expect(await without(['17\ta\tb\n', '18\t\\N\t\n\\.\n\n\n'])).toBe('a\tb\n\\N\t\n\\.\n\n\n');
});

it('does so wherever chunks end', async () => {
  const rows = fc.array(fc.tuple(fc.nat(), fc.array(fc.stringMatching(/^[a-z\\]{0,6}$/), { minLength: 1 })));
  await fc.assert(
    fc.asyncProperty(rows, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), async (given, sizes) => {
      const text = `${given.map(([oid, columns]) => `${oid}\t${columns.join('\t')}\n`).join('')}\\.\n\n\n`;
      const chunks: string[] = [];
      for (let at = 0, i = 0; at < text.length; i += 1) {
        const size = sizes[i % sizes.length]!;
        chunks.push(text.slice(at, at + size));
        at += size;
      }
      const expected = `${given.map(([, columns]) => `${columns.join('\t')}\n`).join('')}\\.\n\n\n`;
      expect(await without(chunks)).toBe(expected);
    }),
  );
});
