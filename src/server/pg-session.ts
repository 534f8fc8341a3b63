import { setTimeout as sleep } from 'node:timers/promises';
import type { ServerError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { type Endpoint, cancelRequest } from './cancel.ts';
import { copyIn } from './copy-in.ts';
import { copyOut } from './copy-out.ts';
import type { Link } from './link.ts';
import { type ServerMessage, toServerError } from './server-error.ts';
import type { CopyOut, Query, Row, Session } from './session.ts';
import { simpleQueries, simpleQuery } from './simple-query.ts';

const closeMilliseconds = 5000;
const cancelTries = 3;
const cancelMilliseconds = 50;

export interface SessionIdentity {
  /** As the user named it: a host name, an address or a socket directory. */
  readonly host: string;
  readonly port: number;
  readonly user: ByteString;
  readonly database: ByteString;
  readonly endpoint: Endpoint;
  readonly onNotice: ((notice: ServerError) => void) | undefined;
}

/** A Session over node-postgres. Owns the connection. */
export class PgSession implements Session {
  readonly host: string;
  readonly port: number;
  readonly user: ByteString;
  readonly database: ByteString;
  readonly #link: Link;
  readonly #endpoint: Endpoint;

  constructor(link: Link, identity: SessionIdentity) {
    this.#link = link;
    this.#endpoint = identity.endpoint;
    this.host = identity.host;
    this.port = identity.port;
    this.user = identity.user;
    this.database = identity.database;
    link.connection.on('notice', (notice: ServerMessage) => {
      identity.onNotice?.(toServerError(notice, link.clientEncoding));
    });
  }

  get serverVersion(): ByteString {
    return this.parameter('server_version') ?? '';
  }

  get serverVersionNum(): number {
    return versionNumber(this.serverVersion);
  }

  parameter(name: string): ByteString | undefined {
    return this.#link.connection.parameters.get(name);
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
    return queries.length === 0 ? Promise.resolve() : simpleQueries(this.#link, queries);
  }

  execute(sql: ByteString): Promise<void> {
    return simpleQuery(this.#link, sql);
  }

  // What these load, a dump seldom needs.
  async *rows<R extends object = Row>(sql: ByteString): AsyncIterable<R> {
    const { streamRows } = await import('./rows.ts');
    yield* streamRows<R>(this.#link, sql);
  }

  async *tuples<V>(
    sql: ByteString,
    valueOf: (typeOid: Oid) => (text: ByteString) => V,
  ): AsyncIterable<readonly (readonly (V | null)[])[]> {
    const { streamTuples } = await import('./rows.ts');
    yield* streamTuples(this.#link, sql, valueOf);
  }

  copyOut(sql: ByteString): CopyOut {
    return copyOut(this.#link, sql, () => this.cancel());
  }

  copyIn(sql: ByteString, data: AsyncIterable<Uint8Array>): Promise<number> {
    return copyIn(this.#link, sql, data);
  }

  cancel(): Promise<void> {
    const { processID, secretKey } = this.#link.client as unknown as { processID: number; secretKey: number };
    return cancelRequest(this.#endpoint, processID, secretKey);
  }

  /** A cancel that is there before its statement is lost, so it is sent more than once. */
  async #cancelWhatRuns(): Promise<void> {
    try {
      for (let tries = 0; tries < cancelTries && this.#link.busy; tries += 1) {
        await this.cancel();
        await sleep(cancelMilliseconds);
      }
    } catch {
      // A server that cannot be reached any more has nothing to cancel.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { connection, busy } = this.#link;
    if (connection.stream.destroyed) return;
    const closed = new Promise((resolve) => connection.stream.once('close', resolve));
    // Without the cancel, a statement that nobody waits for runs on until the server next writes to the socket.
    if (busy) await this.#cancelWhatRuns();
    if (busy) this.#link.destroy();
    else connection.end();
    // A server that does not answer any more does not close its side either.
    const impatience = setTimeout(() => this.#link.destroy(), closeMilliseconds);
    await closed;
    clearTimeout(impatience);
  }
}

/** `15.18 (Debian …)` → 150018, `9.4.26` → 90426, `18beta1` → 180000, as libpq reckons it. */
export function versionNumber(serverVersion: string): number {
  const [major = 0, minor = 0, revision = 0] = (/^\d+(?:\.\d+)*/.exec(serverVersion)?.[0] ?? '').split('.').map(Number);
  return major >= 10 ? major * 10000 + minor : major * 10000 + minor * 100 + revision;
}
