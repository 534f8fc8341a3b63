import type { UniqueConflict } from './distribution/choice.ts';
import { defaultSample, type SampleSize } from './distribution/sample.ts';
import { mapsAnything, noMapping, type Mapping } from './mapping/mapping.ts';
import type { QualifiedName } from './qualified-name.ts';
import type { Wish } from './distribution/wishes.ts';
import type { Storage, StorageWish } from './storage/storage.ts';

export const foreignKeyChoices = ['keep', 'drop'] as const;
export type ForeignKeyChoice = (typeof foreignKeyChoices)[number];

/** What a user wants of an archive that is said otherwise. */
export interface Preferences {
  /** What becomes of tables whose unique keys have no column in common, on an engine that spreads rows; null: refuse. */
  readonly uniqueConflict: UniqueConflict | null;
  /** How tables are to be distributed there, the first wish that fits; before all else. */
  readonly wishes: readonly Wish[];
  /** How many rows of a table are looked at where these alone tell what it is best distributed by; null: none. */
  readonly sample: SampleSize | null;
  /** Of the cluster; null: nobody has said how many. */
  readonly segments: number | null;
  /** Tables whose rows are fewer bytes than this are on every segment; null: none is because it is small. */
  readonly replicateBelow: number | null;
  readonly foreignKeys: ForeignKeyChoice;
  /** How tables are to be stored, the first wish that fits, */
  readonly storageWishes: readonly StorageWish[];
  /** and of tables that none fits; null: as they are. */
  readonly storage: Storage | null;
  /** The table that large objects become rows of where the target has none; null: they are left out. */
  readonly largeObjectTable: QualifiedName | null;
  /** Names that are to be others, of whatever engine. */
  readonly mapping: Mapping;
}

export const noPreferences: Preferences = {
  uniqueConflict: null,
  wishes: [],
  sample: defaultSample,
  segments: null,
  replicateBelow: null,
  foreignKeys: 'keep',
  storageWishes: [],
  storage: null,
  largeObjectTable: null,
  mapping: noMapping,
};

export const wantsStorage = ({ storage, storageWishes }: Preferences): boolean =>
  storage !== null || storageWishes.length > 0;

/** What is wanted of an archive even where its own engine takes it as it is. */
export const wantsChanges = (preferences: Preferences): boolean =>
  preferences.foreignKeys !== 'keep' ||
  preferences.wishes.length > 0 ||
  wantsStorage(preferences) ||
  mapsAnything(preferences.mapping);
