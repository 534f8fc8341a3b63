import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { doing } from '../files/system-error.ts';
import type { Oid } from '../model/catalog-id.ts';
import { backupFileOf, type BackupFile, type CoordinatorFile, type DataSuffix } from './file-names.ts';

/** Where files lie that differ in their table only: a hundred thousand of them share one. */
export interface Place {
  readonly directory: string;
  readonly suffix: DataSuffix;
}

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

/**
 * Finds the files of backup sets below directories by their own names. What the directories are called says nothing:
 * files are moved from one segment's directory to another's, gathered by hand, or stored by a plugin.
 */
export async function findSets(roots: readonly string[]): Promise<Map<string, FoundSet>> {
  const sets = new Map<string, FoundSet>();
  const seen = new Set<string>();
  const places = new Map<string, Place>();
  const placeOf = (directory: string, suffix: DataSuffix): Place => {
    const key = `${directory}/${suffix}`;
    const known = places.get(key) ?? { directory, suffix };
    places.set(key, known);
    return known;
  };
  const visit = async (directory: string): Promise<void> => {
    const real = await doing(`could not open directory "${directory}"`, () => realpath(directory));
    if (seen.has(real)) return;
    seen.add(real);
    const children = await doing(`could not read directory "${directory}"`, () =>
      readdir(directory, { withFileTypes: true }),
    );
    // The directory of a live server: its backups are in one place, and the rest may be millions of files.
    const isDataDirectory = children.some(({ name }) => name === 'PG_VERSION');
    const below: string[] = [];
    for (const child of children) {
      const path = join(directory, child.name);
      const file = backupFileOf(child.name);
      if (file !== null && !child.isDirectory())
        note(setOf(sets, file.timestamp), file, child.name, directory, placeOf);
      else if (child.isDirectory() || (child.isSymbolicLink() && (await isDirectory(path)))) {
        if (!isDataDirectory || child.name === 'backups') below.push(path);
      }
    }
    for (const path of below) await visit(path);
  };
  for (const root of roots) await visit(root);
  return sets;
}

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
