import { ServerError, UserError } from '../errors.ts';
import type { Reporter } from '../log.ts';
import type { Oid } from '../model/catalog-id.ts';
import { greenplumNear, releaseNear, type Release } from '../model/release.ts';
import { shown, type ByteString } from '../model/text.ts';
import { cancelOnAbort } from '../server/cancel-on-abort.ts';
import { serverErrorText } from '../server/error-text.ts';
import { probeProduct } from '../server/probe.ts';
import { checkReachesCluster } from '../server/session-settings.ts';
import type { Session } from '../server/session.ts';
import type { TocEntry } from '../toc/entry.ts';
import { openLargeObject, writeLargeObject } from './database-large-object.ts';
import type { CommandsManner, ConcurrentSink, Failure, LargeObjectManner, Loaded } from './sink.ts';
import { withoutPasswords } from './secrets.ts';
import { inBatches, splitCommands } from './split-commands.ts';

export interface DatabaseSinkOptions {
  /** Opens a session; null: in the database that the user named. Called at once, and again for each `connect`. */
  open(database: ByteString | null): Promise<Session>;
  /** The database to begin in; null: the one the user named. */
  readonly database?: ByteString | null;
  /** Throw at the first refused statement instead of counting it. */
  readonly exitOnError: boolean;
  readonly reporter: Reporter;
  /** Once it aborts, what runs is cancelled, and every call throws its reason. */
  readonly signal?: AbortSignal | undefined;
}

export async function openDatabaseSink(options: DatabaseSinkOptions): Promise<DatabaseSink> {
  const session = await openSession(options, options.database ?? null);
  // Rows would go to the coordinator alone, where nobody would ever see them again.
  await checkReachesCluster(session);
  const isPostgresql = (await probeProduct(session)) === 'postgresql';
  const release = releaseOf(session, isPostgresql);
  await prepare(session, release);
  const major = isPostgresql ? Math.floor(session.serverVersionNum / 10000) : undefined;
  return new DatabaseSink(session, options, release, major);
}

async function openSession(options: DatabaseSinkOptions, database: ByteString | null): Promise<Session> {
  const session = await options.open(database);
  // Nothing of this session may find functions that somebody has put into a schema of the path.
  await session.query("SELECT pg_catalog.set_config('search_path', '', false);");
  return session;
}

async function prepare(session: Session, { sessionSettings }: Release): Promise<void> {
  for (const setting of sessionSettings) await session.execute(`SET ${setting}`);
}

/** Whose settings the server has: a product's own programs know which of PostgreSQL's it lacks. */
const releaseOf = ({ serverVersion, serverVersionNum }: Session, isPostgresql: boolean): Release =>
  isPostgresql ? releaseNear(serverVersionNum) : greenplumNear(serverVersion);

/** SQLSTATE of what Greenplum says of large objects. */
const featureNotSupported = '0A000';

const couldNotExecute: Failure = { message: 'could not execute query' };

/** `from TOC entry 12; 1259 16385 TABLE t postgres`, as pg_restore names the culprit. */
const entryShown = ({ dumpId, catalogId, desc, tag, owner }: TocEntry): string =>
  `from TOC entry ${dumpId}; ${catalogId.tableoid} ${catalogId.oid} ${shown(`${desc} ${tag} ${owner ?? '(no owner)'}`)}`;

/** A database. Owns its session. */
export class DatabaseSink implements ConcurrentSink {
  readonly kind = 'database';
  readonly release: Release;
  readonly postgresqlMajor: number | undefined;
  #session: Session;
  readonly #options: DatabaseSinkOptions;
  /** null: the one the user named. */
  #database: ByteString | null;
  readonly #cancelling = new AbortController();
  /** Aborts with the caller's signal, or when this sink is cancelled. */
  readonly #signal: AbortSignal;
  #entry: TocEntry | null = null;
  #errors = 0;

  constructor(session: Session, options: DatabaseSinkOptions, release: Release, postgresqlMajor?: number) {
    this.release = release;
    this.postgresqlMajor = postgresqlMajor;
    this.#session = session;
    this.#options = options;
    this.#database = options.database ?? null;
    const { signal } = this.#cancelling;
    this.#signal = options.signal === undefined ? signal : AbortSignal.any([options.signal, signal]);
  }

  get errors(): number {
    return this.#errors;
  }

  about(entry: TocEntry | null): void {
    this.#entry = entry;
  }

  async comment(): Promise<void> {}

  async statement(sql: ByteString, failure: Failure = couldNotExecute): Promise<boolean> {
    return this.#try(() => this.#session.execute(sql), failure, sql);
  }

  async copy(entry: TocEntry, copyStatement: ByteString, data: AsyncIterable<Uint8Array>): Promise<Loaded> {
    let rows = 0;
    const load = async (): Promise<void> => {
      rows = await this.#session.copyIn(copyStatement, this.#stoppable(data));
    };
    const describe = (error: ServerError): Failure =>
      // Only an error in the data has a line of the COPY for its context; else the statement itself was refused.
      error.where === undefined
        ? couldNotExecute
        : { message: `COPY failed for table "${shown(entry.tag)}"`, hideStatement: true };
    const done = await this.#try(load, describe, copyStatement);
    return { done, rows: done ? rows : null };
  }

  async commands(_entry: TocEntry, data: AsyncIterable<Uint8Array>, manner: CommandsManner): Promise<Loaded> {
    let done = true;
    for await (const batch of inBatches(splitCommands(data, manner))) {
      if (!manner.inTransaction && (await this.#together(batch))) continue;
      for (const command of batch) done = (await this.statement(command)) && done;
    }
    return { done, rows: null };
  }

  /**
   * Several commands in one message, which is one round trip and one transaction instead of many. False: one was
   * refused, so the server has undone them all, and each is to be tried by itself.
   */
  async #together(batch: readonly ByteString[]): Promise<boolean> {
    if (batch.length === 1) return false;
    try {
      await this.#run(() => this.#session.execute(batch.join('\n')));
      return true;
    } catch (error) {
      if (error instanceof ServerError) return false;
      throw error;
    }
  }

  async largeObject(oid: Oid, data: AsyncIterable<Uint8Array>, manner: LargeObjectManner): Promise<boolean> {
    // As pg_restore does, unless there are none at all: then everything else is worth having.
    const failure = (error: ServerError): Failure => ({
      message: `could not ${manner.create ? 'create' : 'open'} large object ${oid}`,
      hideStatement: true,
      fatal: error.code !== featureNotSupported,
    });
    let descriptor = -1;
    const open = async (): Promise<void> => {
      descriptor = await openLargeObject(this.#session, oid, manner);
    };
    if (!(await this.#try(open, failure, ''))) return false;
    const write = (): Promise<void> => writeLargeObject(this.#session, descriptor, data, manner);
    await this.#try(write, { message: 'could not write to large object', hideStatement: true }, '');
    return true;
  }

  async connect(database: ByteString): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
    this.#session = await openSession(this.#options, database);
    await prepare(this.#session, this.release);
    this.#database = database;
  }

  openAnother(): Promise<DatabaseSink> {
    return openDatabaseSink({ ...this.#options, database: this.#database });
  }

  cancel(): void {
    this.#cancelling.abort(new Error('the restore was stopped'));
  }

  async finish(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }

  async #try(
    action: () => Promise<void>,
    failure: Failure | ((error: ServerError) => Failure),
    sql: ByteString,
  ): Promise<boolean> {
    try {
      await this.#run(action);
      return true;
    } catch (error) {
      // Anything else than the server's no, such as a lost connection or an unreadable archive, ends the restore.
      if (!(error instanceof ServerError)) throw error;
      this.#refused(error, typeof failure === 'function' ? failure(error) : failure, sql);
      return false;
    }
  }

  /** Runs what talks to the server, and stops it when the signal says so. */
  async #run(action: () => Promise<void>): Promise<void> {
    this.#signal.throwIfAborted();
    using _cancelling = cancelOnAbort(this.#session, this.#signal);
    try {
      await action();
    } catch (error) {
      this.#signal.throwIfAborted();
      throw error;
    }
  }

  /** The server does not look for a cancel while it waits for rows. */
  async *#stoppable(data: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of data) {
      this.#signal.throwIfAborted();
      yield chunk;
    }
  }

  #refused(error: ServerError, failure: Failure, sql: ByteString): void {
    if (failure.harmless !== undefined && failure.harmless === error.code) {
      this.#options.reporter.diagnostic({ severity: 'info', subject: null, message: error.message });
      return;
    }
    const command = failure.hideStatement === true ? '' : `Command was: ${failure.shownAs ?? shown(sql)}`;
    const said = `${failure.message}: ${serverErrorText(error)}${command}`.replace(/\n$/, '');
    const message = withoutPasswords(said);
    const subject = this.#entry === null ? null : entryShown(this.#entry);
    if (failure.fatal === true || this.#options.exitOnError) {
      throw new UserError(message, { cause: error, ...(subject === null ? {} : { detail: subject }) });
    }
    this.#errors += 1;
    this.#options.reporter.diagnostic({ severity: 'error', subject, message });
  }
}
