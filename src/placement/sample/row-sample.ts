import { hashAny } from '../hash-any.ts';
import type { Placement } from '../placement.ts';
import { isUnpredictable, unpredictable, UnpredictableValueError, type Unpredictable } from '../value-hash.ts';
import { ValueCounter, type ValueStatistics } from './value-counter.ts';

/** Columns that rows may be spread by. */
export interface ObservedKey {
  /** Their places among the values of a row. */
  readonly columns: readonly number[];
  /** null: nobody asks where the rows would be. */
  readonly placement: Placement | Unpredictable | null;
}

export interface KeyStatistics extends ValueStatistics {
  /** How many rows each segment would have, or why that cannot be known; null: nobody asked. */
  readonly perSegment: readonly number[] | Unpredictable | null;
}

/** Looks at rows one by one, and holds none of them. */
export class RowSample {
  readonly #keys: readonly { readonly key: ObservedKey; readonly counter: ValueCounter; segments: Segments }[];
  readonly #hashed: readonly number[];
  readonly #hashes: (number | null)[] = [];

  constructor(keys: readonly ObservedKey[], segments: number) {
    this.#keys = keys.map((key) => {
      const { placement } = key;
      const isKnown = placement !== null && !isUnpredictable(placement);
      return {
        key,
        counter: new ValueCounter(),
        segments: isKnown ? Array.from({ length: segments }, () => 0) : placement,
      };
    });
    this.#hashed = [...new Set(keys.flatMap(({ columns }) => columns))];
  }

  /** A row's values: COPY's text without its escapes, null for \N. */
  add(values: readonly (Uint8Array | null)[]): void {
    for (const column of this.#hashed) {
      const value = values[column] ?? null;
      this.#hashes[column] = value === null ? null : hashAny(value);
    }
    for (const each of this.#keys) {
      const { columns, placement } = each.key;
      each.counter.add(this.#hashOf(columns));
      if (!Array.isArray(each.segments) || placement === null || isUnpredictable(placement)) continue;
      try {
        each.segments[placement.segmentOf(columns.map((column) => values[column] ?? null))]! += 1;
      } catch (error) {
        if (!(error instanceof UnpredictableValueError)) throw error;
        each.segments = unpredictable(error.ofType);
      }
    }
  }

  #hashOf(columns: readonly number[]): number | null {
    if (columns.length === 1) return this.#hashes[columns[0]!] ?? null;
    let result: number | null = null;
    for (const column of columns) {
      const hash = this.#hashes[column] ?? null;
      if (hash !== null || result !== null) result = (Math.imul(result ?? 17, 31) + (hash ?? 7)) | 0;
    }
    return result;
  }

  /** In the order of the keys. */
  get statistics(): readonly KeyStatistics[] {
    return this.#keys.map(({ counter, segments }) => ({ ...counter.statistics, perSegment: segments }));
  }
}

type Segments = number[] | Exclude<ObservedKey['placement'], Placement>;
