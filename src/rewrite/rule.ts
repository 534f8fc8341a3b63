import type { ArchiveIndex } from './archive-index.ts';
import type { Condition } from './conditions.ts';
import type { Rewritable } from './rewritable.ts';

/** Rows as an archive has them, COPY's text or INSERT commands, made others; pieces of any size. */
export type RowsChange = (rows: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** What a rule makes of an entry: parts of it otherwise, */
export interface Change {
  readonly changes: Partial<Omit<Rewritable, 'namespace' | 'tag'>>;
  /** What its rows become. */
  readonly rows?: RowsChange;
  /** It makes several objects now, one for each partition: a comment is about none of them. */
  readonly isSplit?: boolean;
  /** Without which the target refuses it, and what needs it. */
  readonly condition?: Condition;
  /** What was asked for, and is told by a plan alone. */
  readonly planned?: string;
  /** What the target will have otherwise than the source had, and why; none where it means the same. */
  readonly notes: readonly string[];
}

/** or nothing at all, with the reason why the target cannot have it. */
export type Outcome = (Change | { readonly leftOut: string } | Moved) & {
  /** How many objects it is about, for rules that tell of all `together`; 1 where that is not said. */
  readonly count?: number;
};

/** or nothing here, since another entry makes it. */
export interface Moved {
  /** It is there by its name, so that what is said of it stays; otherwise its rows alone do. */
  readonly isThere: boolean;
}

/**
 * One thing that a target refuses or understands otherwise, and what is said instead. Pure, and idempotent: what a rule
 * has written it leaves alone. A rule looks for the construct, not for the product that wrote it.
 */
export interface Rule {
  readonly name: string;
  /** Entries of these sorts are shown to it, */
  readonly descs: readonly string[];
  /** where the definition has this. */
  readonly pattern: RegExp;
  /** What it writes is not for rules about other entries, which go by what was there before. */
  readonly isUnread?: boolean;
  /** What is told once, behind all entries, with the number of objects it was about; undefined: each is told of. */
  readonly together?: (count: number) => string;
  rewrite(entry: Rewritable, archive: ArchiveIndex): Outcome | null;
}
