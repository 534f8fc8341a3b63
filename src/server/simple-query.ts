import type { ByteString } from '../model/text.ts';
import type { ByteConnection } from './byte-connection.ts';
import type { Link, Statement } from './link.ts';
import { rowDecoder, type Column } from './row-decoder.ts';

type OnRow = (row: Record<string, unknown>) => void;

/** Sends one simple-query message and resolves when the server is ready for the next. */
export function simpleQuery(link: Link, sql: ByteString, onRow: OnRow = () => {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const statement = new SimpleQuery(link.connection, sql, onRow);
    link.start(sql, statement, (ending) => {
      link.connection.onDataRow = null;
      if (ending.kind !== 'done') reject(ending.error);
      else if (statement.copied) reject(new Error(`COPY cannot be run as a plain statement: ${sql}`));
      else resolve();
    });
  });
}

/** What pg.Client calls while a simple query runs. Rows come straight from the connection. */
class SimpleQuery implements Statement {
  /** The statement turned out to be a COPY, whose data went nowhere. */
  copied = false;
  readonly #sql: ByteString;
  readonly #onRow: OnRow;
  readonly #connection: ByteConnection;

  constructor(connection: ByteConnection, sql: ByteString, onRow: OnRow) {
    this.#connection = connection;
    this.#sql = sql;
    this.#onRow = onRow;
  }

  submit(): void {
    this.#connection.query(this.#sql);
  }

  handleRowDescription(message: { readonly fields: readonly Column[] }): void {
    const decode = rowDecoder(message.fields);
    this.#connection.onDataRow = (bytes, offset) => this.#onRow(decode(bytes, offset));
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    this.copied = true;
    connection.sendCopyFail('no data: the statement was sent by itself');
  }

  handleCopyData(): void {
    this.copied = true;
  }

  handleDataRow(): void {}
  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleError(): void {}
  handleReadyForQuery(): void {}
}
