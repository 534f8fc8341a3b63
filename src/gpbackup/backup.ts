import { CorruptArchiveError, UserError } from '../errors.ts';
import { wholeFile } from '../files/whole-file.ts';
import { type BackupConfig, readConfig } from './config.ts';
import { type CoordinatorFile, coordinatorFileName } from './file-names.ts';
import type { FoundSet } from './found-sets.ts';
import { withSegmentCount } from './segment-count.ts';
import { segmentPrefixOf } from './segment-prefix.ts';
import { readTableOfContents, type TableOfContents } from './table-of-contents.ts';

/** One run of gpbackup: what the coordinator's files say, and where those of the segments are. */
export interface Backup {
  readonly files: FoundSet;
  readonly config: BackupConfig;
  readonly toc: TableOfContents;
  /** Segments that it has files of. */
  readonly contents: number;
}

/** `segmentCount` is what a user says of it. */
export async function openBackup(files: FoundSet, segmentCount?: number): Promise<Backup> {
  checkDoubles(files);
  const configFile = coordinatorPath(files, 'config.yaml');
  const config = withSegmentCount(readConfig(await wholeFile(configFile), configFile), segmentCount, files.timestamp);
  if (config.status === 'Failure') {
    throw new UserError(`backup ${files.timestamp} has failed when it was made`, {
      hint: 'Its report says why. Choose another backup with --timestamp.',
    });
  }
  const tocFile = coordinatorPath(files, 'toc.yaml');
  const toc = readTableOfContents(await wholeFile(tocFile), tocFile);
  return { files, config, toc, contents: numberOfContents(files, config, toc) };
}

export const readMetadata = async ({ files }: Backup): Promise<{ readonly path: string; readonly bytes: Buffer }> => {
  const path = coordinatorPath(files, 'metadata.sql');
  return { path, bytes: await wholeFile(path) };
};

function coordinatorPath({ coordinator, timestamp }: FoundSet, what: CoordinatorFile): string {
  const path = coordinator.get(what);
  if (path !== undefined) return path;
  throw new UserError(`backup ${timestamp} has no file "${coordinatorFileName(timestamp, what)}"`, {
    hint: "It is among the coordinator's files, in a directory of its own that ends in -1 unless they were gathered.",
  });
}

function checkDoubles({ doubles, timestamp }: FoundSet): void {
  if (doubles.length === 0) return;
  throw new UserError(`backup ${timestamp} has files that are there twice`, {
    detail: doubles.map(({ name, directories }) => `"${name}" in "${directories.join('" and "')}"`).join('\n'),
    hint: hintOf(doubles),
  });
}

/** Two clusters may have made a backup in the same second. */
function hintOf(doubles: FoundSet['doubles']): string {
  const prefixes = new Set(doubles.flatMap(({ directories }) => directories.map(segmentPrefixOf)));
  const known = [...prefixes].filter((prefix) => prefix !== null).toSorted();
  return known.length > 1
    ? `They are of several clusters: choose one with --prefix, which is ${known.map((prefix) => `"${prefix}"`).join(' or ')}.`
    : 'Name directories that have each file once; --prefix chooses one of several clusters.';
}

/** Segments are numbered from 0 without a gap. */
function numberOfContents(files: FoundSet, config: BackupConfig, toc: TableOfContents): number {
  if (toc.data.length === 0) return 0;
  const found = [...files.contents.keys()];
  const highest = Math.max(-1, ...found);
  const count = config.segmentCount ?? highest + 1;
  if (highest >= count) {
    throw new CorruptArchiveError(
      `backup ${files.timestamp} has files of segment ${highest}, but is of ${count} segments`,
    );
  }
  const missing = Array.from({ length: count }, (_, content) => content).filter((each) => !files.contents.has(each));
  if (count > 0 && missing.length === 0) return count;
  const what = missing.length === 0 ? 'segments' : `segment${missing.length > 1 ? 's' : ''} ${missing.join(', ')}`;
  throw new UserError(`backup ${files.timestamp} has no files of ${what}`, {
    hint:
      config.plugin === ''
        ? 'Each host has the files of its own segments: gather them, or name all directories with --backup-dir.'
        : `They were given to the plugin "${config.plugin}": fetch them first.`,
  });
}
