import type { Oid } from '../../src/model/catalog-id.ts';
import { bytesOf, shown, type ByteString } from '../../src/model/text.ts';
import { countNewlines } from '../../src/server/count-newlines.ts';
import type { CopyOut, Query, Row, Session } from '../../src/server/session.ts';
import { questionOf, type Recording } from './recording.ts';

/** A session that answers what a server once answered. What has no answer (SET, BEGIN, LOCK) succeeds and does nothing. */
export class ReplaySession implements Session {
  readonly host = 'recording';
  readonly port = 0;
  readonly user: ByteString;
  readonly database: ByteString;
  readonly serverVersion: ByteString;
  readonly serverVersionNum: number;
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
    const { server } = recording;
    this.user = server.user;
    this.database = server.database;
    this.serverVersion = server.serverVersion;
    this.serverVersionNum = server.serverVersionNum;
  }

  parameter(name: string): ByteString | undefined {
    return this.#recording.parameters[name];
  }

  async query<R extends object = Row>(sql: ByteString): Promise<R[]> {
    return [...this.#rowsOf<R>(sql)];
  }

  async each<R extends object = Row>(sql: ByteString, onRow: (row: R) => void): Promise<void> {
    for (const row of this.#rowsOf<R>(sql)) onRow(row);
  }

  async eachOf(queries: readonly Query<never>[]): Promise<void> {
    for (const { sql, onStart, onRow, onEnd } of queries) {
      onStart?.();
      await this.each(sql, onRow);
      onEnd?.();
    }
  }

  async *rows<R extends object = Row>(sql: ByteString): AsyncIterable<R> {
    yield* this.#rowsOf<R>(sql);
  }

  copyOut(sql: ByteString): CopyOut {
    const answer = this.#answerTo(sql);
    if (!('copy' in answer)) throw new Error(`the recording holds rows where COPY is asked for: ${shown(sql)}`);
    const data = bytesOf(answer.copy);
    return {
      rows: countNewlines(data),
      async *[Symbol.asyncIterator]() {
        if (data.length > 0) yield data;
      },
    };
  }

  /** The rows' shape is the caller's claim, as with a server. */
  #rowsOf<R extends object>(sql: ByteString): readonly R[] {
    const answer = this.#answerTo(sql);
    if (!('rows' in answer)) throw new Error(`the recording holds COPY data where rows are asked for: ${shown(sql)}`);
    return answer.rows as readonly R[];
  }

  #answerTo(sql: ByteString) {
    const answer = this.#recording.answers[questionOf(sql)];
    if (answer === undefined) {
      throw new Error(
        `the recording has no answer to a query, which is newer than it; record again (fixtures/README.md):\n${shown(sql)}`,
      );
    }
    return answer;
  }

  async execute(): Promise<void> {}

  tuples<V>(_sql: ByteString, _valueOf: (typeOid: Oid) => (text: ByteString) => V): AsyncIterable<never> {
    throw new Error('a recording holds rows as COPY only, not as INSERT commands');
  }

  copyIn(): Promise<number> {
    throw new Error('a recording takes no rows');
  }

  async cancel(): Promise<void> {}

  async [Symbol.asyncDispose](): Promise<void> {}
}
