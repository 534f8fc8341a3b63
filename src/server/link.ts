import pg from 'pg';
import { ConnectionLostError, type ServerError } from '../errors.ts';
import type { ByteString } from '../model/text.ts';
import { type ByteConnection, checkByteString } from './byte-connection.ts';
import { decodeForPerson } from './client-encoding.ts';
import { type ServerMessage, toServerError } from './server-error.ts';

/** How one statement ended: the server is ready for the next, or the connection is gone. */
export type Ending = { readonly kind: 'done' } | { readonly kind: 'refused' | 'lost'; readonly error: Error };

/** The calls of pg.Client that tell how a statement goes; pg-copy-streams and pg-query-stream have them too. */
export interface Statement extends pg.Submittable {
  /** Of several statements in one message the one that runs, for messages. */
  readonly running?: ByteString;
  handleError(error: Error): void;
  handleReadyForQuery(): void;
}

/** What pg.Client calls whether the statement has it or not: a COPY that turns out to be a SELECT would end in a TypeError. */
const optionalHandlers = [
  'handleRowDescription',
  'handleDataRow',
  'handleEmptyQuery',
  'handleCommandComplete',
] as const;
type OptionalHandlers = Partial<Record<(typeof optionalHandlers)[number], () => void>>;

/**
 * One connection that runs one statement at a time and always learns how it ended. pg forgets a statement as soon as
 * the server refuses it; the link waits for ReadyForQuery (or for the end of the connection) before it says so.
 */
export class Link {
  readonly client: pg.Client;
  readonly connection: ByteConnection;
  #statement: ByteString | null = null;
  #onEnding: ((ending: Ending) => void) | null = null;
  #refusal: ServerError | null = null;
  #lost: ConnectionLostError | null = null;

  constructor(client: pg.Client, connection: ByteConnection) {
    this.client = client;
    this.connection = connection;
    // An error with a code is the system's or the server's; without one it is pg saying what `end` says too.
    client.on('error', (error: Error) => this.#lose('code' in error ? error : undefined));
    client.on('end', () => this.#lose(undefined));
  }

  get clientEncoding(): string | undefined {
    return this.connection.parameters.get('client_encoding');
  }

  /** Null while the connection is good. */
  get lost(): ConnectionLostError | null {
    return this.#lost;
  }

  /** A statement is running. */
  get busy(): boolean {
    return this.#statement !== null;
  }

  /**
   * Sends a statement. `onEnding` is called exactly once, after which the next statement may be sent; the statement's
   * own handlers for rows and data are left as they are.
   */
  start(sql: ByteString, statement: Statement, onEnding: (ending: Ending) => void): void {
    if (this.#lost) throw this.#lostDuring(sql);
    if (this.#statement !== null) {
      throw new Error(`a statement was started before the last had ended: ${sql} after ${this.#statement}`);
    }
    checkByteString(sql);
    this.#statement = sql;
    this.#onEnding = onEnding;
    for (const handler of optionalHandlers) (statement as OptionalHandlers)[handler] ??= () => {};
    const { handleReadyForQuery, handleError } = statement;
    statement.handleReadyForQuery = () => {
      handleReadyForQuery.call(statement);
      this.#end({ kind: 'done' });
    };
    statement.handleError = (error) => {
      if (!(error instanceof pg.DatabaseError)) return; // the connection is gone: told by the client's events
      this.#refuse(error, statement.running ?? sql);
      handleError.call(statement, error);
    };
    this.client.query(statement);
  }

  /** Drops the connection where it stands. */
  destroy(): void {
    this.connection.stream.destroy();
  }

  #refuse(error: ServerMessage, sql: ByteString): void {
    if (this.#refusal) return;
    const refusal = toServerError(error, this.clientEncoding, sql);
    this.#refusal = refusal;
    this.connection.once('readyForQuery', () => this.#end({ kind: 'refused', error: refusal }));
  }

  #lose(reason: Error | undefined): void {
    if (this.#lost) return;
    const said =
      reason instanceof pg.DatabaseError ? toServerError(reason, this.clientEncoding) : (this.#refusal ?? reason);
    this.#lost = connectionLost(said, undefined);
    this.connection.stream.destroy();
    if (this.#statement !== null) this.#end({ kind: 'lost', error: this.#lostDuring(this.#statement) });
  }

  #lostDuring(sql: ByteString): ConnectionLostError {
    return connectionLost(this.#lost?.cause, decodeForPerson(sql, this.clientEncoding));
  }

  #end(ending: Ending): void {
    const onEnding = this.#onEnding;
    this.#statement = null;
    this.#onEnding = null;
    this.#refusal = null;
    onEnding?.(ending);
  }
}

function connectionLost(cause: unknown, statement: string | undefined): ConnectionLostError {
  const reason = cause instanceof Error ? `: ${cause.message}` : '';
  return new ConnectionLostError(`server closed the connection unexpectedly${reason}`, {
    ...(statement === undefined ? {} : { detail: `The statement was: ${statement}` }),
    hint: 'This probably means the server terminated abnormally before or while processing the request.',
    cause,
  });
}
