import { expect, it } from 'vitest';
import { defaultRestoreOptions } from '../../src/restore/options.ts';
import { TextSink } from '../../src/sink/text-sink.ts';
import { Transactions } from '../../src/sink/transactions.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

/** Where --transaction-size=3 ends its transactions: the numbers of the entries. */
async function endsAmong(entries: readonly TocEntry[]): Promise<readonly number[]> {
  let script = '';
  const sink = new TextSink({
    write: async (bytes) => void (script += Buffer.from(bytes).toString('latin1')),
    finish: async () => {},
    [Symbol.asyncDispose]: async () => {},
  });
  const transactions = new Transactions(sink, { ...defaultRestoreOptions, transactionSize: 3 });
  await transactions.open();
  const ends: number[] = [];
  for (const entry of entries) {
    transactions.countCommands(entry);
    await transactions.count();
    await sink.finish();
    if (script.includes('COMMIT')) ends.push(entry.dumpId);
    script = '';
  }
  return ends;
}

const entries = (desc: string, definition: string): TocEntry[] =>
  [1, 2, 3, 4].map((dumpId) => entryOf({ dumpId, desc, definition }));

it('ends a transaction after so many entries', async () => {
  expect(await endsAmong(entries('TABLE', 'CREATE TABLE t ();\n'))).toEqual([3]);
});

it('counts an entry of several commands as so many', async () => {
  expect(await endsAmong(entries('STATISTICS DATA', 'SELECT 1;\nSELECT 2;\n'))).toEqual([2, 4]);
});

it('counts a function once, whatever its body holds', async () => {
  expect(await endsAmong(entries('FUNCTION', 'CREATE FUNCTION f() … $$ a; b; c; $$;\n'))).toEqual([3]);
});
