import type { ByteString } from '../../model/text.ts';
import type { ValueStatistics } from '../../placement/sample/value-counter.ts';

/** What a table's rows, or the first of them, hold. */
export interface TableSample {
  readonly rows: number;
  /** There are no others. */
  readonly isWhole: boolean;
  readonly columns: ReadonlyMap<ByteString, ValueStatistics>;
  /** Two columns together, where none would do alone. */
  readonly pair: { readonly columns: readonly ByteString[]; readonly values: ValueStatistics } | null;
}

/** Why nobody has looked at a table's rows: "its rows are INSERT commands". */
export interface NotSampled {
  readonly notSampled: string;
}

/** How many of a table's rows are looked at, whichever is reached first. */
export interface SampleSize {
  readonly rows: number;
  readonly bytes: number;
}

export const defaultSample: SampleSize = { rows: 100_000, bytes: 32 * 1024 * 1024 };

/** Segments where nobody has said how many there are. */
export const usualSegments = 16;

/** Of fewer rows values are different by chance, and a table that small is as well spread randomly. */
export const tellingRows = 100;
