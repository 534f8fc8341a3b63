import type { Product } from './server.ts';

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
  /** Sessions that take over an exported snapshot see the same on all segments (Greenplum 6.21). */
  readonly sharesSnapshots: boolean;
  /** SERIALIZABLE is that, and not taken for REPEATABLE READ (Greenplum). */
  readonly serializable: boolean;
  /** What LOCK TABLE ends with where the coordinator alone is to have the lock (Greenplum 6.21); null: it cannot. */
  readonly coordinatorOnly: 'MASTER ONLY' | 'COORDINATOR ONLY' | null;
}

/** By the number of the PostgreSQL inside, and by what version() says. */
export function behavioursOf(product: Product, version: number, versionText: string): Behaviours {
  const sharesSnapshots = version >= 120000 || product === 'postgresql' || productVersion(versionText) >= 62100;
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
    sharesSnapshots,
    serializable: product === 'postgresql',
    coordinatorOnly:
      product !== 'greenplum' || !sharesSnapshots ? null : version >= 120000 ? 'COORDINATOR ONLY' : 'MASTER ONLY',
  };
}

/**
 * 62403 of `PostgreSQL 9.4.26 (Greenplum Database 6.24.3 build …)`, where gp_server_version_num says 60000: the first
 * number in parentheses or behind them, whatever the product calls itself; 0: there is none.
 */
function productVersion(versionText: string): number {
  const [, major = 0, minor = 0, patch = 0] = /\(.*?(\d+)\.(\d+)(?:\.(\d+))?/.exec(versionText) ?? [];
  return Number(major) * 10000 + Number(minor) * 100 + Number(patch);
}
