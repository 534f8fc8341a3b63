import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CorruptArchiveError } from '../errors.ts';
import { wholeFile } from '../files/whole-file.ts';
import { doing } from '../files/system-error.ts';
import { type ByteString, shown } from '../model/text.ts';
import { type BackupConfig, kindOf, readConfig } from './config.ts';
import { singleFileName, tableFileName } from './file-names.ts';
import { findSets, type FoundSet, type OnUnreadable } from './found-sets.ts';
import { type History, neededBy, type NotedBackup } from './history.ts';

/** One backup that has files below some directories, or is noted in a history. */
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
  /** Of all files that are there; null: there are none. */
  readonly bytes: number | null;
  /** The program that has its data; '': they are files. */
  readonly plugin: string;
  /** When it was deleted, by the history; '': it is there. */
  readonly deleted: string;
  /** gpbackup's own word, who has it, and what is missing. */
  readonly status: string;
  /** Older backups that have rows of it. */
  readonly needs: readonly string[];
}

/**
 * All backups below the directories, and those that a history knows besides, the oldest first. Nothing but their config.yaml
 * is read.
 */
export async function listSets(
  directories: readonly string[],
  history: History = new Map(),
  onUnreadable?: OnUnreadable,
  prefix?: string,
): Promise<readonly ListedSet[]> {
  const found = await findSets(directories, onUnreadable, prefix);
  const timestamps = [...new Set([...found.keys(), ...history.keys()])].toSorted();
  const sets: ListedSet[] = [];
  for (const timestamp of timestamps) {
    const [files, noted] = [found.get(timestamp), history.get(timestamp)];
    if (files !== undefined) sets.push(await listed(files, noted));
    else if (noted !== undefined) sets.push(withoutFiles(timestamp, noted));
  }
  return sets;
}

async function listed(set: FoundSet, noted: NotedBackup | undefined): Promise<ListedSet> {
  const path = set.coordinator.get('config.yaml');
  const own = path === undefined ? null : await configOf(path);
  const found = set.contents.size;
  const config = own ?? noted?.config ?? null;
  // A backup of tables that have all not changed has no files of segments.
  const copied = own?.restorePlan?.find(({ timestamp }) => timestamp === set.timestamp)?.tables.length !== 0;
  const of = config === null || config.metadataOnly || !copied ? null : config.segmentCount;
  const isShort = of !== null && found < of && config?.status !== 'Failure' && (config?.plugin ?? '') === '';
  const deleted = noted?.config.deleted ?? own?.deleted ?? '';
  const lacks = [
    ...(path === undefined ? ["the coordinator's files are missing"] : []),
    ...(path !== undefined && own === null ? ['config.yaml cannot be read'] : []),
    ...(set.doubles.length > 0 ? ['files are there twice'] : []),
    ...(isShort ? ['files of segments are missing'] : []),
  ];
  return {
    timestamp: set.timestamp,
    ...toldOf(config),
    segments: { found, of },
    bytes: await sizeOf(filesOf(set)),
    deleted,
    status: [...(config === null ? [] : [statusOf(config, deleted)]), ...lacks].join(', '),
    needs: own === null ? (noted?.needs ?? []) : neededBy(own, set.timestamp),
  };
}

function withoutFiles(timestamp: string, { config, needs }: NotedBackup): ListedSet {
  const { deleted, segmentCount, metadataOnly, plugin } = config;
  const where = deleted === '' && plugin === '' && config.status !== 'Failure' ? ', its files are not here' : '';
  return {
    timestamp,
    ...toldOf(config),
    segments: { found: 0, of: metadataOnly ? null : segmentCount },
    bytes: null,
    deleted,
    status: `${statusOf(config, deleted)}${where}`,
    needs,
  };
}

type Told = Pick<ListedSet, 'database' | 'kind' | 'version' | 'plugin'>;

const toldOf = (config: NotedBackup['config'] | null): Told => ({
  database: config?.databaseName ?? null,
  kind: config === null ? '' : kindOf(config),
  version: config?.backupVersion ?? '',
  plugin: shown(config?.plugin ?? ''),
});

/** The time of a deletion, or one of gpbackup's words for one that has not come to an end. */
function statusOf({ status, plugin }: NotedBackup['config'], deleted: string): string {
  const [, year, month, day] = /^(\d{4})(\d\d)(\d\d)\d{6}$/.exec(deleted) ?? [];
  const when = year === undefined ? `deletion: ${deleted.toLowerCase()}` : `deleted on ${year}-${month}-${day}`;
  return [
    status === '' ? 'Success' : status,
    ...(plugin === '' ? [] : [`held by ${shown(plugin)}`]),
    ...(deleted === '' ? [] : [when]),
  ].join(', ');
}

function* filesOf({ timestamp, coordinator, contents }: FoundSet): Generator<string> {
  yield* coordinator.values();
  for (const [content, { tables, single, toc }] of contents) {
    for (const [oid, { directory, suffix }] of tables) {
      yield join(directory, `${tableFileName(timestamp, content, oid)}${suffix}`);
    }
    if (single !== null) yield join(single.directory, `${singleFileName(timestamp, content)}${single.suffix}`);
    if (toc !== null) yield toc;
  }
}

/** Bytes of all these files. */
export async function sizeOf(paths: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const path of paths) bytes += (await doing(`could not read file "${path}"`, () => stat(path))).size;
  return bytes;
}

async function configOf(path: string): Promise<BackupConfig | null> {
  const bytes = await wholeFile(path);
  try {
    return readConfig(bytes, path);
  } catch (error) {
    if (error instanceof CorruptArchiveError) return null;
    throw error;
  }
}
