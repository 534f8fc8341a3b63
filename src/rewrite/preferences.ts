import type { UniqueConflict } from './distribution/choose.ts';
import type { Wish } from './distribution/wishes.ts';

export const foreignKeyChoices = ['keep', 'drop'] as const;
export type ForeignKeyChoice = (typeof foreignKeyChoices)[number];

/** What a user wants of an archive that is said otherwise. */
export interface Preferences {
  /** What becomes of tables whose unique keys have no column in common, on an engine that spreads rows; null: refuse. */
  readonly uniqueConflict: UniqueConflict | null;
  /** How tables are to be distributed there, the first wish that fits; before all else. */
  readonly wishes: readonly Wish[];
  readonly foreignKeys: ForeignKeyChoice;
}

export const noPreferences: Preferences = { uniqueConflict: null, wishes: [], foreignKeys: 'keep' };
