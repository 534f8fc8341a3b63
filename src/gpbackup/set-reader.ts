import { join } from 'node:path';
import type { ArchiveReader, LargeObject } from '../archive/archive.ts';
import { StoredPayload } from '../archive/stored-payload.ts';
import { CorruptArchiveError, UserError } from '../errors.ts';
import { wholeFile } from '../files/whole-file.ts';
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
import type { SetContents, SetCounts } from './set-contents.ts';
import { SingleFile } from './single-file.ts';
import { backedUpServer } from './server-version.ts';
import { readSegmentToc, type Slice } from './table-of-contents.ts';
import { type SegmentCount, type TableCount, totalOf } from './table-count.ts';
import { type SegmentRows, tableRows } from './table-rows.ts';

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
export class BackupSetReader implements ArchiveReader, SetCounts {
  readonly format = 'backup-set';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly contents: SetContents;
  readonly #set: BackupSet;
  readonly counts = new Map<DumpId, TableCount>();
  #bytesRead = 0;
  readonly #onBytes = (length: number): void => void (this.#bytesRead += length);
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

  get bytesRead(): number {
    return this.#bytesRead;
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
    const onRead = (): void => this.#counted(dataEntry.dumpId, table, null);
    return new StoredPayload(rows, async () => joinedFiles(files, onRead, this.#onBytes));
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
      onRows: (counted) => this.#counted(dumpId, table, counted),
    });
  }

  /** Files that were joined as they are have as many rows as gpbackup has counted. */
  #counted(dumpId: DumpId, table: PlannedTable, segments: readonly SegmentCount[] | null): void {
    const { backup } = table;
    const isReplicated = this.#set.isReplicated(table);
    const counted = segments === null ? null : totalOf(segments);
    const said = counted !== null && table.entry.rowsCopied !== null ? counted : saidOf(table, isReplicated);
    this.counts.set(dumpId, {
      rows: counted ?? said ?? 0,
      segments,
      said,
      isReplicated,
      copiesCompared: isReplicated && segments !== null && this.#set.checksReplicas,
      timestamp: backup.files.timestamp,
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
      return Array.from({ length: backup.contents }, (_, content) =>
        ofTable(backup, content, entry.oid, this.#onBytes),
      );
    }
    let files = this.#singles.get(backup);
    if (files === undefined) this.#singles.set(backup, (files = await segmentFiles(backup, this.#onBytes)));
    return files.map(({ content, path, file, slices }) => {
      const slice = slices.get(entry.oid);
      if (slice === undefined) throw withoutTable(path, qualified(entry));
      return { content, file: path, start: slice.start, bytes: file.slice(slice) };
    });
  }
}

/** What gpbackup counted is what COPY said: of a replicated table Greenplum's is of all segments together, Cloudberry's of one. */
function saidOf({ entry, backup }: PlannedTable, isReplicated: boolean): number | null {
  if (entry.rowsCopied === null || !isReplicated) return entry.rowsCopied;
  const isOfAll = backedUpServer(backup.config.databaseVersion).product === 'Greenplum Database';
  return isOfAll ? entry.rowsCopied / backup.contents : entry.rowsCopied;
}

type OnBytes = (length: number) => void;

function ofTable(backup: Backup, content: number, oid: Oid, onBytes: OnBytes): SegmentRows {
  const { path, suffix, stream } = pathOf(backup, content, oid);
  return { content, file: path, start: 0, bytes: readDataFile(path, suffix, { stream, onBytes }) };
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

async function segmentFiles({ files, contents }: Backup, onBytes: OnBytes): Promise<readonly SegmentFile[]> {
  const opened: SegmentFile[] = [];
  for (let content = 0; content < contents; content += 1) {
    const { single, toc } = files.contents.get(content)!;
    const tocPath = toc!;
    const slices = readSegmentToc(await wholeFile(tocPath), tocPath);
    const { directory, suffix, stream } = single!;
    const path = join(directory, `${singleFileName(files.timestamp, content)}${suffix}`);
    const length = checkedLength(slices, tocPath);
    opened.push({ content, path, slices, file: new SingleFile(path, suffix, length, { stream, onBytes }) });
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
