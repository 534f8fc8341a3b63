import type { ArchiveReader } from '../archive/archive.ts';
import {
  cloudberry1,
  cloudberry2,
  greenplum6,
  greenplum7,
  releaseNear,
  releases,
  type Release,
  type ReleaseMajor,
} from '../model/release.ts';
import { postgresqlTarget, targetNames, targets, type TargetName } from '../rewrite/targets.ts';
import type { Sink } from '../sink/sink.ts';
import { releaseOf } from './archive-release.ts';

/** Whose programs write archives in an engine's own words; the first is followed by what is said for it. */
const ownReleases: Readonly<Partial<Record<TargetName, readonly [Release, ...Release[]]>>> = {
  greenplum6: [greenplum6],
  greenplum7: [greenplum7],
  cloudberry: [cloudberry2, cloudberry1],
};

/** The engine that a server is: by the release that its sink follows, and its major where it is PostgreSQL. */
export function engineOf({ release, postgresqlMajor }: Sink): TargetName | null {
  if (postgresqlMajor !== undefined) return postgresqlTarget(postgresqlMajor);
  return targetNames.find((name) => release !== undefined && ownReleases[name]?.includes(release)) ?? null;
}

/** Whose text a restore follows once an archive is said as an engine wants it. */
export function releaseOfEngine(
  engine: TargetName,
  { release }: { readonly release: ReleaseMajor | undefined },
): Release {
  if (release !== undefined) return releases[release];
  // What PostgreSQL 15 reads all of them read, unless one is named.
  return (
    ownReleases[engine]?.[0] ?? releaseNear(engine === 'postgresql' ? 150000 : targets[engine].postgresql! * 10000)
  );
}

/** Whether an archive is for the engine that it comes from, or for a newer release of that. */
export function isOwn(engine: TargetName | null, reader: ArchiveReader): boolean {
  if (engine === null) return true;
  if (!saysItsRelease(reader)) return false;
  const release = releaseOf(reader, { release: undefined });
  const { postgresql } = targets[engine];
  if (postgresql === null) return ownReleases[engine]?.includes(release) ?? false;
  const { serverVersion, dumperVersion } = reader.header;
  const major = Number.parseInt(serverVersion ?? dumperVersion ?? '', 10);
  return Object.values(releases).includes(release) && !(major > postgresql);
}

/** Scripts that no pg_dump has written may be for any engine. */
const saysItsRelease = ({ format, header }: ArchiveReader): boolean =>
  format !== 'plain' || header.dumperVersion !== null;
