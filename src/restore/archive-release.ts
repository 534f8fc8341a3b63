import type { ArchiveReader } from '../archive/archive.ts';
import { greenplum6, greenplumNear, releaseNear, releases, type Release } from '../model/release.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { RestoreOptions } from './options.ts';

/** Whose programs' text a restore follows: those that wrote the archive, unless others are asked for. */
export function releaseOf(
  { header, entries }: Pick<ArchiveReader, 'header' | 'entries'>,
  { release }: Pick<RestoreOptions, 'release'>,
): Release {
  if (release !== undefined) return releases[release];
  // gp_dump was of Greenplum 5 and before, and says nothing of versions.
  if (header.dumperVersion === 'gp_dump') return greenplum6;
  // gpbackup's own version tells nothing of the server's.
  const isBackup = header.dumperVersion?.startsWith('gpbackup ') === true;
  const version = (isBackup ? header.serverVersion : header.dumperVersion) ?? '';
  if (isBackup) return greenplumNear(version);
  return entries.some(isDistributed) ? greenplumNear(version) : releaseNear(version);
}

/** Greenplum's pg_dump calls itself by the version of the PostgreSQL inside and says nothing of Greenplum. */
const isDistributed = ({ desc, definition }: TocEntry): boolean =>
  desc === 'TABLE' &&
  definition !== null &&
  /(?:\)|\n) DISTRIBUTED (?:BY \(.+\)|RANDOMLY|REPLICATED)(?:;| PARTITION BY )/.test(definition);
