import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from './token-cursor.ts';

/** `COPY t (a, b) FROM stdin;`. */
export interface CopyStatement {
  readonly table: readonly ByteString[];
  /** null: all that the table has. */
  readonly columns: readonly ByteString[] | null;
  /** Rows begin with their OIDs. */
  readonly withOids: boolean;
  /** Rows follow the statement. */
  readonly isFollowed: boolean;
  /** How rows are written that follow as pg_dump and convert have them; null: the statement has options of its own. */
  readonly format: 'text' | 'csv' | null;
}

/** null: the statement is another. */
export function copyStatementOf(cursor: TokenCursor): CopyStatement | null {
  if (!cursor.take('copy')) return null;
  const isBinary = cursor.sees('binary') && !cursor.sees('binary', '.') && !cursor.sees('binary', 'from');
  if (isBinary) cursor.next();
  const table = cursor.takeQualifiedName();
  if (table === null) return null;
  const columns = cursor.takeList()?.items.map((item) => item.takeName() ?? '') ?? null;
  const withOids = cursor.take('with', 'oids');
  // The server takes the one for the other.
  const isFollowed = cursor.take('from', 'stdin') || cursor.take('from', 'stdout');
  return { table, columns, withOids, isFollowed, format: isFollowed && !isBinary ? formatOf(cursor) : null };
}

function formatOf(cursor: TokenCursor): CopyStatement['format'] {
  const format = cursor.take('with', 'csv') ? 'csv' : 'text';
  return cursor.token === null || cursor.take(';') ? format : null;
}
