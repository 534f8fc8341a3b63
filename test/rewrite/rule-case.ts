import type { TargetName } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';

/** What a target makes of an entry. */
export interface Case {
  readonly name: string;
  readonly entry: Partial<TocEntry>;
  /** Other entries of the archive, ahead of it. */
  readonly beside?: readonly Partial<TocEntry>[];
  /** What it becomes; null: it is left out. */
  readonly becomes: string | null;
  readonly notes: readonly string[];
  readonly target?: TargetName;
}

export const table = (tag: string, definition: string): Partial<TocEntry> => ({ desc: 'TABLE', tag, definition });
