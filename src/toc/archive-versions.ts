import { UserError } from '../errors.ts';
import type { ArchiveVersion, Compression } from './entry.ts';

/** What the minor versions of the format (K_VERS_1_x in pg_backup_archiver.h) store, and how. */
export interface VersionFields {
  /** Each entry stores its section; before, it followed from the entry's desc. */
  readonly section: boolean;
  /** Each entry stores its table access method. */
  readonly tableAccessMethod: boolean;
  /** Each entry stores its relation's kind. */
  readonly relkind: boolean;
  /** The header names the compression method in a byte; before, it stored zlib's level as an integer. */
  readonly compressionMethod: boolean;
  /** Absent definition, drop statement and owner are NULL; before, writers stored '' and their readers need it. */
  readonly nullStatements: boolean;
  /** Every BLOBS entry has its own list of large objects, `blobs_<dumpId>.toc`; before, all shared `blobs.toc`. */
  readonly largeObjectListPerEntry: boolean;
}

const version10: VersionFields = {
  section: false,
  tableAccessMethod: false,
  relkind: false,
  compressionMethod: false,
  nullStatements: false,
  largeObjectListPerEntry: false,
};
const version11: VersionFields = { ...version10, section: true };
const version14: VersionFields = { ...version11, tableAccessMethod: true, nullStatements: true };
const version15: VersionFields = { ...version14, compressionMethod: true };
const version16: VersionFields = { ...version15, relkind: true, largeObjectListPerEntry: true };

/** Versions that can be read, by minor. 1.12 and 1.13 changed the meaning of entries, not their bytes. */
const fieldsByMinor: ReadonlyMap<number, VersionFields> = new Map([
  [10, version10], // 8.0
  [11, version11], // 8.4
  [12, version11], // 9.0
  [13, version11], // 10.3, Greenplum 6
  [14, version14], // 12, Greenplum 7, Cloudberry
  [15, version15], // 16
  [16, version16], // 17
]);

/** Minors that can be written. */
export const writableMinors: readonly number[] = [13, 14, 15, 16];

/** The highest revision does not matter: readers accept any. */
export function versionFields(version: ArchiveVersion): VersionFields {
  const fields = version.major === 1 ? fieldsByMinor.get(version.minor) : undefined;
  if (fields !== undefined) return fields;
  throw new UserError(`unsupported version (${version.major}.${version.minor}) in file header`, {
    hint: 'Archives of versions 1.10 (PostgreSQL 8.0) to 1.16 (PostgreSQL 18) can be read.',
  });
}

/** `1.14`, of those that can be written. */
export function parseArchiveVersion(text: string): ArchiveVersion {
  const minor = writableMinors.find((each) => text === `1.${each}`);
  if (minor !== undefined) return { major: 1, minor, revision: 0 };
  throw new UserError(`invalid archive version "${text}"`, {
    hint: `Versions that can be written are 1.${writableMinors.join(', 1.')}.`,
  });
}

/** The first version whose header has a word for lz4 and zstd. */
const namingCompression = '1.15';

/** That of an archive to be written: as asked for, or else the usual one, unless that has no word for its compression. */
export function versionFor(asked: string | undefined, usual: ArchiveVersion, { method }: Compression): ArchiveVersion {
  const version = asked === undefined ? usual : parseArchiveVersion(asked);
  if (method === 'none' || method === 'gzip' || versionFields(version).compressionMethod) return version;
  if (asked === undefined) return parseArchiveVersion(namingCompression);
  throw new UserError(`archives of version ${asked} cannot be compressed with ${method}`, {
    hint: `Leave out --archive-version, or give ${namingCompression} or later.`,
  });
}
