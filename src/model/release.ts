/**
 * The releases of PostgreSQL whose pg_dump, pg_restore and pg_dumpall are followed. Texts of a dump are written as the
 * release of the dumped server writes them, those of a restore as the release that wrote the archive, unless another
 * is asked for; so what a script around the genuine programs saw before is what it sees after.
 */
export type ReleaseMajor = 15 | 16 | 17 | 18;

/** What one release of the programs does otherwise than its predecessor: compared nowhere by number. */
export interface Release {
  readonly major: ReleaseMajor;
  /** The minor release that ours was compared with, or whose checks it has. */
  readonly version: string;
  /** Archive format that its pg_dump writes (K_VERS in pg_backup_archiver.h). */
  readonly archiveVersion: string;
  /** Views, sequences and materialized views get their owner by ALTER VIEW and so on, not by ALTER TABLE (16). */
  readonly ownersByType: boolean;
  /** A restore sets transaction_timeout (17). */
  readonly transactionTimeout: boolean;
  /** Large objects alike in owner and privileges share entries, and all their entries are data (17). */
  readonly groupsLargeObjects: boolean;
}

const release15: Release = {
  major: 15,
  version: '15.20',
  archiveVersion: '1.14',
  ownersByType: false,
  transactionTimeout: false,
  groupsLargeObjects: false,
};
const release16: Release = { ...release15, major: 16, version: '16.16', archiveVersion: '1.15', ownersByType: true };
const release17: Release = {
  ...release16,
  major: 17,
  version: '17.12',
  archiveVersion: '1.16',
  transactionTimeout: true,
  groupsLargeObjects: true,
};
const release18: Release = { ...release17, major: 18, version: '18.7' };

export const releases: Record<ReleaseMajor, Release> = { 15: release15, 16: release16, 17: release17, 18: release18 };

export const newestRelease = release18;

/** The followed release nearest to a server's or a program's version, `150020` or `15.20 (Debian …)`. */
export function releaseNear(version: number | string): Release {
  const major = typeof version === 'number' ? Math.floor(version / 10000) : Number.parseInt(version, 10);
  if (!(major > 15)) return release15;
  return major === 16 ? release16 : major === 17 ? release17 : release18;
}
