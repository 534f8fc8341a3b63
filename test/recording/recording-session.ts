import type { Oid } from '../../src/model/catalog-id.ts';
import { byteStringOf, type ByteString } from '../../src/model/text.ts';
import type { CopyOut, Query, Row, Session } from '../../src/server/session.ts';
import { version } from '../../src/version.ts';
import { questionOf, type Answer, type RecordedCommand, type Recording, type RecordedServer } from './recording.ts';
import { withoutSecrets } from './secrets.ts';

/** A session that writes down what the server answers to another one, which it owns. */
export class RecordingSession implements Session {
  readonly #session: Session;
  readonly #parameters: Record<string, ByteString> = {};
  readonly #answers: Record<ByteString, Answer> = {};

  constructor(session: Session) {
    this.#session = session;
  }

  /** What was recorded so far, as the command with these options. */
  recording(command: RecordedCommand, options: readonly string[]): Recording {
    const { user, database, serverVersion, serverVersionNum } = this.#session;
    const server: RecordedServer = { user, database, serverVersion, serverVersionNum };
    return { recordedBy: version, command, options, server, parameters: this.#parameters, answers: this.#answers };
  }

  get host(): string {
    return this.#session.host;
  }

  get port(): number {
    return this.#session.port;
  }

  get user(): ByteString {
    return this.#session.user;
  }

  get database(): ByteString {
    return this.#session.database;
  }

  get serverVersion(): ByteString {
    return this.#session.serverVersion;
  }

  get serverVersionNum(): number {
    return this.#session.serverVersionNum;
  }

  parameter(name: string): ByteString | undefined {
    const value = this.#session.parameter(name);
    if (value !== undefined) this.#parameters[name] = value;
    return value;
  }

  async query<R extends object = Row>(sql: ByteString): Promise<R[]> {
    const rows: R[] = [];
    await this.each<R>(sql, (row) => rows.push(row));
    return rows;
  }

  each<R extends object = Row>(sql: ByteString, onRow: (row: R) => void): Promise<void> {
    return this.eachOf([{ sql, onRow }]);
  }

  eachOf(queries: readonly Query<never>[]): Promise<void> {
    return this.#session.eachOf(
      queries.map((query) => {
        const recorded = this.#recordingRows(query.sql);
        return {
          ...query,
          onRow: (row: never) => {
            recorded.onRow(row);
            query.onRow(row);
          },
          onEnd: () => {
            recorded.onEnd();
            query.onEnd?.();
          },
        };
      }),
    );
  }

  async *rows<R extends object = Row>(sql: ByteString): AsyncIterable<R> {
    const recorded = this.#recordingRows(sql);
    for await (const row of this.#session.rows<R>(sql)) {
      recorded.onRow(row);
      yield row;
    }
    recorded.onEnd();
  }

  /** Called before anybody else has the row, who might keep and change it. Only a whole answer is one. */
  #recordingRows(sql: ByteString): { readonly onRow: (row: object) => void; readonly onEnd: () => void } {
    const rows: Row[] = [];
    return {
      onRow: (row) => rows.push(withoutSecrets(row) as Row),
      onEnd: () => (this.#answers[questionOf(sql)] = { rows }),
    };
  }

  copyOut(sql: ByteString): CopyOut {
    const copy = this.#session.copyOut(sql);
    const keep = (data: ByteString): void => void (this.#answers[questionOf(sql)] = { copy: data });
    return {
      get rows() {
        return copy.rows;
      },
      async *[Symbol.asyncIterator]() {
        const chunks: ByteString[] = [];
        for await (const chunk of copy) {
          chunks.push(byteStringOf(chunk));
          yield chunk;
        }
        keep(chunks.join(''));
      },
    };
  }

  execute(sql: ByteString): Promise<void> {
    return this.#session.execute(sql);
  }

  tuples<V>(_sql: ByteString, _valueOf: (typeOid: Oid) => (text: ByteString) => V): AsyncIterable<never> {
    throw new Error('rows are recorded as COPY only, not as INSERT commands');
  }

  copyIn(): Promise<number> {
    throw new Error('a dump that is recorded writes nothing');
  }

  cancel(): Promise<void> {
    return this.#session.cancel();
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#session[Symbol.asyncDispose]();
  }
}
