import type { ArchiveReader, LargeObject } from '../archive/archive.ts';
import type { DumpId, Oid } from '../model/catalog-id.ts';
import { bytesOf, shown, type ByteString } from '../model/text.ts';
import type { DataSource } from '../objects/kind.ts';
import { ServerError, UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import { failedSegments } from '../server/failed-segments.ts';
import { throughForeignTable } from '../server/foreign-tables.ts';
import { readLargeObjects } from '../server/large-object.ts';
import { serverErrorText } from '../server/error-text.ts';
import type { Session } from '../server/session.ts';
import type { ArchiveHeader, TocEntry } from '../toc/entry.ts';
import type { BuiltEntry } from './build-entries.ts';
import type { DataSessions } from './data-sessions.ts';
import { insertPayload, literalOf } from './insert-commands.ts';
import type { StatisticsReader } from './statistics-reader.ts';

type RowSource = Exclude<DataSource, { readonly kind: 'large-objects' }>;

/** What COPY data ends with in an archive, for psql. */
const endOfData = bytesOf('\\.\n\n\n');

/**
 * The statement itself was refused before any row, by its SQLSTATE: no such table or privilege (42), nothing that can be
 * read (0A, 55000), a foreign server that cannot be reached (08, HV).
 */
const isRefusal = ({ code }: ServerError): boolean => /^(?:42|0A|55000|08|HV)/.test(code);

/** Rows that the server gave up in their middle, in pg_dump's words (dumpTableData_copy). */
async function readFailure(session: Session, entry: TocEntry, statement: ByteString, error: unknown): Promise<unknown> {
  if (!(error instanceof ServerError) || isRefusal(error)) return error;
  const lines = [
    `Error message from server: ${serverErrorText(error, 'error').trimEnd()}`,
    ...(await failedSegments(session, error)).map((segment) => `Failed segment: ${segment}`),
    `Command was: ${shown(statement)}`,
  ];
  const message = `Dumping the contents of table "${shown(entry.tag)}" failed: PQgetResult() failed.`;
  return new UserError(message, { detail: lines.join('\n'), cause: error });
}

/**
 * A database seen as an archive: everything that reads archives can read it, so writing one format or another, or a
 * script, is the same work. As many payloads may be read at once as the sessions allow, which it does not close.
 */
export class LiveArchive implements ArchiveReader {
  readonly format = 'database';
  readonly access = 'random';
  readonly header: ArchiveHeader;
  readonly entries: readonly TocEntry[];
  /** Rows of tables and bytes of payloads delivered so far. */
  rows = 0;
  bytes = 0;
  largeObjects = 0;
  #entriesDone = 0;
  /** By the tables' pages; null: no table has been vacuumed or analyzed yet. */
  readonly #bytesTotal: number | null;
  readonly #sessions: DataSessions;
  readonly #sources: ReadonlyMap<DumpId, DataSource>;
  readonly #statistics: StatisticsReader;
  readonly #reporter: Reporter;

  constructor(
    sessions: DataSessions,
    statistics: StatisticsReader,
    header: ArchiveHeader,
    built: readonly BuiltEntry[],
    reporter: Reporter,
  ) {
    this.#sessions = sessions;
    this.#statistics = statistics;
    this.header = header;
    this.entries = built.map(({ entry }) => entry);
    this.#sources = new Map(built.flatMap(({ entry, data }) => (data === undefined ? [] : [[entry.dumpId, data]])));
    this.#reporter = reporter;
    this.#bytesTotal = this.entries.reduce<number | null>((sum, entry) => {
      const length = entry.hasData ? this.dataLength(entry) : null;
      return length === null ? sum : (sum ?? 0) + length;
    }, null);
  }

  readonly definition = (entry: TocEntry): Promise<ByteString | undefined> => this.#statistics.definition(entry.dumpId);

  /** An estimate: the pages the table had when it was last vacuumed or analyzed. */
  dataLength(entry: TocEntry): number | null {
    const source = this.#sources.get(entry.dumpId);
    return source !== undefined && 'relation' in source && source.relation.pages > 0
      ? source.relation.pages * 8192
      : null;
  }

  readData(entry: TocEntry, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    const source = this.#sources.get(entry.dumpId);
    if (source === undefined || source.kind === 'large-objects')
      throw new Error(`entry ${entry.dumpId} (${entry.desc}) is not a table's data`);
    return this.#sessions.read(entry, (session) => this.#rowsOf(entry, source, session), signal);
  }

  #rowsOf(entry: TocEntry, source: RowSource, session: Session): AsyncIterable<Uint8Array> {
    const rows = source.kind === 'copy' ? this.#copied(entry, source, session) : this.#inserted(entry, source, session);
    return source.relation.relkind === 'f' ? throughForeignTable(session, rows) : rows;
  }

  async *#copied(
    entry: TocEntry,
    source: RowSource & { kind: 'copy' },
    session: Session,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    this.#reporter.verbose(`dumping contents of table "${shown(entry.namespace ?? '')}.${shown(entry.tag)}"`);
    const copy = session.copyOut(source.statement);
    let rows = 0;
    const count = (): void => {
      this.rows += copy.rows - rows;
      rows = copy.rows;
    };
    try {
      for await (const chunk of copy) {
        count();
        this.#carried(entry, chunk.length);
        yield chunk;
      }
    } catch (error) {
      throw await readFailure(session, entry, source.statement, error);
    }
    count();
    yield endOfData;
    this.#entriesDone++;
    this.#carried(null, endOfData.length);
  }

  /** Rows as INSERT commands. */
  async *#inserted(
    entry: TocEntry,
    source: RowSource & { kind: 'insert' },
    session: Session,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const rows = session.tuples(source.statement, literalOf);
    try {
      for await (const chunk of insertPayload(rows, source.commands, (count) => (this.rows += count))) {
        this.#carried(entry, chunk.length);
        yield chunk;
      }
    } catch (error) {
      throw await readFailure(session, entry, source.statement, error);
    }
    this.#entriesDone++;
    this.#carried(null, 0);
  }

  readLargeObjects(entry: TocEntry, signal?: AbortSignal): AsyncIterable<LargeObject> {
    const source = this.#sources.get(entry.dumpId);
    if (source?.kind !== 'large-objects')
      throw new Error(`entry ${entry.dumpId} (${entry.desc}) holds no large objects`);
    return this.#sessions.read(entry, (session) => this.#objects(entry, source.oids, session), signal);
  }

  async *#objects(
    entry: TocEntry,
    oids: readonly Oid[],
    session: Session,
  ): AsyncGenerator<LargeObject, void, undefined> {
    this.#reporter.verbose(`saving large objects${entry.tag === 'BLOBS' ? '' : ` "${shown(entry.tag)}"`}`);
    for await (const { oid, data } of readLargeObjects(session, oids)) {
      yield { oid, data: this.#counted(entry, data) };
      this.largeObjects++;
    }
    this.#entriesDone++;
  }

  async *#counted(entry: TocEntry, data: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
    for await (const chunk of data) {
      this.#carried(entry, chunk.length);
      yield chunk;
    }
  }

  #carried(entry: TocEntry | null, length: number): void {
    this.bytes += length;
    this.#reporter.progress({
      phase: 'dump',
      current: entry === null ? null : shown(entry.namespace === null ? entry.tag : `${entry.namespace}.${entry.tag}`),
      entriesDone: this.#entriesDone,
      entriesTotal: this.#sources.size,
      rows: this.rows,
      bytes: this.bytes,
      bytesTotal: this.#bytesTotal,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
