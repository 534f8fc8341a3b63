import type { ByteString } from '../model/text.ts';
import type { Span } from './edits.ts';
import { optionOf, takeStorageClause, type StorageClause } from './storage-options.ts';
import type { TokenCursor } from './token-cursor.ts';

/** START or END: what stands in the parentheses, and whether the bound belongs to the partition. */
export interface ClassicBound extends Span {
  readonly value: Span;
  /** INCLUSIVE or EXCLUSIVE where it is said. */
  readonly word: Span | null;
  readonly isInclusive: boolean;
}

/** A partition as Greenplum's own PARTITION BY says it, with the partitions in it. */
export interface ClassicPartition extends Span {
  /** Bare; null: it has none, as each that EVERY makes. */
  readonly name: ByteString | null;
  readonly isDefault: boolean;
  /** Of each item in VALUES, whole: `'US'`, `(1, 2)`. null: no such clause. */
  readonly values: (Span & { readonly items: readonly Span[] }) | null;
  readonly from: ClassicBound | null;
  readonly to: ClassicBound | null;
  readonly storage: StorageClause | null;
  /** What stands in its parentheses. */
  readonly parts: ClassicParts | null;
}

export interface ClassicParts extends Span {
  readonly partitions: readonly ClassicPartition[];
}

export interface ClassicLevel extends Span {
  readonly strategy: string;
  readonly columns: readonly ByteString[];
  /** SUBPARTITION TEMPLATE of the level. */
  readonly template: ClassicParts | null;
}

/** A whole PARTITION BY clause. */
export interface ClassicPartitioning extends Span {
  /** The root's first. */
  readonly levels: readonly ClassicLevel[];
  readonly parts: ClassicParts;
}

/** A PARTITION BY clause as Greenplum before 7 has it; null: there is none, or it is PostgreSQL's, which lists no partitions. */
export function takeClassicPartitioning(cursor: TokenCursor): ClassicPartitioning | null {
  const { start } = cursor;
  const levels: ClassicLevel[] = [];
  while (cursor.sees('partition', 'by') || cursor.sees('subpartition', 'by')) {
    const level = takeLevel(cursor);
    if (level === null) return null;
    levels.push(level);
  }
  const parts = levels.length === 0 ? null : takeClassicParts(cursor);
  if (parts === null || depthOf(parts) > levels.length) return null;
  return { start, end: parts.end, levels, parts };
}

const depthOf = ({ partitions }: ClassicParts): number =>
  1 + Math.max(0, ...partitions.map(({ parts }) => (parts === null ? 0 : depthOf(parts))));

function takeLevel(cursor: TokenCursor): ClassicLevel | null {
  const { start } = cursor;
  cursor.take('partition', 'by');
  cursor.take('subpartition', 'by');
  const strategy = cursor.takeName();
  const columns = cursor.takeList();
  if (strategy === null || columns === null) return null;
  const names = columns.items.map((item) => item.takeName() ?? '');
  const template = cursor.take('subpartition', 'template') ? takeClassicParts(cursor) : null;
  return { start, end: cursor.end, strategy, columns: names, template };
}

/** Partitions in parentheses; null: none are next. */
export function takeClassicParts(cursor: TokenCursor): ClassicParts | null {
  const list = cursor.takeList();
  if (list === null) return null;
  return { start: list.start, end: list.end, partitions: list.items.map(partitionOf) };
}

function partitionOf(cursor: TokenCursor): ClassicPartition {
  const { start } = cursor;
  const isDefault = cursor.take('default');
  const isNamed = cursor.take('partition') || cursor.take('subpartition');
  const name = isNamed ? cursor.takeName() : null;
  let values: ClassicPartition['values'] = null;
  let from: ClassicBound | null = null;
  let to: ClassicBound | null = null;
  let storage: ClassicPartition['storage'] = null;
  let parts: ClassicParts | null = null;
  for (;;) {
    const at = cursor.start;
    if (cursor.token === null) break;
    if (cursor.take('values')) {
      const list = cursor.takeList();
      if (list !== null) {
        values = { start: list.start, end: list.end, items: list.items.map((item) => item.rest) };
      }
    } else if (cursor.take('start')) from = takeBound(cursor, at, true);
    else if (cursor.take('end')) to = takeBound(cursor, at, false);
    else if (cursor.sees('with')) storage = takeStorageClause(cursor) ?? storage;
    else if (cursor.take('every') || cursor.take('encoding')) cursor.takeList();
    else if (cursor.sees('(')) parts = takeClassicParts(cursor);
    else cursor.skip();
    // A parenthesis without its end, which a scanner of any text must get past.
    if (cursor.start === at) cursor.next();
  }
  return { start, end: cursor.end, name, isDefault, values, from, to, storage, parts };
}

function takeBound(cursor: TokenCursor, start: number, isInclusiveUnsaid: boolean): ClassicBound | null {
  const list = cursor.takeList();
  if (list === null) return null;
  const value = list.items[0]?.rest ?? { start: list.start + 1, end: list.end - 1 };
  const said = cursor.start;
  const inclusive = cursor.take('inclusive');
  const exclusive = !inclusive && cursor.take('exclusive');
  const word = inclusive || exclusive ? { start: said, end: cursor.end } : null;
  return { start, end: cursor.end, value, word, isInclusive: inclusive || (isInclusiveUnsaid && !exclusive) };
}

/** What servers call a partition by its table: `2` of `sales_1_prt_2`. null: the table is called otherwise. */
export const nameInTable = (table: ByteString): ByteString | null => /^.*_prt_(.*)$/s.exec(table)?.[1] ?? null;

/** The table that has a partition's rows, as pg_dump says it; null: it does not. */
export const tableOf = ({ storage }: ClassicPartition): ByteString | null =>
  optionOf(storage?.options ?? null, 'tablename')?.value ?? null;

/** All partitions of a clause, those that have others ahead of these. */
export function* eachPartition({ partitions }: ClassicParts): Generator<ClassicPartition> {
  for (const partition of partitions) {
    yield partition;
    if (partition.parts !== null) yield* eachPartition(partition.parts);
  }
}
