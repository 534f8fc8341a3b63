import type { ArchiveReader } from '../archive/archive.ts';
import { addTo } from '../model/group-by.ts';
import { UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import { shown, type ByteString } from '../model/text.ts';
import { copyColumns } from '../placement/copy-row.ts';
import { eachRow } from '../placement/sample/each-row.ts';
import { RowSample, type KeyStatistics, type ObservedKey } from '../placement/sample/row-sample.ts';
import type { ArchiveIndex } from '../rewrite/archive-index.ts';
import type { Family, Member } from '../rewrite/distribution/families.ts';
import type { NotSampled, SampleSize } from '../rewrite/distribution/sample.ts';
import { keyOf, nameOf } from '../rewrite/qualified-name.ts';
import { copyStatementOf } from '../sql/copy-statement.ts';
import type { TocEntry } from '../toc/entry.ts';

/** What was found in a table's rows. */
export interface SeenRows {
  readonly rows: number;
  /** There are no others. */
  readonly isWhole: boolean;
  /** In the order of the keys. */
  readonly keys: readonly KeyStatistics[];
}

/** Values of a row that are looked at. */
interface Wanted {
  readonly columns: readonly ByteString[];
  readonly keys: readonly ObservedKey[];
  readonly segments: number;
}

/** The rows of an archive's tables, those of partitions with the table that they are of. */
export class TableRows {
  readonly #reader: ArchiveReader;
  readonly #archive: ArchiveIndex;
  readonly #data = new Map<string, TocEntry[]>();
  readonly #reporter: Reporter;
  readonly #signal: AbortSignal | undefined;
  #tables = 0;
  #bytes = 0;
  /** Tables that will be looked at, as far as is known. */
  tablesTotal = 0;

  constructor(reader: ArchiveReader, archive: ArchiveIndex, reporter: Reporter, signal: AbortSignal | undefined) {
    this.#reader = reader;
    this.#archive = archive;
    this.#reporter = reporter;
    this.#signal = signal;
    for (const entry of reader.entries) {
      if (entry.desc === 'TABLE DATA' && entry.hasData) addTo(this.#data, keyOf(nameOf(entry)), entry);
    }
  }

  /** Why no rows can be looked at, for people; null: they can. */
  get notSampled(): NotSampled | null {
    if (this.#reader.format === 'database') return { notSampled: 'its rows are looked at in archives only' };
    return this.#reader.access === 'random' ? null : { notSampled: 'a tar file or a pipe is read only once' };
  }

  /** Those that have its rows. */
  entriesOf = (family: Family): readonly TocEntry[] => this.#dataOf(family).map(({ entry }) => entry);

  /** How many bytes a table's rows are, or that they are more than a limit; null: the archive has none that can be read. */
  async bytesUpTo(family: Family, limit: number): Promise<number | null> {
    const data = this.entriesOf(family);
    let bytes = 0;
    const take = (line: Uint8Array): boolean => {
      bytes += line.length === 0 ? 0 : line.length + 1;
      return bytes <= limit;
    };
    try {
      for (const entry of data) if (!(await eachRow(this.#payload(entry), take))) break;
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof UserError) return null;
      throw error;
    }
    return data.length === 0 ? null : bytes;
  }

  /** What cannot be read is a matter of the restore, which may leave it out. */
  async look(family: Family, wanted: Wanted, size: SampleSize): Promise<SeenRows | NotSampled> {
    try {
      return await this.#look(family, wanted, size);
    } catch (error) {
      this.#signal?.throwIfAborted();
      if (error instanceof UserError) return { notSampled: `its rows cannot be read: ${error.message}` };
      throw error;
    }
  }

  async #look(family: Family, { columns, keys, segments }: Wanted, size: SampleSize): Promise<SeenRows | NotSampled> {
    const data = this.#dataOf(family);
    if (data.some(({ entry }) => !entry.copyStatement)) return { notSampled: 'its rows are INSERT commands' };
    const sample = new RowSample(keys, segments);
    const left = { ...size };
    let rows = 0;
    let isWhole = true;
    for (const [index, { entry, member }] of data.entries()) {
      const places = this.#placesOf(columns, entry, member);
      // What one partition leaves of its part the next ones have.
      const parts = data.length - index;
      const end = { rows: left.rows - left.rows / parts, bytes: left.bytes - left.bytes / parts };
      const isSeen = await eachRow(this.#payload(entry), (line) => {
        if (left.rows <= end.rows || left.bytes <= end.bytes) return false;
        left.rows -= 1;
        left.bytes -= line.length + 1;
        rows += 1;
        const values = copyColumns(line);
        sample.add(places.map((place) => values[place] ?? null));
        return true;
      });
      isWhole &&= isSeen;
    }
    this.#tables += 1;
    return { rows, isWhole, keys: sample.statistics };
  }

  async *#payload(entry: TocEntry): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.#reader.readData(entry, this.#signal)) {
      this.#bytes += chunk.length;
      this.#reporter.progress({
        phase: 'look',
        current: shown(entry.tag),
        entriesDone: this.#tables,
        entriesTotal: Math.max(this.tablesTotal, this.#tables),
        rows: null,
        bytes: this.#bytes,
        bytesTotal: null,
      });
      yield chunk;
    }
  }

  #dataOf({ members }: Family): readonly { readonly entry: TocEntry; readonly member: Member }[] {
    return members.flatMap((member) => {
      // Rows outside the database come to no segment.
      if (member.entry.desc !== 'TABLE') return [];
      const isClassic = (this.#archive.read(member.entry)?.table.partitioning ?? null) !== null;
      const leaves = isClassic ? (this.#archive.leavesOf(nameOf(member.entry), null) ?? []) : [];
      const names = [nameOf(member.entry), ...leaves].map(keyOf);
      return names.flatMap((name) => this.#data.get(name) ?? []).map((entry) => ({ entry, member }));
    });
  }

  /** Where columns stand in the rows of an entry. */
  #placesOf(columns: readonly ByteString[], { copyStatement }: TocEntry, { columns: all }: Member): readonly number[] {
    const copy = copyStatementOf(this.#archive.cursorOf(copyStatement ?? ''));
    const listed = copy?.columns ?? (all ?? []).filter(({ isGenerated }) => !isGenerated).map(({ name }) => name);
    const first = copy?.withOids === true ? 1 : 0;
    return columns.map((column) => {
      const at = listed.indexOf(column);
      return at < 0 ? -1 : at + first;
    });
  }
}
