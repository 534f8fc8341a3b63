import type { ByteString } from '../model/text.ts';
import type { ByteConnection } from './byte-connection.ts';
import type { Link, Statement } from './link.ts';
import { rowDecoder, type Column } from './row-decoder.ts';
import type { Query, Row } from './session.ts';

/** Sends one simple-query message and resolves when the server is ready for the next. */
export const simpleQuery = (link: Link, sql: ByteString, onRow: (row: Row) => void = () => {}): Promise<void> =>
  run(link, new SimpleQuery(link.connection, sql, () => ({ sql, onRow })));

/** Several statements in one message, each of which must return rows. */
export async function simpleQueries(link: Link, queries: readonly Query<never>[]): Promise<void> {
  let failure: { readonly error: unknown } | undefined;
  // Thrown in the middle of the protocol's parser it would end the process.
  const guarded =
    <A extends unknown[]>(callback: ((...args: A) => void) | undefined) =>
    (...args: A): void => {
      if (failure !== undefined) return;
      try {
        callback?.(...args);
      } catch (error) {
        failure = { error };
      }
    };
  const callbacks = queries.map(({ sql, onStart, onRow, onEnd }): Query<Row> => ({
    sql,
    onStart: guarded(onStart),
    onRow: guarded(onRow as (row: Row) => void),
    onEnd: guarded(onEnd),
  }));
  const text = queries.map(({ sql }) => sql).join(';\n');
  await run(link, new SimpleQuery(link.connection, text, (position) => callbacks[position]));
  if (failure !== undefined) throw failure.error;
}

function run(link: Link, statement: SimpleQuery): Promise<void> {
  return new Promise((resolve, reject) => {
    link.start(statement.text, statement, (ending) => {
      link.connection.onDataRow = null;
      if (ending.kind !== 'done') reject(ending.error);
      else if (statement.copied) reject(new Error(`COPY cannot be run as a plain statement: ${statement.text}`));
      else resolve();
    });
  });
}

/** What pg.Client calls while a simple query runs. Rows come straight from the connection. */
class SimpleQuery implements Statement {
  readonly text: ByteString;
  /** The statement turned out to be a COPY, whose data went nowhere. */
  copied = false;
  readonly #connection: ByteConnection;
  /** By the statement's position in the message. */
  readonly #queryAt: (position: number) => Query<Row> | undefined;
  #position = 0;

  constructor(connection: ByteConnection, text: ByteString, queryAt: (position: number) => Query<Row> | undefined) {
    this.#connection = connection;
    this.text = text;
    this.#queryAt = queryAt;
  }

  /** Of several statements the one that runs. */
  get running(): ByteString {
    return this.#queryAt(this.#position)?.sql ?? this.text;
  }

  submit(): void {
    this.#connection.query(this.text);
  }

  handleRowDescription(message: { readonly fields: readonly Column[] }): void {
    const query = this.#queryAt(this.#position);
    const decode = rowDecoder(message.fields);
    query?.onStart?.();
    this.#connection.onDataRow = (bytes, offset) => query?.onRow(decode(bytes, offset));
  }

  handleCommandComplete(): void {
    this.#queryAt(this.#position)?.onEnd?.();
    this.#position++;
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    this.copied = true;
    connection.sendCopyFail('no data: the statement was sent by itself');
  }

  handleCopyData(): void {
    this.copied = true;
  }

  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleError(): void {}
  handleReadyForQuery(): void {}
}
