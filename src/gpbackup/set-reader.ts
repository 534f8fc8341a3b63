import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import type { ArchiveReader, LargeObject } from '../archive/archive.ts';
import { StoredPayload } from '../archive/stored-payload.ts';
import { CorruptArchiveError, UserError } from '../errors.ts';
import { doing } from '../files/system-error.ts';
import type { DumpId, Oid } from '../model/catalog-id.ts';
import { type ByteString, shown } from '../model/text.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import type { Backup } from './backup.ts';
import { columnCount } from './columns.ts';
import { readDataFile } from './data-file.ts';
import { segmentTocName, singleFileName, tableFileName } from './file-names.ts';
import { qualified } from './names.ts';
import { joinedFiles, type DataFilePath } from './joined-files.ts';
import type { PlacementCheck } from './placement-check.ts';
import type { PlannedTable } from './planned-tables.ts';
import { SingleFile } from './single-file.ts';
import { readSegmentToc, type Slice } from './table-of-contents.ts';
import { type SegmentRows, tableRows } from './table-rows.ts';

/** What a set has beside its entries. */
export interface SetContents {
  readonly timestamp: string;
  /** Segments that the set was made of. */
  readonly segments: number;
  /** Roles and the like as a script; '': none. */
  readonly globals: ByteString;
}

interface BackupSet {
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly tables: ReadonlyMap<DumpId, PlannedTable>;
  readonly encoding: string;
  readonly contents: SetContents;
  /** Who holds its files; closed with the set. */
  readonly plugin: AsyncDisposable | null;
  readonly isReplicated: (table: PlannedTable) => boolean;
  readonly keepsCsv: boolean;
  readonly checksReplicas: boolean;
  /** null: nobody asks where rows belong. */
  readonly placement: PlacementCheck | null;
}

/** A backup set of gpbackup, seen as an archive: each table's rows are those of all segments. */
export class BackupSetReader implements ArchiveReader {
  readonly format = 'backup-set';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly contents: SetContents;
  readonly #set: BackupSet;
  #rows = 0;
  /** Of backups with one file for each segment: the files, and where each table is in them. */
  readonly #singles = new Map<Backup, readonly SegmentFile[]>();

  constructor(set: BackupSet) {
    this.#set = set;
    this.header = set.header;
    this.entries = set.entries;
    this.contents = set.contents;
  }

  get access(): 'random' | 'sequential' {
    return [...this.#set.tables.values()].some(({ backup }) => backup.config.singleDataFile) ? 'sequential' : 'random';
  }

  /** Of the tables that have been read. */
  get rows(): number {
    return this.#rows;
  }

  get placement(): PlacementCheck | null {
    return this.#set.placement;
  }

  get globals(): ByteString {
    return this.contents.globals;
  }

  dataLength(): null {
    return null;
  }

  readData(dataEntry: TocEntry): AsyncIterable<Uint8Array> {
    const { keepsCsv, checksReplicas, placement, tables } = this.#set;
    const rows = this.#rowsOf(dataEntry);
    const table = tables.get(dataEntry.dumpId);
    const isLookedAt = checksReplicas || placement !== null;
    if (!keepsCsv || isLookedAt || table === undefined || table.backup.config.singleDataFile) return rows;
    const { entry, backup } = table;
    const isReplicated = this.#set.isReplicated(table);
    const count = isReplicated ? 1 : backup.contents;
    const files = Array.from({ length: count }, (_, content) => pathOf(backup, content, entry.oid));
    if (files.some(({ suffix }) => suffix !== files[0]?.suffix)) return rows;
    // They are as many as gpbackup has counted.
    const onRead = (): void => void (this.#rows += (entry.rowsCopied ?? 0) / (isReplicated ? backup.contents : 1));
    return new StoredPayload(rows, async () => joinedFiles(files, onRead));
  }

  async *#rowsOf(dataEntry: TocEntry): AsyncGenerator<Uint8Array, void, undefined> {
    const { dumpId } = dataEntry;
    const table = this.#set.tables.get(dumpId);
    if (table === undefined) throw new Error(`entry ${dumpId} of a backup set has no data`);
    const { entry, backup } = table;
    const isReplicated = this.#set.isReplicated(table);
    const segments = await this.#segments(table);
    yield* tableRows(entry, isReplicated ? segments.slice(0, 1) : segments, {
      columns: columnCount(entry),
      encoding: this.#set.encoding,
      isReplicated,
      contents: backup.contents,
      keepsCsv: this.#set.keepsCsv,
      replicas: isReplicated && this.#set.checksReplicas ? segments.slice(1) : [],
      watch: isReplicated ? null : (this.#set.placement?.watch(dataEntry, backup.contents) ?? null),
      onRows: (rows) => void (this.#rows += rows),
    });
  }

  // oxlint-disable-next-line require-yield
  async *readLargeObjects(): AsyncGenerator<LargeObject, void, undefined> {
    throw new Error('backup sets have no large objects');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const files of this.#singles.values()) for (const { file } of files) await file.close();
    await this.#set.plugin?.[Symbol.asyncDispose]();
  }

  async #segments({ entry, backup }: PlannedTable): Promise<readonly SegmentRows[]> {
    if (!backup.config.singleDataFile) {
      return Array.from({ length: backup.contents }, (_, content) => ofTable(backup, content, entry.oid));
    }
    let files = this.#singles.get(backup);
    if (files === undefined) this.#singles.set(backup, (files = await segmentFiles(backup)));
    return files.map(({ content, path, file, slices }) => {
      const slice = slices.get(entry.oid);
      if (slice === undefined) throw withoutTable(path, qualified(entry));
      return { content, file: path, start: slice.start, bytes: file.slice(slice) };
    });
  }
}

function ofTable(backup: Backup, content: number, oid: Oid): SegmentRows {
  const { path, suffix, stream } = pathOf(backup, content, oid);
  return { content, file: path, start: 0, bytes: readDataFile(path, suffix, 0, stream) };
}

function pathOf({ files }: Backup, content: number, oid: Oid): DataFilePath {
  const place = files.contents.get(content)?.tables.get(oid);
  if (place === undefined) {
    const name = tableFileName(files.timestamp, content, oid);
    throw new CorruptArchiveError('a file is missing', { detail: `file "${name}", segment ${content}` });
  }
  const { directory, suffix, stream } = place;
  return { path: join(directory, `${tableFileName(files.timestamp, content, oid)}${suffix}`), suffix, stream };
}

interface SegmentFile {
  readonly content: number;
  readonly path: string;
  readonly file: SingleFile;
  readonly slices: ReadonlyMap<Oid, Slice>;
}

async function segmentFiles({ files, contents }: Backup): Promise<readonly SegmentFile[]> {
  const opened: SegmentFile[] = [];
  for (let content = 0; content < contents; content += 1) {
    const { single, toc } = files.contents.get(content)!;
    const tocPath = toc!;
    const slices = readSegmentToc(await doing(`could not read file "${tocPath}"`, () => readFile(tocPath)), tocPath);
    const { directory, suffix, stream } = single!;
    const path = join(directory, `${singleFileName(files.timestamp, content)}${suffix}`);
    opened.push({ content, path, slices, file: new SingleFile(path, suffix, checkedLength(slices, tocPath), stream) });
  }
  return opened;
}

/** Tables lie one behind the other. */
function checkedLength(slices: ReadonlyMap<Oid, Slice>, file: string): number {
  let length = 0;
  for (const [oid, { start, end }] of [...slices].toSorted(
    ([, one], [, other]) => one.start - other.start || one.end - other.end,
  )) {
    if (start !== length || end < start) {
      throw new CorruptArchiveError(
        `the rows of table ${oid} cannot be bytes ${start} to ${end}: the last ones end at ${length}`,
        {
          detail: `file "${file}"`,
        },
      );
    }
    length = end;
  }
  return length;
}

const withoutTable = (path: string, table: ByteString): CorruptArchiveError =>
  new CorruptArchiveError(`the table of contents of a segment does not have table ${shown(table)}`, {
    detail: `file "${path}"`,
  });

/** All files of the tables' rows are there before the first is read. */
export function checkFiles(backup: Backup, tables: readonly PlannedTable[]): void {
  const missing: string[] = [];
  const { timestamp } = backup.files;
  for (let content = 0; content < backup.contents; content += 1) {
    const found = backup.files.contents.get(content);
    if (backup.config.singleDataFile) {
      if (!found?.single) missing.push(singleFileName(timestamp, content));
      if (!found?.toc) missing.push(segmentTocName(timestamp, content));
    } else {
      for (const { entry } of tables) {
        if (found?.tables.has(entry.oid) !== true) {
          missing.push(`${tableFileName(timestamp, content, entry.oid)} (table ${shown(qualified(entry))})`);
        }
      }
    }
  }
  if (missing.length === 0) return;
  const rest = missing.length > 10 ? [`and ${missing.length - 10} more`] : [];
  const what = missing.length === 1 ? 'a file' : `${missing.length} files`;
  throw new UserError(`${what} of backup ${timestamp} ${missing.length === 1 ? 'is' : 'are'} missing`, {
    detail: [...missing.slice(0, 10), ...rest].join('\n'),
    hint: 'Each segment has a file for each table, even for those of which it has no rows. Name the directories of all segments.',
  });
}
