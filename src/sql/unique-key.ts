import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import type { TokenCursor } from './token-cursor.ts';

/** A primary key, unique constraint or unique index. */
export interface UniqueKey {
  readonly isIndex: boolean;
  readonly name: ByteString;
  /** Where the name stands. */
  readonly nameSpan: Span;
  readonly table: readonly ByteString[];
  readonly tableSpan: Span;
  /** null: an expression. */
  readonly columns: readonly (ByteString | null)[];
}

/** Reads `ALTER TABLE … ADD CONSTRAINT` of a key, or CREATE UNIQUE INDEX; null: the statement is another. */
export function uniqueKeyOf(cursor: TokenCursor): UniqueKey | null {
  const isIndex = cursor.take('create', 'unique', 'index');
  const own = isIndex ? takeNamed(cursor) : null;
  if (isIndex ? !cursor.take('on') : !cursor.take('alter', 'table')) return null;
  cursor.take('only');
  const table = takeNamed(cursor);
  if (!isIndex && !cursor.take('add', 'constraint')) return null;
  const { name, span: nameSpan } = own ?? takeNamed(cursor);
  if (isIndex) cursor.skipTo('(');
  else if (!cursor.take('primary', 'key') && !cursor.take('unique')) return null;
  const list = cursor.takeList();
  if (list === null || name.length === 0) return null;
  const columns = list.items.map((item) => {
    const column = item.takeName();
    // `lower(name)` and `(a + b)` are expressions; a column may have an operator class and an order behind it.
    return item.sees('(') || item.sees('.') ? null : column;
  });
  return { isIndex, name: name.at(-1)!, nameSpan, table: table.name, tableSpan: table.span, columns };
}

function takeNamed(cursor: TokenCursor): { readonly name: readonly ByteString[]; readonly span: Span } {
  const { start } = cursor;
  const name = cursor.takeQualifiedName() ?? [];
  return { name, span: { start, end: cursor.end } };
}
