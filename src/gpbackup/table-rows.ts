import { CorruptArchiveError } from '../errors.ts';
import { bytesOf, shown } from '../model/text.ts';
import { type SegmentCount, totalOf } from './table-count.ts';
import { CsvError, CsvToText, type CsvOptions } from './csv-to-text.ts';
import { qualified } from './names.ts';
import type { RowWatcher } from '../placement/each-line.ts';
import { RowsDigest } from './rows-digest.ts';
import type { DataEntry } from './table-of-contents.ts';
import { MisplacedRowError, type SegmentPlace } from './table-spread.ts';

/** The rows of a table that one segment has, as CSV. */
export interface SegmentRows {
  readonly content: number;
  readonly file: string;
  /** Byte of what the file holds uncompressed where the rows start. */
  readonly start: number;
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface TableRowsOptions extends CsvOptions {
  /** All segments have all rows; what is read is those of one. */
  readonly isReplicated: boolean;
  /** Segments that the table was copied from. */
  readonly contents: number;
  /** They are only looked at. */
  readonly keepsCsv: boolean;
  /** Other copies of the rows, which have to be the same. */
  readonly replicas: readonly SegmentRows[];
  /** Makes what looks at the rows of a segment; null: nobody does. */
  readonly watch: ((place: SegmentPlace) => RowWatcher) | null;
  /** Called once, when all are there, with what each segment had. */
  readonly onRows: (segments: readonly SegmentCount[]) => void;
}

export const endOfData = bytesOf('\\.\n\n\n');

/** A table's rows in COPY's text format, one segment's after the other's, and the end that archives have. */
export async function* tableRows(
  entry: DataEntry,
  segments: Iterable<SegmentRows>,
  options: TableRowsOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { replicas } = options;
  const digest = replicas.length > 0 ? new RowsDigest() : null;
  const counts: SegmentCount[] = [];
  for (const segment of segments) {
    const look = digest?.watch ?? options.watch?.(segment);
    counts.push({ content: segment.content, rows: yield* segmentRows(entry, segment, options, look) });
  }
  checkCount(entry, totalOf(counts), options);
  if (digest !== null) await compareReplicas(entry, digest, options);
  options.onRows(counts);
  yield endOfData;
}

/** Gives how many there are. */
async function* segmentRows(
  entry: DataEntry,
  { content, file, start, bytes }: SegmentRows,
  options: TableRowsOptions,
  look: RowWatcher | undefined,
): AsyncGenerator<Uint8Array, number, undefined> {
  const rows = new CsvToText(options);
  try {
    for await (const chunk of bytes) {
      for (const made of rows.transform(chunk)) {
        look?.(made);
        if (!options.keepsCsv) yield made;
      }
      if (options.keepsCsv) yield chunk;
    }
    rows.finish();
  } catch (error) {
    throw atTable(error, entry, { content, file, start });
  }
  return rows.records;
}

/** Copies may have their rows in another order. Those of a table on some segments only are empty on the others. */
async function compareReplicas(entry: DataEntry, first: RowsDigest, options: TableRowsOptions): Promise<void> {
  const mayBeEmpty = first.rows === entry.rowsCopied;
  for (const replica of options.replicas) {
    const digest = new RowsDigest();
    for await (const _rows of segmentRows(entry, replica, options, digest.watch));
    if (digest.equals(first) || (mayBeEmpty && digest.rows === 0)) continue;
    const difference =
      digest.rows === first.rows ? 'it has other rows' : `it has ${digest.rows} rows instead of ${first.rows}`;
    throw new CorruptArchiveError(`a copy of replicated table ${shown(qualified(entry))} is not like the first one`, {
      detail: `file "${replica.file}", segment ${replica.content}: ${difference}`,
    });
  }
}

function atTable(error: unknown, entry: DataEntry, place: Omit<SegmentRows, 'bytes'>): unknown {
  const { content } = error instanceof MisplacedRowError ? error.place : place;
  const where = `table ${shown(qualified(entry))}, segment ${content}`;
  if (error instanceof CsvError) {
    const detail = `file "${place.file}", ${where}, row at byte ${place.start + error.offset} of the uncompressed data`;
    return new CorruptArchiveError(`could not read backup set: ${error.message}`, { detail, cause: error });
  }
  if (!(error instanceof CorruptArchiveError)) return error;
  const detail = [error.detail ?? `file "${place.file}"`, where].join(', ');
  const { hint } = error;
  return new CorruptArchiveError(error.message, { detail, cause: error, ...(hint === undefined ? {} : { hint }) });
}

/** gpbackup counted what COPY said: of a replicated table Greenplum's is of all segments together, Cloudberry's of one. */
function checkCount(entry: DataEntry, records: number, { isReplicated, contents }: TableRowsOptions): void {
  const { rowsCopied } = entry;
  if (rowsCopied === null || records === rowsCopied) return;
  if (isReplicated && records * contents === rowsCopied) return;
  const of = isReplicated ? `a replicated table of ${contents} segments` : `all ${contents} segments`;
  throw new CorruptArchiveError(`the backup set has ${records} rows of a table of which ${rowsCopied} were copied`, {
    detail: `table ${shown(qualified(entry))}, ${of}`,
  });
}
