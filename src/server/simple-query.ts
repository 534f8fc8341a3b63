import type { FieldDef } from 'pg';
import type { ByteString } from '../model/text.ts';
import type { Link, Statement } from './link.ts';
import { resultTypes } from './result-values.ts';

type OnRow = (row: Record<string, unknown>) => void;

/** Sends one simple-query message and resolves when the server is ready for the next. */
export function simpleQuery(link: Link, sql: ByteString, onRow?: OnRow): Promise<void> {
  return new Promise((resolve, reject) => {
    const statement = new SimpleQuery(sql, onRow);
    link.start(sql, statement, (ending) => {
      if (ending.kind !== 'done') reject(ending.error);
      else if (statement.copied) reject(new Error(`COPY cannot be run as a plain statement: ${sql}`));
      else resolve();
    });
  });
}

/** What pg.Client calls while a simple query runs. */
class SimpleQuery implements Statement {
  /** The statement turned out to be a COPY, whose data went nowhere. */
  copied = false;
  readonly #sql: ByteString;
  readonly #onRow: OnRow | undefined;
  #columns: { name: string; valueOf: (text: ByteString) => unknown }[] = [];

  constructor(sql: ByteString, onRow: OnRow | undefined) {
    this.#sql = sql;
    this.#onRow = onRow;
  }

  submit(connection: { query(text: string): void }): void {
    connection.query(this.#sql);
  }

  handleRowDescription(message: { readonly fields: readonly FieldDef[] }): void {
    this.#columns = message.fields.map(({ name, dataTypeID }) => ({
      name,
      valueOf: resultTypes.getTypeParser(dataTypeID),
    }));
  }

  handleDataRow(message: { readonly fields: readonly (ByteString | null)[] }): void {
    if (!this.#onRow) return;
    const row: Record<string, unknown> = {};
    this.#columns.forEach(({ name, valueOf }, index) => {
      const text = message.fields[index] ?? null;
      row[name] = text === null ? null : valueOf(text);
    });
    this.#onRow(row);
  }

  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    this.copied = true;
    connection.sendCopyFail('no data: the statement was sent by itself');
  }

  handleCopyData(): void {
    this.copied = true;
  }

  handleCommandComplete(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleError(): void {}
  handleReadyForQuery(): void {}
}
