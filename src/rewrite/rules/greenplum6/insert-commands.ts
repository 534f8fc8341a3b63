import { quoteIdent } from '../../../ddl/quote.ts';
import type { ByteString } from '../../../model/text.ts';
import { TokenCursor } from '../../../sql/token-cursor.ts';
import { withInsertHeads } from '../../insert-heads.ts';
import type { RowsChange, Rule } from '../../rule.ts';

/** OVERRIDING SYSTEM VALUE of INSERT commands: identity columns have defaults there, which a value always overrules. */
export const insertCommands: Rule = {
  name: 'insert-commands',
  descs: ['TABLE DATA'],
  pattern: /^/,
  rewrite: ({ copyStatement }) => (copyStatement ? null : { changes: {}, rows: withoutOverriding, notes: [] }),
};

const withoutOverriding: RowsChange = (commands) =>
  withInsertHeads(commands, (head) => {
    const cursor = new TokenCursor(head);
    if (!cursor.skipTo('overriding')) return head;
    const { start } = cursor;
    return cursor.take('overriding', 'system', 'value') ? head.slice(0, start) + head.slice(cursor.start) : head;
  });

/** Has INSERT commands name another table, and the columns in the order of their own. */
export const insertingInto =
  (table: ByteString, columns: readonly ByteString[]): RowsChange =>
  (commands) =>
    withInsertHeads(commands, (head) => {
      const cursor = new TokenCursor(head);
      if (!cursor.skipTo('insert') || !cursor.take('insert', 'into')) return head;
      const { start } = cursor;
      if (cursor.takeQualifiedName() === null) return head;
      const hasColumns = cursor.sees('(') || cursor.sees('default') || columns.length === 0;
      const list = hasColumns ? '' : ` (${columns.map(quoteIdent).join(', ')})`;
      return head.slice(0, start) + table + list + head.slice(cursor.end);
    });
