import { UserError } from '../errors.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { groupBy } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import type { ArchiveHeader, TocEntry } from './entry.ts';

/** What stands above the entries of a listing, besides the header's own fields. */
export interface ListingFrame {
  /** `CUSTOM`, `DIRECTORY`, `TAR`. */
  readonly format: string;
  /** The header's time as text: `2026-11-21 02:41:12 UTC`. */
  readonly createdAt: string;
  /** All entries of the archive, listed or not. */
  readonly entryCount: number;
  /** Compression is named by its method also where the header holds zlib's level. */
  readonly namesCompression: boolean;
}

const onOneLine = (text: ByteString): ByteString => text.replace(/[\n\r]/g, ' ');

/** Since 1.15 the header names the method, before it held zlib's level. */
function compressionShown({ version, compression }: ArchiveHeader, { namesCompression }: ListingFrame): string {
  if (namesCompression || version.major > 1 || version.minor >= 15) return compression.method;
  return compression.method === 'none' ? '0' : String(compression.level ?? -1);
}

/** The head of pg_restore --list (PrintTOCSummary in pg_backup_archiver.c). */
export function listingHead(header: ArchiveHeader, frame: ListingFrame): ByteString {
  const { major, minor, revision } = header.version;
  const lines = [
    '',
    ` Archive created at ${frame.createdAt}`,
    `     dbname: ${onOneLine(header.databaseName ?? '')}`,
    `     TOC Entries: ${frame.entryCount}`,
    `     Compression: ${compressionShown(header, frame)}`,
    `     Dump Version: ${major}.${minor}-${revision}`,
    `     Format: ${frame.format}`,
    `     Integer: ${header.intSize} bytes`,
    `     Offset: ${header.offsetSize} bytes`,
  ];
  if (header.serverVersion !== null) {
    lines.push(`     Dumped from database version: ${onOneLine(header.serverVersion)}`);
  }
  if (header.dumperVersion !== null) lines.push(`     Dumped by pg_dump version: ${onOneLine(header.dumperVersion)}`);
  lines.push('', '', ' Selected TOC Entries:', '');
  return lines.map((line) => `;${line}\n`).join('');
}

/** One line of a listing, which -L reads back: only its number counts there. */
export function listingLine(entry: TocEntry): ByteString {
  const { dumpId, catalogId, desc } = entry;
  const schema = entry.namespace === null ? '-' : onOneLine(entry.namespace);
  const names = `${onOneLine(desc)} ${schema} ${onOneLine(entry.tag)} ${onOneLine(entry.owner ?? '')}`;
  return `${dumpId}; ${catalogId.tableoid} ${catalogId.oid} ${names}\n`;
}

/** With --verbose, what the entry waits for; empty where that is nothing. */
export const listingDependencies = (entry: TocEntry): ByteString =>
  entry.dependencies.length === 0 ? '' : `;\tdepends on: ${entry.dependencies.join(' ')}\n`;

/** What a -L file says. */
export interface UseList {
  /** All entries: those not listed first, then the listed ones in the file's order. */
  readonly entries: readonly TocEntry[];
  readonly listed: ReadonlySet<DumpId>;
  /** Lines that name no entry, or one named before, without their comment. */
  readonly ignoredLines: readonly ByteString[];
}

/** Reads a -L file: a number a line, everything from `;` on is comment (SortTocFromFile in pg_backup_archiver.c). */
export function readUseList(text: ByteString, entries: readonly TocEntry[]): UseList {
  // Greenplum's own pg_dump gives a type and its storage options one number: they go together, in their order.
  const byDumpId = groupBy(entries, ({ dumpId }) => dumpId);
  const maxDumpId = entries.reduce((most, { dumpId }) => Math.max(most, dumpId), 0);
  const listed = new Map<DumpId, readonly TocEntry[]>();
  const ignoredLines: ByteString[] = [];
  for (const whole of text.split(/(?<=\n)/)) {
    const semicolon = whole.indexOf(';');
    const line = semicolon < 0 ? whole : whole.slice(0, semicolon);
    if (/^[ \t\r\n]*$/.test(line)) continue;
    const dumpId = Number(/^[ \t\n\v\f\r]*([+-]?\d+)/.exec(line)?.[1] ?? 0);
    if (dumpId <= 0 || dumpId > maxDumpId || listed.has(dumpId)) {
      ignoredLines.push(line);
      continue;
    }
    const named = byDumpId.get(dumpId);
    if (named === undefined) throw new UserError(`could not find entry for ID ${dumpId}`);
    listed.set(dumpId, named);
  }
  const others = entries.filter(({ dumpId }) => !listed.has(dumpId));
  return { entries: [...others, ...[...listed.values()].flat()], listed: new Set(listed.keys()), ignoredLines };
}
