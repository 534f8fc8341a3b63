import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import type { TokenCursor } from './token-cursor.ts';
import { columnsOfKey, takeKeyKind, type UniqueKey } from './unique-key.ts';

/** A key that CREATE TABLE itself says, as people write it; pg_dump's stand behind. */
export interface InlineKey extends UniqueKey {
  /** What says it: a whole item of the list, or words of a column. */
  readonly span: Span;
  readonly isItem: boolean;
  /** All items of the list. */
  readonly items: readonly Span[];
}

/** Those of a CREATE TABLE. */
export function inlineKeysOf(cursor: TokenCursor): readonly InlineKey[] {
  if (!cursor.take('create') || !cursor.skipTo('table') || !cursor.take('table')) return [];
  cursor.take('if', 'not', 'exists');
  const tableStart = cursor.start;
  const table = cursor.takeQualifiedName();
  const tableSpan = { start: tableStart, end: cursor.end };
  const list = cursor.takeList();
  if (table === null || list === null) return [];
  const items = list.items.map(({ rest }) => rest);
  return list.items.flatMap((item): InlineKey[] => {
    const whole = item.rest;
    const isItem = tableWords.some((words) => item.sees(...words));
    const column = isItem ? null : item.takeName();
    const keys: InlineKey[] = [];
    while (item.skipTo('constraint', 'primary', 'unique', 'exclude')) {
      const { start } = item;
      const name = item.take('constraint') ? (item.takeName() ?? '') : '';
      const kind = takeKeyKind(item);
      if (kind === null) {
        if (item.start === start) item.next();
        continue;
      }
      const columns = column === null ? columnsOfKey(item, kind) : [column];
      if (columns === null) return [];
      const span = column === null ? whole : { start, end: item.end };
      const known = { kind, name: name === '' ? usualName(table.at(-1)!, kind, columns) : name, table, tableSpan };
      keys.push({ ...known, nameSpan: span, columns, span, isItem: column === null, items });
      if (column === null) break;
    }
    return keys;
  });
}

const tableWords = [['constraint'], ['primary', 'key'], ['unique', '('], ['unique', 'nulls'], ['exclude']] as const;

/** As the server would call it. */
function usualName(table: ByteString, kind: UniqueKey['kind'], columns: readonly (ByteString | null)[]): ByteString {
  if (kind === 'primary key') return `${table}_pkey`;
  return `${[table, ...columns.map((column) => column ?? 'expr')].join('_')}_${kind === 'exclusion' ? 'excl' : 'key'}`;
}
