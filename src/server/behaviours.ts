/** Differences between servers that no catalog name shows: the only file that compares versions. */
export interface Behaviours {
  /** Role OID that owns pg_catalog's objects: 10 everywhere so far. */
  readonly bootstrapRole: number;
  /** Schema public belongs to pg_database_owner and PUBLIC may not create in it (15). */
  readonly publicOwnedByDatabaseOwner: boolean;
  /** Newest archive format that the server's own pg_restore reads (pg-archive compatibility: K_VERS in pg_backup_archiver.h). */
  readonly archiveVersion: string;
  /** The MAINTAIN privilege on tables (17). */
  readonly maintainPrivilege: boolean;
  /** CREATE SUBSCRIPTION streams large transactions unless told not to (18). */
  readonly subscriptionsStreamByDefault: boolean;
  /** Large objects are at hand (not on Greenplum). */
  readonly largeObjects: boolean;
}

export function behavioursOf(product: string, version: number): Behaviours {
  return {
    bootstrapRole: 10,
    publicOwnedByDatabaseOwner: version >= 150000,
    archiveVersion: archiveVersionFor(version),
    maintainPrivilege: version >= 170000,
    subscriptionsStreamByDefault: version >= 180000,
    largeObjects: product === 'postgresql',
  };
}

function archiveVersionFor(version: number): string {
  if (version < 120000) return '1.13';
  if (version < 160000) return '1.14';
  return version < 170000 ? '1.15' : '1.16';
}
