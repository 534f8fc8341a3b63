import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from './token-cursor.ts';

/** `ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY (…) REFERENCES …`. */
export interface ForeignKey {
  readonly table: readonly ByteString[];
  readonly columns: readonly ByteString[];
  readonly references: readonly ByteString[];
  /** Of the table that it refers to, in the order of `columns`. */
  readonly referenced: readonly ByteString[];
}

/** null: the statement is another. */
export function foreignKeyOf(cursor: TokenCursor): ForeignKey | null {
  if (!cursor.take('alter', 'table')) return null;
  cursor.take('only');
  const table = cursor.takeQualifiedName();
  if (!cursor.take('add', 'constraint') || cursor.takeName() === null || !cursor.take('foreign', 'key')) return null;
  const columns = takeNames(cursor);
  const references = cursor.take('references') ? cursor.takeQualifiedName() : null;
  const referenced = takeNames(cursor);
  if (table === null || references === null || columns === null || referenced === null) return null;
  return { table, columns, references, referenced };
}

const takeNames = (cursor: TokenCursor): readonly ByteString[] | null =>
  cursor.takeList()?.items.map((item) => item.takeName() ?? '') ?? null;
