import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import type { TokenCursor } from './token-cursor.ts';

/** PARTITION BY as PostgreSQL has it since 10, where each partition is a table of its own. */
export interface PartitionKey extends Span {
  /** range, list or hash. */
  readonly strategy: string;
  /** null: an expression, or a column that is compared in another manner than its own. */
  readonly columns: readonly (ByteString | null)[];
}

/** FOR VALUES, each value as it is written, or DEFAULT. */
export type PartitionBound =
  | { readonly kind: 'default' }
  | { readonly kind: 'list'; readonly values: readonly ByteString[] }
  | { readonly kind: 'range'; readonly from: readonly ByteString[]; readonly to: readonly ByteString[] }
  | { readonly kind: 'hash' };

/** `ALTER TABLE whole ATTACH PARTITION part FOR VALUES …`. */
export interface Attachment {
  readonly whole: readonly ByteString[];
  readonly part: readonly ByteString[];
  readonly bound: PartitionBound;
}

/** The key of a CREATE TABLE; null: the table has none, or it is Greenplum's own, which lists the partitions. */
export function partitionKeyOf(cursor: TokenCursor): PartitionKey | null {
  if (!cursor.take('create') || !cursor.skipTo('partition')) return null;
  const { start } = cursor;
  if (!cursor.take('partition', 'by')) return null;
  const strategy = cursor.takeName();
  const list = cursor.takeList();
  if (strategy === null || list === null || cursor.sees('(') || cursor.sees('subpartition')) return null;
  const columns = list.items.map((item) => {
    const column = item.takeName();
    return item.token === null ? column : null;
  });
  return { start, end: list.end, strategy, columns };
}

export function attachmentOf(cursor: TokenCursor): Attachment | null {
  if (!cursor.take('alter', 'table')) return null;
  cursor.take('only');
  const whole = cursor.takeQualifiedName();
  const part = cursor.take('attach', 'partition') ? cursor.takeQualifiedName() : null;
  const bound = takeBound(cursor);
  return whole === null || part === null || bound === null ? null : { whole, part, bound };
}

function takeBound(cursor: TokenCursor): PartitionBound | null {
  if (cursor.take('default')) return { kind: 'default' };
  if (!cursor.take('for', 'values')) return null;
  if (cursor.take('in')) {
    const values = takeValues(cursor);
    return values === null ? null : { kind: 'list', values };
  }
  if (cursor.take('with')) return { kind: 'hash' };
  const from = cursor.take('from') ? takeValues(cursor) : null;
  const to = cursor.take('to') ? takeValues(cursor) : null;
  return from === null || to === null ? null : { kind: 'range', from, to };
}

const takeValues = (cursor: TokenCursor): readonly ByteString[] | null =>
  cursor.takeList()?.items.map((item) => item.textOf(item.rest)) ?? null;
