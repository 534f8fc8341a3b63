import type { Oid } from '../model/catalog-id.ts';
import { bytesOf, type ByteString } from '../model/text.ts';
import { quoteLiteral } from '../ddl/quote.ts';
import type { InsertCommands } from '../objects/kind.ts';

type Literal = (text: ByteString) => ByteString;

const asIs: Literal = (text) => text;
/** Bare unless it is NaN or an infinity, which end in a letter. */
const number: Literal = (text) => (text.charCodeAt(text.length - 1) <= 0x39 ? text : `'${text}'`);
const bits: Literal = (text) => `B'${text}'`;
const boolean: Literal = (text) => (text === 't' ? 'true' : 'false');

/** Type OID → how a value's text is said in SQL. Types not here are quoted. */
const literalOfType: Readonly<Record<Oid, Literal>> = {
  16: boolean,
  20: asIs, // int8
  21: asIs, // int2
  23: asIs, // int4
  26: asIs, // oid
  700: number, // float4
  701: number, // float8
  1560: bits, // bit
  1562: bits, // varbit
  1700: number, // numeric
};

export const literalOf = (typeOid: Oid): Literal => literalOfType[typeOid] ?? quoteLiteral;

/** Groups of rows, their values as SQL says them. */
export type LiteralRows = AsyncIterable<readonly (readonly (ByteString | null)[])[]>;

/** Characters that are turned into bytes together. */
const chunkLength = 64 * 1024;

/** What an archive holds of a table whose rows are INSERT commands. `onRows` is called for each group of rows. */
export async function* insertPayload(
  groups: LiteralRows,
  commands: InsertCommands,
  onRows: (count: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { head, tail, nulls, rowsPerCommand } = commands;
  let text: ByteString = '';
  let rowsInCommand = 0;
  for await (const rows of groups) {
    onRows(rows.length);
    for (const row of rows) {
      if (rowsInCommand === 0) text += head;
      if (nulls.length === 0) continue;
      text += rowsPerCommand === 1 ? ' (' : rowsInCommand > 0 ? ',\n\t(' : '\n\t(';
      for (let at = 0; at < nulls.length; at += 1) {
        if (at > 0) text += ', ';
        text += row[at] ?? nulls[at];
        if (text.length < chunkLength) continue;
        yield bytesOf(text);
        text = '';
      }
      text += ')';
      rowsInCommand += 1;
      if (rowsInCommand < rowsPerCommand) continue;
      text += tail;
      rowsInCommand = 0;
    }
  }
  if (rowsInCommand > 0) text += tail;
  yield bytesOf(`${text}\n\n`);
}
