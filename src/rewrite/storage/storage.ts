import { UserError } from '../../errors.ts';

/** How a user wants tables to be stored. */
export interface Storage {
  readonly method: StorageMethod;
  /** null: nothing is said, so that tables which are stored by this method keep theirs. */
  readonly compression: { readonly type: string; readonly level: number } | null;
}

/** What a user wants of the tables that a pattern fits. */
export interface StorageWish {
  /** `sales.*`, as it was typed. */
  readonly pattern: string;
  readonly storage: Storage;
}

const methods = ['heap', 'ao_row', 'ao_column'] as const;
export type StorageMethod = (typeof methods)[number];

/** Highest levels. */
const compressionTypes: Readonly<Record<string, number>> = { none: 0, zlib: 9, zstd: 19, rle_type: 4, quicklz: 1 };

/** Reads `heap`, `ao_row:zlib` or `ao_column:zstd:5`. Where no level is said, it is the lowest. */
export function storageOf(words: string): Storage {
  const [name, type, typedLevel, ...others] = words.trim().split(':');
  const method = methods.find((each) => each === name);
  const invalid = (hint: string): UserError => new UserError(`invalid storage "${words}"`, { hint });
  if (method === undefined || others.length > 0) {
    throw invalid(
      'It is heap, ao_row or ao_column, the latter two with :METHOD or :METHOD:LEVEL if they are compressed.',
    );
  }
  if (type === undefined) return { method, compression: null };
  if (method === 'heap') throw invalid('Heaps are not compressed.');
  const highest = Object.hasOwn(compressionTypes, type) ? compressionTypes[type]! : undefined;
  if (highest === undefined) throw invalid(`Methods are ${Object.keys(compressionTypes).join(', ')}.`);
  if (type === 'rle_type' && method === 'ao_row') throw invalid('Only columns are compressed by rle_type.');
  if (type === 'none' && typedLevel !== undefined) throw invalid('What is not compressed has no level.');
  const level = typedLevel === undefined ? Math.min(1, highest) : Number(typedLevel);
  if (!/^\d+$/.test(typedLevel ?? '0') || level > highest || (type !== 'none' && level < 1)) {
    throw invalid(`Levels of ${type} are 1 to ${highest}.`);
  }
  return { method, compression: { type, level } };
}

/** As a user types it. */
export const storageShown = ({ method, compression }: Storage): string =>
  [
    method,
    ...(compression === null ? [] : [compression.type, ...(compression.level > 0 ? [compression.level] : [])]),
  ].join(':');

/** How an engine says how tables are stored. */
export interface StorageWords {
  /** By access methods, as Greenplum does since 7, or by options alone; such has no unique keys on append-optimized tables. */
  readonly accessMethods: boolean;
  /** A table that is partitioned as PostgreSQL does it says how its partitions will be stored. */
  readonly declaredRoots: boolean;
  /** Open builds of Greenplum 7 lack it. */
  readonly quicklz: boolean;
}

export const greenplum6Storage: StorageWords = { accessMethods: false, declaredRoots: false, quicklz: true };
export const greenplum7Storage: StorageWords = { accessMethods: true, declaredRoots: true, quicklz: false };
export const cloudberryStorage: StorageWords = { accessMethods: true, declaredRoots: false, quicklz: false };
