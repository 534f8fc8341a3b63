import QueryStream from 'pg-query-stream';
import type { ByteString } from '../model/text.ts';
import type { Ending, Link, Statement } from './link.ts';
import { resultTypes } from './result-values.ts';
import { Signal } from './signal.ts';

/** As many as pg_dump fetches at a time. */
const batchSize = 100;

/** The rows of one statement as they come, a batch in memory at a time. */
export async function* streamRows<R extends object>(link: Link, sql: ByteString): AsyncGenerator<R, void, undefined> {
  const stream = new QueryStream(sql, [], { batchSize, types: resultTypes as never });
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
      const row = stream.read() as R | null;
      if (row !== null) yield row;
      else if (stream.readableEnded) break;
      else await signal.wait();
    }
  } finally {
    if (ended() === null) stream.destroy();
    while (ended() === null) await signal.wait();
  }
}
