/** Rows of a table that a segment had; -1: the master. */
export interface SegmentCount {
  readonly content: number;
  readonly rows: number;
}

/** What is known of a table's rows once they have been read to their end. */
export interface TableCount {
  readonly rows: number;
  /** Of each segment that was read; null: files were joined as they are packed, and `rows` is what the set says. */
  readonly segments: readonly SegmentCount[] | null;
  /** What the set says there are, once if each segment has them all; null: it says nothing. */
  readonly said: number | null;
  /** Each segment has all of them. */
  readonly isReplicated: boolean;
  /** All copies are the same; false: there are none, or nobody has looked. */
  readonly copiesCompared: boolean;
  /** Of the backup whose files have them. */
  readonly timestamp: string;
}

export const totalOf = (segments: readonly SegmentCount[]): number => segments.reduce((sum, { rows }) => sum + rows, 0);
