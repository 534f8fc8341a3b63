import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileError } from '../files/system-error.ts';
import type { Oid } from '../model/catalog-id.ts';
import { isOfPrefix } from './segment-prefix.ts';
import { backupFileOf, type BackupFile, type CoordinatorFile, type DataSuffix } from './file-names.ts';

/** Where files lie that differ in their table only: a hundred thousand of them share one. */
export interface Place {
  readonly directory: string;
  readonly suffix: DataSuffix;
  /** Of files that somebody else holds: what is in that one. */
  readonly stream?: DataStream;
}

export type DataStream = (path: string) => AsyncIterable<Uint8Array>;

/** The files of one segment. */
export interface FoundContent {
  readonly tables: Map<Oid, Place>;
  single: Place | null;
  /** Path. */
  toc: string | null;
}

/** The files of one timestamp, wherever they lie. */
export interface FoundSet {
  readonly timestamp: string;
  /** Paths. */
  readonly coordinator: Map<CoordinatorFile, string>;
  readonly contents: Map<number, FoundContent>;
  /** Directories that have the same file, and its name; only the first some. */
  readonly doubles: { readonly name: string; readonly directories: readonly [string, string] }[];
}

const doublesTold = 20;

/** Is told of a directory that cannot be read; what is in it is not looked at. */
export type OnUnreadable = (directory: string, error: unknown) => void;

/**
 * Finds the files of backup sets below directories by their own names. What the directories are called says nothing:
 * files are moved from one segment's directory to another's, gathered by hand, or stored by a plugin. Where a prefix is said
 * those in other directories than segments' with that prefix are another cluster's.
 */
export async function findSets(
  roots: readonly string[],
  onUnreadable: OnUnreadable = () => {},
  prefix?: string,
): Promise<Map<string, FoundSet>> {
  const sets = new Map<string, FoundSet>();
  const places = new Map<string, Place>();
  const placeOf = (directory: string, suffix: DataSuffix): Place => {
    const key = `${directory}/${suffix}`;
    const known = places.get(key) ?? { directory, suffix };
    places.set(key, known);
    return known;
  };
  for await (const { file, name, directory } of filesBelow(roots, backupFileOf, Infinity, onUnreadable)) {
    if (isOfPrefix(directory, prefix)) note(setOf(sets, file.timestamp), file, name, directory, placeOf);
  }
  return sets;
}

/** How deep below a directory gpbackup itself puts files: `gpseg0/backups/20261121/20261121031553`. */
const usualDepth = 5;

/** A directory that is no archive, with files of a backup set's below it, by default gpbackup's. */
export async function isBackupDirectory(path: string, fileOf: FileOf<unknown> = backupFileOf): Promise<boolean> {
  if (!(await isDirectory(path))) return false;
  if ((await readdir(path)).some((name) => name.startsWith('toc.dat'))) return false;
  for await (const _file of filesBelow([path], fileOf, usualDepth, () => {})) return true;
  return false;
}

/** What a file is by its name; null: none of a set's. */
export type FileOf<F> = (name: string) => F | null;

interface FoundFile<F> {
  readonly file: F;
  readonly name: string;
  readonly directory: string;
}

/** Directories of a live server in which its backups are. */
const ofBackups = new Set(['backups', 'db_dumps']);

export async function* filesBelow<F>(
  roots: readonly string[],
  fileOf: FileOf<F>,
  depth: number,
  onUnreadable: OnUnreadable,
): AsyncGenerator<FoundFile<F>, void, undefined> {
  const seen = new Set<string>();
  const waiting = roots.map((directory) => ({ directory, left: depth })).toReversed();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { directory, left } = next;
    const children = await childrenOf(directory, seen).catch((error: unknown) => {
      if (roots.includes(directory)) throw fileError(`could not read directory "${directory}"`, error);
      onUnreadable(directory, error);
      return [];
    });
    // The directory of a live server: its backups are in one place, and the rest may be millions of files.
    const isDataDirectory = children.some(({ name }) => name === 'PG_VERSION');
    for (const child of children) {
      const { name } = child;
      const path = join(directory, name);
      const file = child.isDirectory() ? null : fileOf(name);
      if (file !== null) yield { file, name, directory };
      else if (left > 0 && (!isDataDirectory || ofBackups.has(name)) && (await leadsOn(child, path))) {
        waiting.push({ directory: path, left: left - 1 });
      }
    }
  }
}

/** Of a directory that has been read under another name, none. */
async function childrenOf(directory: string, seen: Set<string>): Promise<readonly Dirent[]> {
  const real = await realpath(directory);
  if (seen.has(real)) return [];
  seen.add(real);
  return await readdir(directory, { withFileTypes: true });
}

const leadsOn = async (child: Dirent, path: string): Promise<boolean> =>
  child.isDirectory() || (child.isSymbolicLink() && (await isDirectory(path)));

const isDirectory = async (path: string): Promise<boolean> =>
  await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

function setOf(sets: Map<string, FoundSet>, timestamp: string): FoundSet {
  const known = sets.get(timestamp);
  if (known !== undefined) return known;
  const set: FoundSet = { timestamp, coordinator: new Map(), contents: new Map(), doubles: [] };
  sets.set(timestamp, set);
  return set;
}

function note(
  set: FoundSet,
  file: BackupFile,
  name: string,
  directory: string,
  placeOf: (directory: string, suffix: DataSuffix) => Place,
): void {
  const double = (first: string): void => {
    if (set.doubles.length < doublesTold) set.doubles.push({ name, directories: [first, directory] });
  };
  if (file.kind === 'coordinator') {
    const first = set.coordinator.get(file.what);
    if (first === undefined) set.coordinator.set(file.what, join(directory, name));
    else double(first.slice(0, -name.length - 1));
    return;
  }
  const content = contentOf(set, file.content);
  if (file.kind === 'segment toc') {
    if (content.toc === null) content.toc = join(directory, name);
    else double(content.toc.slice(0, -name.length - 1));
  } else if (file.kind === 'single') {
    if (content.single === null) content.single = placeOf(directory, file.suffix);
    else double(content.single.directory);
  } else {
    const first = content.tables.get(file.oid);
    if (first === undefined) content.tables.set(file.oid, placeOf(directory, file.suffix));
    else double(first.directory);
  }
}

function contentOf(set: FoundSet, number: number): FoundContent {
  const known = set.contents.get(number);
  if (known !== undefined) return known;
  const content: FoundContent = { tables: new Map(), single: null, toc: null };
  set.contents.set(number, content);
  return content;
}
