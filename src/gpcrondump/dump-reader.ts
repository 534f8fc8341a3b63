import { createReadStream } from 'node:fs';
import type { ArchiveReader, LargeObject } from '../archive/archive.ts';
import { atPlace } from '../archive/corruption.ts';
import { CorruptArchiveError } from '../errors.ts';
import { fileError } from '../files/system-error.ts';
import { told } from '../gpbackup/data-file.ts';
import type { PlacementCheck } from '../gpbackup/placement-check.ts';
import type { SetContents, SetCounts } from '../gpbackup/set-contents.ts';
import { SingleFile } from '../gpbackup/single-file.ts';
import { type SegmentCount, type TableCount, totalOf } from '../gpbackup/table-count.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { type ByteString, bytesOf, shown } from '../model/text.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import { CheckedRows, RowsError } from './checked-rows.ts';
import { timestampOf, type PlannedTable, type RowsPart } from './planned-rows.ts';
import { listed } from './segment-script.ts';

interface DumpArchive {
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly tables: ReadonlyMap<DumpId, PlannedTable>;
  readonly contents: SetContents;
  readonly placement: PlacementCheck | null;
}

/** What gpcrondump or gp_dump has written, seen as an archive: each table's rows are those of all segments. */
export class DumpReader implements ArchiveReader, SetCounts {
  readonly format = 'backup-set';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  readonly contents: SetContents;
  /** Where rows belong, if that was asked for. */
  readonly placement: PlacementCheck | null;
  /** A compressed script is read once in the order of the entries, and from its begin again where that is left. */
  readonly access: 'random' | 'sequential';
  readonly counts = new Map<DumpId, TableCount>();
  #bytesRead = 0;
  readonly #onBytes = (length: number): void => void (this.#bytesRead += length);
  readonly #tables: ReadonlyMap<DumpId, PlannedTable>;
  readonly #compressed = new Map<string, SingleFile>();

  constructor({ header, entries, tables, contents, placement }: DumpArchive) {
    this.header = header;
    this.entries = entries;
    this.contents = contents;
    this.placement = placement;
    this.#tables = tables;
    const parts = [...tables.values()].flatMap((table) => table.parts);
    this.access = parts.some(({ script }) => script.isGzip) ? 'sequential' : 'random';
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  get globals(): ByteString {
    return this.contents.globals;
  }

  dataLength({ dumpId }: TocEntry): number {
    const parts = this.#tables.get(dumpId)?.parts ?? [];
    return parts.reduce((sum, { rows: { start, end } }) => sum + end - start, 0);
  }

  async *readData(entry: TocEntry): AsyncGenerator<Uint8Array, void, undefined> {
    const { dumpId } = entry;
    const table = this.#tables.get(dumpId);
    if (table === undefined) throw new Error(`entry ${dumpId} of a dump has no data`);
    if (table.copyStatement === null) {
      this.placement?.unchecked.set(dumpId, { table: entry, reason: 'its rows are INSERT commands' });
      return yield* this.#commands(table);
    }
    const watch = this.#watch(entry);
    const counts: SegmentCount[] = [];
    for (const part of table.parts) {
      const checked = new CheckedRows(table.columns);
      const { content } = part.script;
      const look = content < 0 ? undefined : watch?.({ content, file: part.script.path });
      try {
        for await (const chunk of this.#bytes(part)) {
          checked.pass(chunk);
          look?.(chunk);
          yield chunk;
        }
        checked.finish();
      } catch (error) {
        throw atTable(error, table, part);
      }
      counts.push({ content, rows: checked.rows });
    }
    this.counts.set(dumpId, {
      rows: totalOf(counts),
      segments: counts,
      said: null,
      // Greenplum has them since 6.
      isReplicated: false,
      copiesCompared: false,
      timestamp: timestampOf(table) ?? this.contents.timestamp,
    });
    yield bytesOf('\\.\n\n\n');
  }

  #watch(entry: TocEntry): ReturnType<PlacementCheck['watch']> {
    if (!/ WITH OIDS /i.test(entry.copyStatement ?? ''))
      return this.placement?.watch(entry, this.contents.segments) ?? null;
    this.placement?.unchecked.set(entry.dumpId, { table: entry, reason: 'its rows begin with their OIDs' });
    return null;
  }

  async *#commands(table: PlannedTable): AsyncGenerator<Uint8Array, void, undefined> {
    for (const part of table.parts) {
      if (part.rows.start === part.rows.end) continue;
      try {
        yield* this.#bytes(part);
      } catch (error) {
        throw atTable(error, table, part);
      }
      yield bytesOf('\n');
    }
    yield bytesOf('\n\n');
  }

  #bytes({ script: { path, isGzip }, rows, length }: RowsPart): AsyncIterable<Uint8Array> {
    if (rows.start === rows.end) return nothing();
    if (!isGzip) return told(range(path, rows.start, rows.end), this.#onBytes);
    let file = this.#compressed.get(path);
    if (file === undefined)
      this.#compressed.set(path, (file = new SingleFile(path, '.gz', length, { onBytes: this.#onBytes })));
    return file.slice(rows);
  }

  // oxlint-disable-next-line require-yield
  async *readLargeObjects(): AsyncGenerator<LargeObject, void, undefined> {
    throw new Error('dumps of Greenplum have no large objects');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const file of this.#compressed.values()) await file.close();
  }
}

async function* range(path: string, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  let length = 0;
  try {
    const stream = createReadStream(path, { highWaterMark: readSize, start, end: end - 1 });
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      yield chunk;
    }
  } catch (error) {
    throw fileError(`could not read file "${path}"`, error);
  }
  if (length < end - start) {
    throw atPlace(new CorruptArchiveError('the file is shorter than it was'), { file: path, offset: start + length });
  }
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {}

const readSize = 256 * 1024;

function atTable(error: unknown, table: PlannedTable, { script, rows }: RowsPart): unknown {
  const whose = script.content < 0 ? 'the master' : `segment ${script.content}`;
  const where = `table ${shown(listed(table))}, ${whose}`;
  if (error instanceof RowsError) {
    const place = `row at byte ${rows.start + error.offset} of the script${script.isGzip ? ', uncompressed' : ''}`;
    const detail = `file "${script.path}", ${where}, ${place}`;
    return new CorruptArchiveError(`could not read dump: ${error.message}`, { detail, cause: error });
  }
  if (!(error instanceof CorruptArchiveError)) return error;
  const detail = [error.detail ?? `file "${script.path}"`, where].join(', ');
  const { hint } = error;
  return new CorruptArchiveError(error.message, { detail, cause: error, ...(hint === undefined ? {} : { hint }) });
}
