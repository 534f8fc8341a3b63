import { quoteIdent } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { UniqueKey } from '../../sql/unique-key.ts';

/**
 * What becomes of a table whose unique keys have no column in common: every segment has all its rows, one of the keys is
 * kept and the others become plain indexes, or they go. null: nobody has said.
 */
export const uniqueConflicts = ['replicate', 'demote', 'drop'] as const;
export type UniqueConflict = (typeof uniqueConflicts)[number];

/** How a table's rows are spread over the segments, and why so. */
export interface Choice {
  /** `DISTRIBUTED BY (id)`. */
  readonly clause: ByteString;
  readonly why: string;
  /** A restore tells of it. */
  readonly isSurprising: boolean;
  /** Keys that it cannot serve, which are demoted or dropped. */
  readonly lost: readonly UniqueKey[];
}

export interface KeyChoice extends Choice {
  readonly key: readonly ByteString[];
  /** Nothing but its rows has a say. */
  readonly isByRows?: boolean;
}

export const replicated = (why: string): KeyChoice => ({ ...randomly(why), clause: 'DISTRIBUTED REPLICATED' });

export const randomly = (why: string): KeyChoice => ({
  clause: 'DISTRIBUTED RANDOMLY',
  why,
  isSurprising: false,
  lost: [],
  key: [],
});

export const by = (key: readonly ByteString[], why: string, lost: readonly UniqueKey[] = []): KeyChoice => ({
  clause: `DISTRIBUTED BY (${key.map(quoteIdent).join(', ')})`,
  why,
  isSurprising: false,
  lost,
  key,
});
