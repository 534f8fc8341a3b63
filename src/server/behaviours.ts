/** Differences between servers that no catalog name shows: the only file that compares versions. */
export interface Behaviours {
  /** Role OID that owns pg_catalog's objects: 10 everywhere so far. */
  readonly bootstrapRole: number;
  /** Schema public belongs to pg_database_owner and PUBLIC may not create in it (15). */
  readonly publicOwnedByDatabaseOwner: boolean;
  /** Older than every release that is followed: the newest archive format that its own pg_restore reads; else null. */
  readonly olderArchiveVersion: string | null;
  /** pg_class.reltuples is 0 also where nobody has counted yet, which later is -1 (before 14). */
  readonly zeroTuplesMayBeUnknown: boolean;
  /** NOT NULL of a domain is a constraint with a name (17). */
  readonly domainNotNullConstraints: boolean;
  /** NOT NULL of a column is one (18). */
  readonly notNullConstraints: boolean;
  /** acldefault() knows protocols (not before Greenplum 7). */
  readonly protocolDefaultAcl: boolean;
  /** Names of roles that begin with pg_ are the server's own (9.6). */
  readonly reservedRoleNames: boolean;
  /** Large objects are at hand (not on Greenplum). */
  readonly largeObjects: boolean;
}

export function behavioursOf(product: string, version: number): Behaviours {
  return {
    bootstrapRole: 10,
    publicOwnedByDatabaseOwner: version >= 150000,
    olderArchiveVersion: version < 120000 ? '1.13' : null,
    zeroTuplesMayBeUnknown: version < 140000,
    domainNotNullConstraints: version >= 170000,
    notNullConstraints: version >= 180000,
    protocolDefaultAcl: version >= 90600,
    reservedRoleNames: version >= 90600,
    largeObjects: product === 'postgresql',
  };
}
