import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { inOneSession } from '../../src/dump/data-sessions.ts';
import { LiveArchive } from '../../src/dump/live-archive.ts';
import { ServerError } from '../../src/errors.ts';
import { silentReporter } from '../../src/log.ts';
import { failedSegments, withLostSegments } from '../../src/server/failed-segments.ts';
import { LastWords } from '../../src/server/last-words.ts';
import type { Session } from '../../src/server/session.ts';
import { entryOf } from '../toc/entries.ts';

/** What Greenplum 7.0.0 sent when a backend of its segment 1 was killed in the middle of a COPY; 6.24.3 says the same. */
const refusal = new ServerError('MPP detected 1 segment failures, system is reconnected', { code: '58M01' });
const reason = 'server closed the connection unexpectedly\n\tThis probably means the server terminated abnormally';
const words =
  'd\0\0\0\x0912\tabc\n' +
  'N\0\0\0\x80SLOG\0VLOG\0C00000\0' +
  `Merror occurred while ending COPY: Primary segment 1, dbid 3, with error: ${reason}\n\0Fcdbcopy.c\0L729\0\0` +
  'N\0\0\0\x40SLOG\0VLOG\0C00000\0MCOPY signals FTS to probe segments\0\0';

/** A session that is asked which segments they are. */
function coordinator(asked: string[] = []): Session {
  const session = {
    execute: async (sql: string) => void asked.push(sql),
    query: async (sql: string) => {
      asked.push(sql.replaceAll(/\s+/g, ' '));
      return [{ segment: 'content 1, host sdw2, port 7009' }];
    },
    copyOut: () => ({
      rows: 0,
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(withLostSegments(refusal, words)) }),
    }),
  };
  // Nothing else of a session is asked for.
  return session as unknown as Session;
}

describe('a segment lost in the middle of a COPY', () => {
  it('is what the log says just before the error, which tells a number only', () => {
    expect(withLostSegments(refusal, words)).toMatchObject({
      message: refusal.message,
      code: '58M01',
      detail: `Primary segment 1, dbid 3, with error: ${reason}`,
    });
    expect(withLostSegments(refusal, 'd\0\0\0\x0912\tabc\n')).toBe(refusal);
    const other = new ServerError('canceling statement due to user request', { code: '57014' });
    expect(withLostSegments(other, words)).toBe(other);
  });

  it('is looked up by its number in the cluster, in a transaction of its own', async () => {
    const asked: string[] = [];
    const error = withLostSegments(refusal, words) as ServerError;
    expect(await failedSegments(coordinator(asked), error)).toEqual(['content 1, host sdw2, port 7009']);
    expect(asked).toEqual(['ROLLBACK', expect.stringContaining('WHERE dbid IN (3) ORDER BY content')]);
  });

  it('may be told by its content alone', async () => {
    const asked: string[] = [];
    const message = 'could not receive COPY data from segment 2: connection timed out';
    await failedSegments(coordinator(asked), new ServerError(message, { code: '58030' }));
    expect(asked[1]).toContain(`WHERE role = 'p' AND content IN (2)`);
  });

  it('is not asked for where the server named none', async () => {
    const asked: string[] = [];
    expect(await failedSegments(coordinator(asked), refusal)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is named in the error of the dump, with the table', async () => {
    const entry = entryOf({ dumpId: 1, desc: 'TABLE DATA', namespace: 'shop', tag: 'orders', hasData: true });
    const data = { kind: 'copy', statement: 'COPY shop.orders (id) TO stdout;', relation: { relkind: 'r', pages: 0 } };
    // As much of an archive as the reading of rows needs.
    const [statistics, header, built] = [null, null, [{ entry, data }]] as unknown as [never, never, never];
    const live = new LiveArchive(inOneSession(coordinator()), statistics, header, built, silentReporter);
    const reading = live.readData(entry)[Symbol.asyncIterator]().next();
    await expect(reading).rejects.toMatchObject({
      message: 'Dumping the contents of table "orders" failed: PQgetResult() failed.',
      detail:
        'Error message from server: ERROR:  MPP detected 1 segment failures, system is reconnected\n' +
        `DETAIL:  Primary segment 1, dbid 3, with error: ${reason}\n` +
        'Failed segment: content 1, host sdw2, port 7009\n' +
        'Command was: COPY shop.orders (id) TO stdout;',
    });
  });
});

it('what a socket was last asked for is kept, and no more of it', () => {
  const socket = new PassThrough();
  const { read } = socket;
  {
    using lastWords = new LastWords(socket);
    for (const text of ['first', 'second', 'third']) {
      socket.write(text);
      socket.read();
    }
    socket.read();
    expect(`${lastWords}`).toBe('secondthird');
  }
  expect(socket.read).toBe(read);
});
