import { readFile } from 'node:fs/promises';
import { CorruptArchiveError } from '../errors.ts';
import { doing } from '../files/system-error.ts';
import type { ByteString } from '../model/text.ts';
import { type BackupConfig, readConfig } from './config.ts';
import { findSets, type FoundSet, type OnUnreadable } from './found-sets.ts';

/** One backup that has files below some directories. */
export interface ListedSet {
  readonly timestamp: string;
  /** null: the coordinator's files are not there, or cannot be read. */
  readonly database: ByteString | null;
  /** `full`, `incremental`, `data only`, `metadata only`, and `filtered` where it is. */
  readonly kind: string;
  /** gpbackup's version. */
  readonly version: string;
  /** Segments that there are files of, and those that it was made of where that is known. */
  readonly segments: { readonly found: number; readonly of: number | null };
  /** gpbackup's own word, and what is missing. */
  readonly status: string;
  /** Older backups that have rows of it. */
  readonly needs: readonly string[];
}

/** All backups below the directories, the oldest first. Nothing but their config.yaml is read. */
export async function listSets(
  directories: readonly string[],
  onUnreadable?: OnUnreadable,
): Promise<readonly ListedSet[]> {
  const found = [...(await findSets(directories, onUnreadable)).values()];
  const oldestFirst = found.toSorted((one, other) => (one.timestamp < other.timestamp ? -1 : 1));
  return await Promise.all(oldestFirst.map(listed));
}

async function listed(set: FoundSet): Promise<ListedSet> {
  const path = set.coordinator.get('config.yaml');
  const config = path === undefined ? null : await configIn(path);
  const found = set.contents.size;
  // A backup of tables that have all not changed has no files of segments.
  const copied = config?.restorePlan?.find(({ timestamp }) => timestamp === set.timestamp)?.tables.length !== 0;
  const of = config === null || config.metadataOnly || !copied ? null : config.segmentCount;
  const isShort = of !== null && found < of && config?.status !== 'Failure';
  const lacks = [
    ...(path === undefined ? ["the coordinator's files are missing"] : []),
    ...(path !== undefined && config === null ? ['config.yaml cannot be read'] : []),
    ...(set.doubles.length > 0 ? ['files are there twice'] : []),
    ...(isShort ? ['files of segments are missing'] : []),
  ];
  return {
    timestamp: set.timestamp,
    database: config?.databaseName ?? null,
    kind: config === null ? '' : kindOf(config),
    version: config?.backupVersion ?? '',
    segments: { found, of },
    status: [...(config === null ? [] : [config.status === '' ? 'Success' : config.status]), ...lacks].join(', '),
    needs: (config?.restorePlan ?? [])
      .filter(({ timestamp, tables }) => timestamp !== set.timestamp && tables.length > 0)
      .map(({ timestamp }) => timestamp),
  };
}

async function configIn(path: string): Promise<BackupConfig | null> {
  const bytes = await doing(`could not read file "${path}"`, () => readFile(path));
  try {
    return readConfig(bytes, path);
  } catch (error) {
    if (error instanceof CorruptArchiveError) return null;
    throw error;
  }
}

function kindOf({
  incremental,
  dataOnly,
  metadataOnly,
  includesTables,
  includesSchemas,
  excludes,
}: BackupConfig): string {
  const kind = metadataOnly ? 'metadata only' : dataOnly ? 'data only' : incremental ? 'incremental' : 'full';
  return includesTables || includesSchemas || excludes ? `${kind}, filtered` : kind;
}
