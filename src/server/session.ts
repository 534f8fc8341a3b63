import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';

/** A value of a result row: text of most types, a number for int2, int4 and oid, a boolean, an array. */
export type Row = Readonly<Record<string, unknown>>;

/** One statement of several. What a callback throws ends the reading, once all rows have come. */
export interface Query<R extends object> {
  readonly sql: ByteString;
  /** Before the first row. */
  readonly onStart?: () => void;
  readonly onRow: (row: R) => void;
  /** After the last row. */
  readonly onEnd?: () => void;
}

/**
 * One open connection. Statements and results are byte strings in the connection's client encoding (model/text.ts).
 * Result columns of type int2, int4 and oid come as numbers, bool as boolean, arrays of text, name, "char", oid,
 * int2, int4 and aclitem as arrays (elements may be null), everything else as the server's text; SQL NULL is null.
 * A statement the server refuses throws ServerError; a connection that breaks throws ConnectionLostError.
 * One statement at a time: a second before the first has ended is a bug and throws.
 */
export interface Session extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly user: ByteString;
  readonly database: ByteString;
  /** Value of the server's parameter server_version, e.g. `15.18 (Debian 15.18-0+deb12u1)`. */
  readonly serverVersion: ByteString;
  /** server_version_num, e.g. 150018. */
  readonly serverVersionNum: number;
  /** Value of a reported parameter (client_encoding, standard_conforming_strings, …), as last told by the server. */
  parameter(name: string): ByteString | undefined;
  /** One statement, all its rows. */
  query<R extends object = Row>(sql: ByteString): Promise<R[]>;
  /** One statement, `onRow` called for each row as it arrives; nothing is kept, and nothing holds the server back. */
  each<R extends object = Row>(sql: ByteString, onRow: (row: R) => void): Promise<void>;
  /**
   * Several statements, each returning rows, in one message: the server is at work on the next while the rows of one
   * are taken. Their callbacks come in order. The first refused ends them all.
   */
  eachOf(queries: readonly Query<never>[]): Promise<void>;
  /** One simple-query message, which may hold several statements; rows are dropped. */
  execute(sql: ByteString): Promise<void>;
  /** One statement, its rows as they come; memory stays flat. */
  rows<R extends object = Row>(sql: ByteString): AsyncIterable<R>;
  /**
   * The same in groups of rows, each the values of its columns in order; SQL NULL is null. `valueOf` is called once for
   * each column, what it gives back once for each value.
   */
  tuples<V>(
    sql: ByteString,
    valueOf: (typeOid: Oid) => (text: ByteString) => V,
  ): AsyncIterable<readonly (readonly (V | null)[])[]>;
  /**
   * COPY … TO STDOUT: the bytes as sent, in chunks of any size. The iteration ends only after the server has said that
   * the command is complete and its row count equals the rows delivered; anything else throws.
   */
  copyOut(sql: ByteString): CopyOut;
  /** COPY … FROM STDIN: resolves with the number of rows loaded. If `data` throws, the COPY is cancelled first. */
  copyIn(sql: ByteString, data: AsyncIterable<Uint8Array>): Promise<number>;
  /** Asks the server, over a second connection, to cancel what runs here. */
  cancel(): Promise<void>;
}

export interface CopyOut extends AsyncIterable<Uint8Array> {
  /** Rows delivered so far. */
  readonly rows: number;
}
