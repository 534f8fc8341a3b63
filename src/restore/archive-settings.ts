import { UserError } from '../errors.ts';
import { shown } from '../model/text.ts';
import type { ArchiveSettings } from '../sink/replay-options.ts';
import type { ArchiveVersion, TocEntry } from '../toc/entry.ts';

/** Entries that tell of the archive and restore nothing. */
export const isSettingsEntry = (entry: TocEntry): boolean =>
  entry.desc === 'ENCODING' || entry.desc === 'STDSTRINGS' || entry.desc === 'SEARCHPATH';

/** Reads the settings entries; without them an archive is SQL_ASCII with backslash escapes, as it was of old. */
export function archiveSettings(
  entries: readonly TocEntry[],
  version: ArchiveVersion,
  { clean }: { clean: boolean },
): ArchiveSettings {
  let encoding = 'SQL_ASCII';
  let standardStrings = false;
  let searchPath: string | null = null;
  for (const entry of entries) {
    if (entry.desc === 'ENCODING') encoding = readEncoding(entry);
    else if (entry.desc === 'STDSTRINGS') standardStrings = readStandardStrings(entry);
    else if (entry.desc === 'SEARCHPATH') searchPath = entry.definition;
  }
  const createsLargeObjects = version.major === 1 && version.minor < 12;
  return { encoding, standardStrings, searchPath, createsLargeObjects, dropsLargeObjects: clean };
}

function readEncoding(entry: TocEntry): string {
  const name = entry.definition?.split("'")[1];
  if (name === undefined || entry.definition?.split("'").length === 2) {
    throw new UserError(`invalid ENCODING item: ${shown(entry.definition ?? '')}`);
  }
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new UserError(`unrecognized encoding "${shown(name)}"`);
  return name;
}

function readStandardStrings(entry: TocEntry): boolean {
  const quoted = entry.definition?.slice(entry.definition.indexOf("'")) ?? '';
  if (quoted.startsWith("'on'")) return true;
  if (quoted.startsWith("'off'")) return false;
  throw new UserError(`invalid STDSTRINGS item: ${shown(entry.definition ?? '')}`);
}
