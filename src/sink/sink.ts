import type { Oid } from '../model/catalog-id.ts';
import type { Release } from '../model/release.ts';
import type { ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

/** How a refused statement is told. */
export interface Failure {
  /** What could not be done, without the server's words: `could not execute query`. */
  readonly message: string;
  /** Nothing after it can be right: stop, whatever the options say. */
  readonly fatal?: boolean;
  /** How the statement is shown; default: as it was sent. */
  readonly shownAs?: string;
  /** The message names the value already, so the statement is not shown. */
  readonly hideStatement?: boolean;
  /** SQLSTATE of a refusal that is none: it is told, but not counted. */
  readonly harmless?: string;
}

/** What became of one payload. Rows are null where the sink does not count them. */
export interface Loaded {
  readonly done: boolean;
  readonly rows: number | null;
}

export interface CommandsManner {
  /** standard_conforming_strings of the session. */
  readonly standardStrings: boolean;
  /** The caller has opened a transaction around them. */
  readonly inTransaction: boolean;
}

export interface LargeObjectManner {
  /** The object is not there yet. */
  readonly create: boolean;
  /** standard_conforming_strings of the session. */
  readonly standardStrings: boolean;
}

/**
 * Where restored SQL and data go: a script or a database. Calls come one at a time, in restore order.
 *
 * A sink that talks to a server counts what the server refuses in `errors`, tells its reporter, and goes on (or throws,
 * if it was opened to stop at the first error). Whatever it throws ends the restore.
 * `finish` is called once, after the last call; disposal without it gives up what was written.
 */
export interface Sink extends AsyncDisposable {
  readonly kind: 'script' | 'database';
  /** The release nearest to the server's own, whose settings it has; a script has none. */
  readonly release?: Release;
  /** Where the server is PostgreSQL itself. */
  readonly postgresqlMajor?: number | undefined;
  /** Statements and payloads refused so far. */
  readonly errors: number;
  /** Names the entry that the calls to come belong to; null: none. */
  about(entry: TocEntry | null): void;
  /** Text that only a script shows: comments and blank lines. */
  comment(text: ByteString): Promise<void>;
  /** One message for the server, written out with the blank lines that follow it. False: refused, and counted. */
  statement(sql: ByteString, failure?: Failure): Promise<boolean>;
  /** A COPY statement and its payload as archives store it, ending with `\.`. May leave the payload unread. */
  copy(entry: TocEntry, copyStatement: ByteString, data: AsyncIterable<Uint8Array>): Promise<Loaded>;
  /** A payload of INSERT commands. May leave the payload unread. */
  commands(entry: TocEntry, data: AsyncIterable<Uint8Array>, manner: CommandsManner): Promise<Loaded>;
  /** Where payloads stay in files beside the script, a mention of this entry's; otherwise absent. */
  refer?(entry: TocEntry): Promise<void>;
  /**
   * One large object. The transaction around it is the caller's. False: the server has none, which is counted; it would
   * refuse the others too. May leave the payload unread.
   */
  largeObject(oid: Oid, data: AsyncIterable<Uint8Array>, manner: LargeObjectManner): Promise<boolean>;
  /** Goes on in another database of the same server; `restrictKey` is the one that a script's head has. */
  connect(database: ByteString, restrictKey: string | null): Promise<void>;
  finish(): Promise<void>;
}

/** A sink that several of its sort may work beside. */
export interface ConcurrentSink extends Sink {
  /** The same place once more, with its own count of errors. The caller closes it. */
  openAnother(): Promise<ConcurrentSink>;
  /** Makes the call that runs now throw, and every later one, whatever they have got to. */
  cancel(): void;
}

export const isConcurrent = (sink: Sink): sink is ConcurrentSink => 'openAnother' in sink;
