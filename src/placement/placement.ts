import { fnv1Init, fnv1Null } from './fnv.ts';
import { hashOfType } from './hash-of-type.ts';
import type { KeyType } from './key-type.ts';
import { columnHash, type ColumnHash } from './operator-class.ts';
import { jumpConsistentHash, modulo } from './reduce.ts';
import { isUnpredictable, unpredictable, type Unpredictable } from './value-hash.ts';

/** A column of DISTRIBUTED BY. */
export interface KeyColumn {
  readonly name: string;
  readonly type: KeyType;
  /** As the clause names it, "cdbhash_int4_ops"; null: the type's default one. */
  readonly operatorClass: string | null;
}

export interface Placement {
  /**
   * The row's segment, 0 to segments - 1. Values are those of the key columns in their order: COPY's text without its
   * escapes, null for \N. Throws UnpredictableValueError where a text does not tell the server's value.
   */
  segmentOf(values: readonly (Uint8Array | null)[]): number;
}

/**
 * Where Greenplum 6 and 7 put the rows of a table that is distributed by these columns (cdbhash.c), or why that cannot
 * be known. Texts are taken to be in the encoding of the database loaded into, and as a dump has them: DateStyle ISO,
 * IntervalStyle postgres, values already cut and rounded to what their columns hold.
 */
export function placement(columns: readonly KeyColumn[], segments: number): Placement | Unpredictable {
  const hashes: ColumnHash[] = [];
  for (const column of columns) {
    const hash = hashOfColumn(column);
    if (isUnpredictable(hash)) return unpredictable(`column "${column.name}": ${hash.unpredictable}`);
    hashes.push(hash);
  }
  // One legacy class makes the whole key a legacy one, which a modern class's hash begins anew.
  return hashes.some((hash) => hash.isLegacy)
    ? { segmentOf: (values) => modulo(legacyHash(hashes, values), segments) }
    : { segmentOf: (values) => jumpConsistentHash(modernHash(hashes, values), segments) };
}

function hashOfColumn(column: KeyColumn): ColumnHash | Unpredictable {
  const value = hashOfType(column.type);
  return isUnpredictable(value) ? value : columnHash(value, column.operatorClass);
}

function modernHash(hashes: readonly ColumnHash[], values: readonly (Uint8Array | null)[]): number {
  let result = 0;
  for (const [index, { next }] of hashes.entries()) {
    const value = values[index] ?? null;
    result = (result << 1) | (result >>> 31);
    if (value !== null) result ^= next(value, 0);
  }
  return result;
}

function legacyHash(hashes: readonly ColumnHash[], values: readonly (Uint8Array | null)[]): number {
  let result = fnv1Init;
  for (const [index, { next }] of hashes.entries()) {
    const value = values[index] ?? null;
    result = value === null ? fnv1Null(result) : next(value, result);
  }
  return result;
}
