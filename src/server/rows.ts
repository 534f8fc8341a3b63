import QueryStream from 'pg-query-stream';
import type { Oid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { Ending, Link, Statement } from './link.ts';
import { resultTypes } from './result-values.ts';
import { Signal } from './signal.ts';

/** Rows that the server sends before it waits to be asked for more. */
const rowsAtATime = 1000;
/** Bytes of rows that are handed on together. */
const bytesAtATime = 64 * 1024;

/** What pg-query-stream says of its rows: objects, or arrays of values. */
interface RowShape {
  readonly rowMode?: 'array';
  readonly types: { getTypeParser(typeOid: Oid): (text: ByteString) => unknown };
}

interface DataRow {
  /** Of the message. */
  readonly length: number;
  readonly fields: readonly (ByteString | null)[];
}

/**
 * pg-query-stream, its rows handed on in groups while they come. Its own reading waits for all the rows that it asked
 * for, which are as wide as they like; here the socket waits while nobody takes the last group.
 */
class RowGroups extends QueryStream {
  readonly #socket: Link['connection']['stream'];
  #group: object[] = [];
  #groupBytes = 0;
  #rowsCome = 0;
  #running = false;

  constructor(link: Link, sql: ByteString, shape: RowShape) {
    super(sql, [], { ...shape, highWaterMark: 1 });
    this.#socket = link.connection.stream;
    this.handleDataRow = ({ length, fields }: DataRow): void => {
      if (this.destroyed) return;
      this.#group.push(this._result.parseRow(fields) as object);
      this.#groupBytes += length;
      this.#rowsCome += 1;
      if (this.#groupBytes >= bytesAtATime && !this.#handOn()) this.#socket.pause();
    };
  }

  override _read(): void {
    this.#socket.resume();
    if (this.#running) return;
    this.#running = true;
    this.#rowsCome = 0;
    this.cursor.read(rowsAtATime, (error: Error | null) => {
      this.#running = false;
      if (error) return this.destroy(error);
      const isLast = this.#rowsCome < rowsAtATime;
      const asksAgain = this.#group.length === 0 && !isLast;
      if (this.#group.length > 0) this.#handOn();
      if (isLast) this.push(null);
      // Nothing was pushed, so nobody will ask.
      if (asksAgain) this._read();
    });
  }

  override _destroy(error: Error, done: () => void): void {
    // What is on its way must be read before the server is ready again.
    this.#socket.resume();
    super._destroy(error, done);
  }

  /** False: the groups handed on before are not taken yet. */
  #handOn(): boolean {
    const group = this.#group;
    this.#group = [];
    this.#groupBytes = 0;
    return this.push(group);
  }
}

/** The rows of one statement as they come, in groups of some; one group in memory, and one on its way. */
async function* groupsOf<R>(
  link: Link,
  sql: ByteString,
  shape: RowShape,
): AsyncGenerator<readonly R[], void, undefined> {
  const stream = new RowGroups(link, sql, shape);
  const signal = new Signal();
  let ending: Ending | null = null;
  const ended = () => ending as Ending | null;
  // Told through the link; without a listener it would end the process.
  stream.on('error', () => {});
  stream.on('readable', signal.give);
  stream.on('end', signal.give);
  link.start(sql, stream as unknown as Statement, (how) => {
    ending = how;
    signal.give();
  });
  try {
    for (;;) {
      const how = ended();
      if (how !== null && how.kind !== 'done') throw how.error;
      const group = stream.read() as readonly R[] | null;
      if (group !== null) yield group;
      else if (stream.readableEnded) break;
      else await signal.wait();
    }
  } finally {
    if (ended() === null) stream.destroy();
    while (ended() === null) await signal.wait();
  }
}

/** One by one, as objects. */
export async function* streamRows<R extends object>(link: Link, sql: ByteString): AsyncGenerator<R, void, undefined> {
  for await (const group of groupsOf<R>(link, sql, { types: resultTypes as RowShape['types'] })) yield* group;
}

/** As the session's `tuples` promises them. */
export const streamTuples = <V>(
  link: Link,
  sql: ByteString,
  valueOf: (typeOid: Oid) => (text: ByteString) => V,
): AsyncIterable<readonly (readonly (V | null)[])[]> =>
  groupsOf(link, sql, { rowMode: 'array', types: { getTypeParser: valueOf } });
