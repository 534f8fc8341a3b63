import type { ArchiveReader } from '../archive/archive.ts';
import type { Reporter } from '../log.ts';
import { releases } from '../model/release.ts';
import type { ReleaseMajor } from '../model/release.ts';
import { shown } from '../model/text.ts';
import type { ByteString } from '../model/text.ts';
import { archiveTime, shownTime } from '../restore/local-time.ts';
import type { RestoreSelection } from '../restore/options.ts';
import { isWanted, pickEntries } from '../restore/pick.ts';
import { chosenOrder } from '../restore/use-list.ts';
import type { TocEntry } from '../toc/entry.ts';
import { listingDependencies, listingHead, listingLine } from '../toc/listing.ts';
import { displayWidth } from './display-width.ts';
import { shownBytes } from './quantities.ts';

export interface ListSelection extends RestoreSelection {
  /** -L: the list file's path. */
  readonly useList: string | undefined;
}

/** Entries that a restore with the same selection would take, in its order; with `all` the others as well. */
export async function listedEntries(
  reader: ArchiveReader,
  selection: ListSelection,
  reporter: Reporter,
  { all }: { all: boolean },
): Promise<readonly TocEntry[]> {
  const order = await chosenOrder(reader.entries, selection.useList, reporter);
  const picked = pickEntries(order.entries, selection, order.listed);
  return picked.filter((each) => all || isWanted(each)).map(({ entry }) => entry);
}

/** What pg_restore --list prints; `dependencies` is its --verbose. */
export function tocListing(
  { header, entries, format }: ArchiveReader,
  listed: readonly TocEntry[],
  { dependencies, release }: { readonly dependencies: boolean; readonly release?: ReleaseMajor | undefined },
): ByteString {
  const head = listingHead(header, {
    format: format.toUpperCase(),
    createdAt: shownTime(archiveTime(header.createdAt)),
    entryCount: entries.length,
    namesCompression: release !== undefined && releases[release].listsCompressionMethod,
  });
  const lines = listed.map((entry) => `${listingLine(entry)}${dependencies ? listingDependencies(entry) : ''}`);
  return `${head}${lines.join('')}`;
}

/** The same for a person: aligned columns. */
export function tableListing(reader: ArchiveReader, listed: readonly TocEntry[]): string {
  const rows = listed.map((entry) => [
    `${entry.dumpId}`,
    entry.section === 'none' ? '' : entry.section,
    entry.desc,
    shown(entry.namespace ?? ''),
    shown(entry.tag),
    shown(entry.owner ?? ''),
    sizeShown(reader, entry),
  ]);
  const { header, format } = reader;
  const from = header.serverVersion === null ? '' : `, PostgreSQL ${shown(header.serverVersion)}`;
  const title = `${shown(header.databaseName ?? '')}: ${format} archive of ${shownTime(archiveTime(header.createdAt))}${from}`;
  return `${title}\n\n${aligned([['ID', 'SECTION', 'KIND', 'SCHEMA', 'NAME', 'OWNER', 'SIZE'], ...rows])}`;
}

function sizeShown(reader: ArchiveReader, entry: TocEntry): string {
  const length = entry.hasData ? reader.dataLength(entry) : null;
  return length === null ? '' : shownBytes(length);
}

/** Numbers to the right, words to the left. */
export function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return column === 0 || column === row.length - 1 ? `${padding}${cell}` : `${cell}${padding}`;
      })
      .join('  ')
      .trimEnd();
  return rows.map((row) => `${line(row.map((cell) => cell.replace(/[\n\r\t]/g, ' ')))}\n`).join('');
}

/** The same for programs. Names are text; what is not there is null. */
export function jsonListing(reader: ArchiveReader, listed: readonly TocEntry[]): string {
  const { header, format, entries } = reader;
  const text = (name: ByteString | null): string | null => (name === null ? null : shown(name));
  const { major, minor, revision } = header.version;
  const { year, month, day, hour, minute, second } = header.createdAt;
  const digits = (value: number): string => String(value).padStart(2, '0');
  const listing = {
    format,
    // The file does not say in which zone.
    createdAt: `${year}-${digits(month)}-${digits(day)}T${digits(hour)}:${digits(minute)}:${digits(second)}`,
    archiveVersion: `${major}.${minor}-${revision}`,
    compression: header.compression,
    database: text(header.databaseName),
    serverVersion: text(header.serverVersion),
    dumperVersion: text(header.dumperVersion),
    entryCount: entries.length,
    entries: listed.map((entry) => ({
      dumpId: entry.dumpId,
      tableoid: entry.catalogId.tableoid,
      oid: entry.catalogId.oid,
      section: entry.section,
      kind: entry.desc,
      schema: text(entry.namespace),
      name: shown(entry.tag),
      owner: text(entry.owner),
      dependencies: entry.dependencies,
      hasData: entry.hasData,
      dataBytes: entry.hasData ? reader.dataLength(entry) : null,
    })),
  };
  return `${JSON.stringify(listing, null, 2)}\n`;
}
