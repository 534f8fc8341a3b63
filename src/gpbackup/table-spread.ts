import { CorruptArchiveError } from '../errors.ts';
import { copyColumns } from '../placement/copy-row.ts';
import type { Placement } from '../placement/placement.ts';
import { UnpredictableValueError } from '../placement/value-hash.ts';
import { eachLine, type RowWatcher } from '../placement/each-line.ts';
import type { SegmentRows } from './table-rows.ts';

export interface TableKey {
  readonly placement: Placement;
  /** Where the columns of the key are in a row. */
  readonly places: readonly number[];
}

export type SegmentPlace = Pick<SegmentRows, 'content' | 'file'>;

/** A row that is on another segment than it belongs to. */
export class MisplacedRowError extends CorruptArchiveError {
  readonly place: SegmentPlace;

  constructor(place: SegmentPlace, home: number, row: number) {
    super(`row ${row} of segment ${place.content} belongs to segment ${home}`, {
      detail: `file "${place.file}"`,
      hint: 'The backup was damaged or edited, or the table was made with other segments than it says. Conversion carries the row unless --check-placement is said.',
    });
    this.place = place;
  }
}

/**
 * Where the rows of one table are, segment after segment. While a cluster is expanded there are tables that are on its
 * first segments only (numsegments in gp_distribution_policy), which no backup says: rows that fit fewer segments are
 * misplaced only where there are others that do not.
 */
export class TableSpread {
  readonly #key: TableKey;
  readonly #segments: number;
  /** Numbers of segments that all rows fit so far; null: they fit all of them. */
  #fewer: readonly number[] | null = null;
  #first: MisplacedRowError | null = null;
  #last = -1;

  constructor(key: TableKey, segments: number) {
    this.#key = key;
    this.#segments = segments;
  }

  /** null: they fit all segments, or no number of them. */
  get fewer(): readonly number[] | null {
    return this.#fewer?.length === 0 ? null : this.#fewer;
  }

  watch(place: SegmentPlace): RowWatcher {
    const { placement, places } = this.#key;
    let rows = 0;
    return eachLine((line) => {
      rows += 1;
      const columns = copyColumns(line);
      const values = places.map((each) => columns[each] ?? null);
      const homeAmong = (among: number): number | null => homeOf(placement, values, among);
      const home = homeAmong(this.#segments);
      if (home !== null) this.#take(place, rows, home, homeAmong);
      this.#last = place.content;
    });
  }

  #take(place: SegmentPlace, row: number, home: number, homeAmong: (among: number) => number | null): void {
    const { content } = place;
    if (home === content && this.#fewer === null) return;
    this.#first ??= new MisplacedRowError(place, home, row);
    this.#fewer = (this.#fewer ?? this.#possible()).filter((among) => homeAmong(among) === content);
    if (this.#fewer.length === 0) throw this.#first;
  }

  /** Rows that fit all segments are where they would be with fewer, as long as theirs is one of them. */
  #possible(): readonly number[] {
    if (!this.#key.placement.isConsistent) return [];
    return Array.from({ length: this.#segments }, (_, i) => i).filter((among) => among > Math.max(this.#last, 0));
  }
}

/** null: of this value it cannot be known. */
function homeOf(of: Placement, values: readonly (Uint8Array | null)[], among: number): number | null {
  try {
    return of.segmentOf(values, among);
  } catch (error) {
    if (error instanceof UnpredictableValueError) return null;
    throw error;
  }
}
