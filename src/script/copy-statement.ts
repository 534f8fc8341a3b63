import type { ByteString } from '../model/text.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';

/** Whether rows follow a statement: `COPY t (a, b) FROM stdin …`. */
export function copiesFromStdin(text: ByteString, cursorOf: () => TokenCursor): boolean {
  if (!/^copy\b/i.test(text)) return false;
  const cursor = cursorOf();
  cursor.take('copy');
  if (cursor.sees('(')) return false;
  if (cursor.sees('binary') && !cursor.sees('binary', '.') && !cursor.sees('binary', 'from')) cursor.next();
  if (cursor.takeQualifiedName() === null) return false;
  cursor.takeList();
  cursor.take('with', 'oids');
  // The server takes the one for the other.
  return cursor.take('from', 'stdin') || cursor.take('from', 'stdout');
}
