import * as copyStreams from 'pg-copy-streams';
import { ConnectionLostError } from '../errors.ts';
import type { ByteString } from '../model/text.ts';
import { countNewlines } from './count-newlines.ts';
import { withLostSegments } from './failed-segments.ts';
import { LastWords } from './last-words.ts';
import type { Ending, Link } from './link.ts';
import type { CopyOut } from './session.ts';
import { Signal } from './signal.ts';

/** COPY … TO STDOUT as the session's `copyOut` promises it. `cancel` asks the server to stop what runs. */
export function copyOut(link: Link, sql: ByteString, cancel: () => Promise<void>): CopyOut {
  const progress = { rows: 0 };
  const data = deliver(link, sql, cancel, progress);
  return {
    get rows() {
      return progress.rows;
    },
    [Symbol.asyncIterator]: () => data,
  };
}

async function* deliver(
  link: Link,
  sql: ByteString,
  cancel: () => Promise<void>,
  progress: { rows: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  using lastWords = new LastWords(link.connection.stream);
  const copy = startCopyOut(link, sql);
  try {
    for (;;) {
      const chunk = copy.read();
      if (chunk !== null) {
        progress.rows += countNewlines(chunk);
        yield chunk;
      } else if (copy.ending() !== null) {
        break;
      } else {
        await copy.change();
      }
    }
    const how = copy.ending();
    if (how !== null && how.kind !== 'done') throw withLostSegments(how.error, `${lastWords}`);
    checkRowCount(sql, copy.rowsTold(), progress.rows);
  } finally {
    if (copy.ending() === null) {
      // The consumer left early: stop the server, then read away what was on its way.
      await cancel().catch(() => link.destroy());
      while (copy.ending() === null) if (copy.read() === null) await copy.change();
    }
  }
}

function startCopyOut(link: Link, sql: ByteString) {
  const stream = copyStreams.to(sql);
  const signal = new Signal();
  let ending: Ending | null = null;
  let failed = false;
  let rowsTold: number | null = null;
  stream.handleCommandComplete = ({ text }) => {
    const tag = /^COPY (\d+)/.exec(text);
    rowsTold = tag ? Number(tag[1]) : null;
  };
  stream.handleError = () => {
    failed = true;
  };
  stream.on('readable', signal.give);
  stream.on('end', signal.give);
  link.start(sql, stream, (how) => {
    ending = how;
    // Once it is over, reading would take bytes off the socket that belong to the next statement.
    if (how.kind !== 'done') failed = true;
    signal.give();
  });
  return {
    /** The next bytes, or null where none are at hand. */
    read: () => (failed ? null : (stream.read() as Buffer | null)),
    ending: () => ending as Ending | null,
    /** What the server's CommandComplete said; null where it was not that of a COPY. */
    rowsTold: () => rowsTold as number | null,
    change: () => signal.wait(),
  };
}

// In CSV a quoted value may hold newlines and HEADER adds a line; in binary there are no lines at all.
const otherFormat = /\b(?:csv|binary|header)\b/i;

/** The server's own count of rows must be the number of lines that came. */
function checkRowCount(sql: ByteString, told: number | null, delivered: number): void {
  if (told === null) throw new Error(`not a COPY TO STDOUT: ${sql}`);
  if (told === delivered) return;
  const options = sql.slice(sql.toLowerCase().lastIndexOf('stdout'));
  if (otherFormat.test(options)) return;
  throw new ConnectionLostError(`the server copied ${told} rows, but ${delivered} arrived`, {
    detail: `The statement was: ${sql}`,
  });
}
