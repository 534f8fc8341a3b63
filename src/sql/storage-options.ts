import type { ByteString } from '../model/text.ts';
import { removeItems, type Edits, type Span } from './edits.ts';
import { stringOf } from './string-constant.ts';
import type { TokenCursor } from './token-cursor.ts';

/** `compresslevel='5'` of a WITH or ENCODING clause. */
export interface StorageOption extends Span {
  /** In lower case. */
  readonly name: ByteString;
  /** Without quotes; null: the name stands alone. */
  readonly value: ByteString | null;
}

export interface StorageOptions extends Span {
  readonly options: readonly StorageOption[];
}

/** WITH and its options. */
export interface StorageClause extends Span {
  readonly options: StorageOptions;
}

/** Those that say how an append-optimized table is stored. */
export const appendOptimizedOptions: readonly string[] = [
  ...['appendonly', 'appendoptimized', 'orientation', 'compresstype', 'compresslevel', 'blocksize', 'checksum'],
];

/** What stands behind WITH or ENCODING; null: no list in parentheses is next. */
export function takeStorageOptions(cursor: TokenCursor): StorageOptions | null {
  const list = cursor.takeList();
  if (list === null || list.items.some(({ token }) => token === null)) return null;
  const options = list.items.map((item): StorageOption => {
    const { start, end } = item.rest;
    const name = (item.takeQualifiedName() ?? []).join('.').toLowerCase();
    const value = item.take('=') ? valueIn(item.textOf(item.rest)) : null;
    return { start, end, name, value };
  });
  return { start: list.start, end: list.end, options };
}

/** null: no WITH is next, or no list in parentheses behind it. */
export function takeStorageClause(cursor: TokenCursor): StorageClause | null {
  const { start } = cursor;
  const options = cursor.take('with') ? takeStorageOptions(cursor) : null;
  return options === null ? null : { start, end: options.end, options };
}

export const optionOf = (clause: StorageOptions | null, ...names: readonly string[]): StorageOption | undefined =>
  clause?.options.find(({ name }) => names.includes(name));

/** Takes options out of a clause, with their commas; the whole of `around` where none is left. */
export function removeOptions(
  edits: Edits,
  clause: StorageOptions,
  around: Span,
  isUnwanted: (option: StorageOption) => boolean,
): void {
  const kept = clause.options.filter((option) => !isUnwanted(option));
  if (kept.length === clause.options.length) return;
  if (kept.length === 0) return edits.remove(around);
  removeItems(edits, clause.options, isUnwanted);
}

const valueIn = (text: ByteString): ByteString => stringOf(text) ?? text;
