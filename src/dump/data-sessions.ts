import { lockNotAvailable, lockStatement } from '../catalog/lock-tables.ts';
import { ServerError, UserError } from '../errors.ts';
import { quoteQualified } from '../ddl/quote.ts';
import type { Reporter } from '../log.ts';
import { shown } from '../model/text.ts';
import { cancelOnAbort } from '../server/cancel-on-abort.ts';
import { connectAgain } from '../server/connect.ts';
import { prepareSession, type SessionSettings } from '../server/session-settings.ts';
import type { Session } from '../server/session.ts';
import { beginSnapshot, exportSnapshot } from '../server/snapshot.ts';
import type { TocEntry } from '../toc/entry.ts';
import { holdsLargeObjects } from '../toc/entry-table.ts';

/** The sessions that payloads are read through. */
export interface DataSessions {
  /** They are several, which share a snapshot. */
  readonly shareSnapshot: boolean;
  /** What `payload` reads of an entry, in a session that nobody else uses meanwhile; an abort cancels what runs there. */
  read<T>(
    entry: TocEntry,
    payload: (session: Session) => AsyncIterable<T>,
    signal: AbortSignal | undefined,
  ): AsyncIterable<T>;
}

/** One payload after another is read in the session that has read the catalog, whose tables are locked there. */
export const inOneSession = (session: Session): DataSessions => ({
  shareSnapshot: false,
  read: (_entry, payload) => payload(session),
});

/**
 * Sessions beside the one that has read the catalog, with its snapshot and its settings: as many as payloads are read
 * at once, each opened when it is first needed. That one stays as it is, and keeps the snapshot and the locks.
 */
export class DataWorkers implements DataSessions, AsyncDisposable {
  readonly shareSnapshot = true;
  readonly #leader: Session;
  readonly #settings: SessionSettings;
  readonly #reporter: Reporter;
  #snapshot: Promise<string> | undefined;
  readonly #open: Session[] = [];
  readonly #idle: Session[] = [];

  /** `snapshot` is that of the leader, where somebody else has exported it already. */
  constructor(
    leader: Session,
    options: SessionSettings & { readonly snapshot: string | undefined },
    reporter: Reporter,
  ) {
    this.#leader = leader;
    this.#settings = { ...options, encoding: shown(leader.parameter('client_encoding') ?? 'SQL_ASCII') };
    this.#snapshot = options.snapshot === undefined ? undefined : Promise.resolve(options.snapshot);
    this.#reporter = reporter;
  }

  async *read<T>(
    entry: TocEntry,
    payload: (session: Session) => AsyncIterable<T>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T, void, undefined> {
    const session = this.#idle.pop() ?? (await this.#openWorker());
    signal?.throwIfAborted();
    using _cancelling = cancelOnAbort(session, signal);
    if (!holdsLargeObjects(entry)) await lockAgain(session, entry);
    yield* payload(session);
    // Only after a payload read to its end: the transaction of any other has failed.
    this.#idle.push(session);
    this.#reporter.verbose(`finished item ${shown(`${entry.dumpId} ${entry.desc} ${entry.tag}`)}`);
  }

  async #openWorker(): Promise<Session> {
    this.#snapshot ??= exportSnapshot(this.#leader);
    const snapshot = await this.#snapshot;
    const session = await connectAgain(this.#leader);
    this.#open.push(session);
    await prepareSession(session, this.#settings);
    // A serializable transaction could not have the snapshot of a deferrable one, and need not: that one is safe.
    await beginSnapshot(session, { serializableDeferrable: false, snapshot });
    return session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((session) => session[Symbol.asyncDispose]()));
  }
}

/**
 * Somebody may wait for an ACCESS EXCLUSIVE lock on a table that the leader has locked. A COPY in another session would
 * stand in line behind that, which stands behind the leader, which waits for the COPY: nobody would ever be told.
 */
async function lockAgain(session: Session, { namespace, tag }: TocEntry): Promise<void> {
  const table = quoteQualified(namespace, tag);
  try {
    await session.execute(lockStatement([table], { nowait: true }));
  } catch (error) {
    if (!(error instanceof ServerError) || error.code !== lockNotAvailable) throw error;
    throw new UserError(
      `could not obtain lock on relation "${shown(table)}"\n` +
        'This usually means that someone requested an ACCESS EXCLUSIVE lock on the table after the pg_dump parent ' +
        'process had gotten the initial ACCESS SHARE lock on the table.',
    );
  }
}
