import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from './token-cursor.ts';

/** `COPY t (a, b) FROM stdin;`. */
export interface CopyStatement {
  readonly table: readonly ByteString[];
  /** null: all that the table has. */
  readonly columns: readonly ByteString[] | null;
  /** Rows begin with their OIDs. */
  readonly withOids: boolean;
}

/** null: the statement is another. */
export function copyStatementOf(cursor: TokenCursor): CopyStatement | null {
  if (!cursor.take('copy')) return null;
  const table = cursor.takeQualifiedName();
  if (table === null) return null;
  const columns = cursor.takeList()?.items.map((item) => item.takeName() ?? '') ?? null;
  return { table, columns, withOids: cursor.take('with', 'oids') };
}
