import * as copyStreams from 'pg-copy-streams';
import type { ByteString } from '../model/text.ts';
import { inBatches } from './batches.ts';
import type { Ending, Link } from './link.ts';
import { Signal } from './signal.ts';

/** COPY … FROM STDIN as the session's `copyIn` promises it. */
export async function copyIn(link: Link, sql: ByteString, data: AsyncIterable<Uint8Array>): Promise<number> {
  const copy = startCopyIn(link, sql);
  const source = inBatches(data)[Symbol.asyncIterator]();
  let failure: { readonly cause: unknown } | undefined;
  try {
    for (;;) {
      const batch = await copy.unlessOver(source.next());
      if (batch === null || batch.done === true) break;
      await copy.write(batch.value);
    }
  } catch (cause) {
    failure = { cause };
    copy.fail();
  }
  const over = copy.isOver();
  if (!over) copy.end();
  const ending = await copy.ending();
  if (failure) throw failure.cause;
  if (over) {
    const closed = Promise.resolve(source.return?.()).catch(() => {});
    // A source may be waiting for something that does not come; a lost connection does not wait for it.
    if (ending.kind !== 'lost') await closed;
  }
  if (ending.kind !== 'done') throw ending.error;
  if (over) throw new Error(`not a COPY FROM STDIN: ${sql}`);
  return copy.rows();
}

function startCopyIn(link: Link, sql: ByteString) {
  const stream = copyStreams.from(sql);
  const signal = new Signal();
  let ending: Ending | null = null;
  let refused = false;
  let rows = 0;
  stream.handleCommandComplete = ({ text }) => {
    rows = Number(/^COPY (\d+)/.exec(text)?.[1] ?? 0);
  };
  stream.handleError = () => {
    refused = true;
    signal.give();
  };
  stream.handleReadyForQuery = () => {};
  link.start(sql, stream, (how) => {
    ending = how;
    signal.give();
  });
  const isOver = () => refused || ending !== null;
  return {
    /** The server has refused the COPY or ended it, or is gone: nothing more is to be sent. */
    isOver,
    rows: () => rows,
    async unlessOver<T>(coming: Promise<T>): Promise<T | null> {
      let came: { readonly value: T } | { readonly cause: unknown } | null = null;
      await signal.wait((done) => {
        coming
          .then(
            (value) => (came = { value }),
            (cause: unknown) => (came = { cause }),
          )
          .then(done);
        if (isOver()) done();
      });
      const outcome = came as { readonly value: T } | { readonly cause: unknown } | null;
      if (isOver() || outcome === null) return null;
      if ('cause' in outcome) throw outcome.cause;
      return outcome.value;
    },
    /** Resolves when the socket takes more, or when it is over. */
    write: (chunk: Uint8Array) =>
      signal.wait((done) => {
        if (isOver()) done();
        else stream.write(chunk, () => done());
      }),
    /** CopyFail: the server undoes what it has and answers with an error. */
    fail: () => {
      if (!isOver()) link.connection.sendCopyFail('the source of the data failed');
    },
    end: () => {
      if (!isOver()) stream.end();
    },
    async ending(): Promise<Ending> {
      while (ending === null) await signal.wait();
      return ending;
    },
  };
}
