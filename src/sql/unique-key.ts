import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import type { TokenCursor } from './token-cursor.ts';

/** A primary key, unique or exclusion constraint, or unique index. */
export interface UniqueKey {
  readonly kind: 'primary key' | 'unique' | 'exclusion' | 'index';
  readonly name: ByteString;
  /** Where the name stands. */
  readonly nameSpan: Span;
  readonly table: readonly ByteString[];
  readonly tableSpan: Span;
  /** null: an expression. Of an exclusion constraint only what it compares by `=`. */
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
  const kind = isIndex ? 'index' : takeKeyKind(cursor);
  if (kind === null) return null;
  const columns = columnsOfKey(cursor, kind);
  if (columns === null || name.length === 0) return null;
  return { kind, name: name.at(-1)!, nameSpan, table: table.name, tableSpan: table.span, columns };
}

/** What stands in parentheses behind the words of a key; null: nothing does. */
export function columnsOfKey(cursor: TokenCursor, kind: UniqueKey['kind']): UniqueKey['columns'] | null {
  if (kind === 'index' || kind === 'exclusion') cursor.skipTo('(');
  const list = cursor.takeList();
  if (list === null) return null;
  return list.items.flatMap((item) => {
    const column = item.takeName();
    // `lower(name)` and `(a + b)` are expressions; a column may have an operator class and an order behind it.
    const isColumn = !item.sees('(') && !item.sees('.');
    if (kind === 'exclusion' && !comparesByEquality(item)) return [];
    return [isColumn ? column : null];
  });
}

export function takeKeyKind(cursor: TokenCursor): UniqueKey['kind'] | null {
  if (cursor.take('primary', 'key')) return 'primary key';
  if (cursor.take('unique')) {
    cursor.take('nulls', 'not', 'distinct');
    return 'unique';
  }
  return cursor.take('exclude') ? 'exclusion' : null;
}

/** `room WITH =`. */
function comparesByEquality(item: TokenCursor): boolean {
  if (!item.skipTo('with') || !item.take('with') || !item.take('=')) return false;
  return item.token === null;
}

function takeNamed(cursor: TokenCursor): { readonly name: readonly ByteString[]; readonly span: Span } {
  const { start } = cursor;
  const name = cursor.takeQualifiedName() ?? [];
  return { name, span: { start, end: cursor.end } };
}
