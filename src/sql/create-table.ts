import type { ByteString } from '../model/text.ts';
import { takeClassicPartitioning, type ClassicPartitioning } from './classic-partitions.ts';
import type { Span } from './edits.ts';
import { optionOf, takeStorageClause, type StorageClause, type StorageOptions } from './storage-options.ts';
import type { TokenCursor } from './token-cursor.ts';

/** A column of a CREATE TABLE. */
export interface ColumnDefinition extends Span {
  readonly name: ByteString;
  /** `character varying(40)[]`, as it is written. */
  readonly type: Span;
  /** GENERATED … AS (expression): computed from the others, not an identity. */
  readonly isGenerated: boolean;
}

/** DISTRIBUTED BY (…), RANDOMLY or REPLICATED. */
export interface DistributionClause extends Span {
  /** Column names with their operator classes; null: not by columns. */
  readonly keys: readonly DistributionKey[] | null;
}

export interface DistributionKey extends Span {
  readonly column: ByteString;
  readonly operatorClass: (Span & { readonly name: ByteString }) | null;
}

/** Where the parts of a CREATE TABLE stand, of whatever sort, or of a CREATE MATERIALIZED VIEW, whose columns are not told. */
export interface CreateTable {
  readonly name: readonly ByteString[];
  readonly columns: readonly ColumnDefinition[];
  /** The type whose attributes its columns are (OF); null: it says its columns itself. */
  readonly ofType: readonly ByteString[] | null;
  /** Constraints of the table, as they are written. */
  readonly constraints: readonly ByteString[];
  /** Tables it inherits from. */
  readonly parents: readonly (readonly ByteString[])[];
  readonly storage: StorageClause | null;
  readonly distribution: DistributionClause | null;
  /** Has a PARTITION BY, of whatever sort. */
  readonly isPartitioned: boolean;
  /** Greenplum's own partitions; null: none, or PostgreSQL's. */
  readonly partitioning: ClassicPartitioning | null;
  /** Behind the last clause. */
  readonly end: number;
}

/** null: the statement is another, or says its columns otherwise (AS, PARTITION OF). */
export function createTableOf(cursor: TokenCursor): CreateTable | null {
  if (!cursor.take('create')) return null;
  const isQuery = cursor.take('materialized', 'view');
  while (!isQuery && !cursor.take('table')) {
    const { token } = cursor;
    if (token === null || !tableWords.has(token.value)) return null;
    cursor.next();
  }
  cursor.take('if', 'not', 'exists');
  const name = cursor.takeQualifiedName();
  const ofType = !isQuery && cursor.take('of') ? cursor.takeQualifiedName() : null;
  const list = isQuery ? null : cursor.takeList();
  if (name === null || (list === null && ofType === null && !isQuery)) return null;
  const items = list?.items ?? [];
  const constraints = items.filter((item) => item.sees('constraint')).map((item) => item.textOf(item.rest));
  const columns = ofType === null ? items.flatMap((item) => columnOf(item) ?? []) : [];
  let parents: CreateTable['parents'] = [];
  let storage: CreateTable['storage'] = null;
  let distribution: DistributionClause | null = null;
  let partitioning: ClassicPartitioning | null = null;
  let isPartitioned = false;
  while (cursor.token !== null) {
    const { start } = cursor;
    if (cursor.sees('with')) storage = takeStorageClause(cursor) ?? storage;
    else if (cursor.take('inherits')) {
      parents = cursor.takeList()?.items.map((item) => item.takeQualifiedName() ?? []) ?? [];
    } else if (cursor.sees('distributed')) distribution = takeDistribution(cursor);
    else if (cursor.sees('partition', 'by')) {
      isPartitioned = true;
      partitioning = takeClassicPartitioning(cursor);
      if (partitioning === null && cursor.start === start) cursor.skip();
    } else cursor.skip();
  }
  return {
    ...{ name, columns, ofType, constraints, parents },
    ...{ storage, distribution, isPartitioned, partitioning, end: cursor.end },
  };
}

const tableWords = new Set([
  'global',
  'local',
  'temporary',
  'temp',
  'unlogged',
  'external',
  'writable',
  'readable',
  'web',
  'foreign',
]);

/** Words that begin a constraint of the table, the encoding of its columns or the like; quoted they are names. */
const otherWords = [
  'constraint',
  'check',
  'not',
  'unique',
  'primary',
  'foreign',
  'exclude',
  'like',
  'column',
  'default',
];

/** Words behind which a column's type is over. */
const typeEnds = [
  'collate',
  'constraint',
  'not',
  'null',
  'default',
  'check',
  'unique',
  'primary',
  'references',
  'generated',
  'encoding',
  'options',
  'storage',
  'compression',
];

function columnOf(item: TokenCursor): ColumnDefinition | null {
  if (otherWords.some((word) => item.sees(word))) return null;
  const { start, end } = item.rest;
  const name = item.takeName();
  if (name === null) return null;
  const from = item.start;
  item.skipTo(...typeEnds);
  const type = { start: from, end: item.end };
  const isGenerated = isComputed(item);
  return { start, end, name, type, isGenerated };
}

/** `GENERATED ALWAYS AS (…)`, where an identity says `GENERATED ALWAYS AS IDENTITY`. */
function isComputed(item: TokenCursor): boolean {
  if (!item.skipTo('generated') || !item.take('generated')) return false;
  if (!item.take('always')) item.take('by', 'default');
  return item.take('as') && item.sees('(');
}

function takeDistribution(cursor: TokenCursor): DistributionClause {
  const { start } = cursor;
  cursor.take('distributed');
  if (!cursor.take('by')) {
    cursor.next();
    return { start, end: cursor.end, keys: null };
  }
  const keys = cursor.takeList()?.items.map((item): DistributionKey => {
    const { start: from, end } = item.rest;
    const column = item.takeName() ?? '';
    const classStart = item.start;
    const name = item.takeQualifiedName();
    const operatorClass = name === null ? null : { start: classStart, end: item.end, name: name.at(-1)! };
    return { start: from, end, column, operatorClass };
  });
  return { start, end: cursor.end, keys: keys ?? null };
}

/** Whether a table of these options is append-optimized. */
export const isAppendOptimized = (options: StorageOptions | null): boolean =>
  optionOf(options, 'appendonly', 'appendoptimized')?.value?.toLowerCase() === 'true';
