import { fnv1Init, fnv1Null } from './fnv.ts';
import { hashOfType } from './hash-of-type.ts';
import type { KeyType } from './key-type.ts';
import { columnHash, type ColumnHash } from './operator-class.ts';
import { jumpConsistentHash, modulo } from './reduce.ts';
import { isUnpredictable, unpredictable, UnpredictableValueError, type Unpredictable } from './value-hash.ts';

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
   * escapes, null for \N. Throws UnpredictableValueError where a text does not tell the server's value. `among`: of
   * another number of segments.
   */
  segmentOf(values: readonly (Uint8Array | null)[], among?: number): number;
  /** With another segment rows stay where they are, or go there. */
  readonly isConsistent: boolean;
}

export interface PlacementOptions {
  /** The database loaded into has another encoding than the texts: only those in ASCII can be predicted. */
  readonly isConverted?: boolean;
}

/**
 * Where Greenplum 6 and 7 put the rows of a table that is distributed by these columns (cdbhash.c), or why that cannot
 * be known. Texts are to be as a dump has them: DateStyle ISO, IntervalStyle postgres, values already cut and rounded to
 * what their columns hold.
 */
export function placement(
  columns: readonly KeyColumn[],
  segments: number,
  { isConverted = false }: PlacementOptions = {},
): Placement | Unpredictable {
  const hashes: ColumnHash[] = [];
  for (const column of columns) {
    const hash = hashOfColumn(column);
    if (isUnpredictable(hash)) return unpredictable(`column "${column.name}": ${hash.unpredictable}`);
    hashes.push(isConverted ? asciiOnly(hash) : hash);
  }
  // One legacy class makes the whole key a legacy one, which a modern class's hash begins anew.
  return hashes.some((hash) => hash.isLegacy)
    ? { isConsistent: false, segmentOf: (values, among = segments) => modulo(legacyHash(hashes, values), among) }
    : {
        isConsistent: true,
        segmentOf: (values, among = segments) => jumpConsistentHash(modernHash(hashes, values), among),
      };
}

function hashOfColumn(column: KeyColumn): ColumnHash | Unpredictable {
  const value = hashOfType(column.type);
  return isUnpredictable(value) ? value : columnHash(value, column.operatorClass);
}

/** Types whose texts are not all of ASCII hash those bytes: the ones that the server makes of them. */
const asciiOnly = ({ isLegacy, next }: ColumnHash): ColumnHash => ({
  isLegacy,
  next(text, hash) {
    if (text.some((byte) => byte > 0x7f)) {
      throw new UnpredictableValueError('text', text, 'the server converts it to another encoding');
    }
    return next(text, hash);
  },
});

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
