import { expect, it } from 'vitest';
import { ServerError } from '../../src/errors.ts';
import { describeWithServer, server } from '../support/server.ts';
import { collect, errorOf, sessionTo } from './sessions.ts';

async function* chunks(...texts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* lines(count: number): AsyncGenerator<Uint8Array> {
  for (let line = 0; line < count; line++) yield Buffer.from(`${line}\tsome text\n`);
}

const everyByte = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

describeWithServer('copyOut', () => {
  it('delivers every row and counts them', async () => {
    await using session = await sessionTo(server());
    const copy = session.copyOut(`COPY (SELECT i, repeat('x', i % 50) FROM generate_series(1, 50000) i) TO STDOUT`);
    const bytes = await collect(copy);
    expect(bytes.toString().split('\n')).toHaveLength(50001);
    expect(copy.rows).toBe(50000);
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('delivers no rows', async () => {
    await using session = await sessionTo(server());
    expect(await collect(session.copyOut('COPY (SELECT 1 WHERE false) TO STDOUT'))).toHaveLength(0);
  });

  it('delivers rows of no columns, empty strings and nulls', async () => {
    await using session = await sessionTo(server());
    expect(`${await collect(session.copyOut('COPY (SELECT FROM generate_series(1, 3)) TO STDOUT'))}`).toBe('\n\n\n');
    expect(`${await collect(session.copyOut(`COPY (SELECT '', NULL) TO STDOUT`))}`).toBe('\t\\N\n');
  });

  it('does not count lines where a row may hold several', async () => {
    await using session = await sessionTo(server());
    const csv = session.copyOut(`COPY (SELECT E'a\\nb') TO STDOUT WITH (FORMAT csv, HEADER)`);
    expect(`${await collect(csv)}`).toBe('?column?\n"a\nb"\n');
    expect(await collect(session.copyOut('COPY (SELECT 10) TO STDOUT WITH BINARY'))).toHaveLength(31);
  });

  it('throws what the server says at once and on the way', async () => {
    await using session = await sessionTo(server());
    await expect(collect(session.copyOut('COPY nowhere TO STDOUT'))).rejects.toMatchObject({ code: '42P01' });
    await expect(collect(session.copyOut('SELECT 1'))).rejects.toThrow('not a COPY TO STDOUT');
    const onTheWay = 'COPY (SELECT 1/(i-50000) FROM generate_series(1, 100000) i) TO STDOUT';
    await expect(collect(session.copyOut(onTheWay))).rejects.toMatchObject({ code: '22012', statement: onTheWay });
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('stops the server when the reader leaves early', async () => {
    await using session = await sessionTo(server());
    for await (const _ of session.copyOut(
      `COPY (SELECT repeat('x', 1000) FROM generate_series(1, 3000000)) TO STDOUT`,
    )) {
      break;
    }
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('stops the server when the reader fails', async () => {
    await using session = await sessionTo(server());
    const read = async () => {
      for await (const _ of session.copyOut('COPY (SELECT * FROM generate_series(1, 3000000)) TO STDOUT')) {
        throw new Error('disk full');
      }
    };
    await expect(read()).rejects.toThrow('disk full');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('holds the server back while the reader is slow', async () => {
    await using session = await sessionTo(server());
    const copy = session.copyOut(`COPY (SELECT repeat('x', 1000) FROM generate_series(1, 30000)) TO STDOUT`);
    let total = 0;
    for await (const chunk of copy) {
      if (total < 500_000) await new Promise((resolve) => setTimeout(resolve, 5));
      total += chunk.length;
    }
    expect(total).toBe(30_030_000);
  });
});

describeWithServer('copyIn', () => {
  it('loads rows in chunks of any size and says how many', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a int, b text)');
    expect(await session.copyIn('COPY t FROM STDIN', lines(20000))).toBe(20000);
    expect(await session.copyIn('COPY t FROM STDIN', chunks('1', '\tsp', 'lit\n', '', '2\tx\n'))).toBe(2);
    expect(await session.copyIn('COPY t FROM STDIN', chunks())).toBe(0);
    expect(await session.query('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 20002 }]);
  });

  it('throws what the server says and stops sending', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a int, b text)');
    let sent = 0;
    let closed = false;
    // A pause before each chunk leaves the server's word the time to arrive, however fast the machine is.
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield Buffer.from('not a number\tx\n');
        for (;;) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          sent++;
          yield Buffer.alloc(60_000, '1\ttext\n');
        }
      } finally {
        closed = true;
      }
    }
    const error = await errorOf(() => session.copyIn('COPY t FROM STDIN', endless()));
    expect(error).toBeInstanceOf(ServerError);
    expect(error).toMatchObject({ code: '22P02', where: 'COPY t, line 1, column a: "not a number"' });
    expect(sent).toBeLessThan(1000);
    expect(closed).toBe(true);
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('throws at once where the statement itself is refused', async () => {
    await using session = await sessionTo(server());
    await expect(session.copyIn('COPY nowhere FROM STDIN', lines(100000))).rejects.toMatchObject({ code: '42P01' });
    await expect(session.copyIn('SELECT 1', lines(10))).rejects.toThrow('not a COPY FROM STDIN');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('undoes everything when the source fails, and throws the source’s error', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a int, b text)');
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield* lines(5000);
      throw new Error('archive is damaged');
    }
    await expect(session.copyIn('COPY t FROM STDIN', broken())).rejects.toThrow('archive is damaged');
    expect(await session.query('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 0 }]);
  });
});

describeWithServer('COPY out and in again', () => {
  it('carries every byte of text and bytea', async () => {
    await using session = await sessionTo(server());
    const latin = everyByte.subarray(1).toString('latin1').replaceAll("'", "''").replaceAll('\\', '\\\\');
    await session.execute(`SET client_encoding = 'LATIN1'`);
    await session.execute('CREATE TEMP TABLE a (t text, b bytea)');
    await session.execute(`INSERT INTO a VALUES (E'${latin}', '\\x${everyByte.toString('hex')}')`);
    await session.execute('CREATE TEMP TABLE b (LIKE a)');
    const bytes = await collect(session.copyOut('COPY a TO STDOUT'));
    expect(await session.copyIn('COPY b FROM STDIN', chunks(bytes))).toBe(1);
    expect(await session.query('SELECT a.t = b.t AND a.b = b.b AS same FROM a, b')).toEqual([{ same: true }]);
  });

  it('carries a row of 20 MB', async () => {
    await using session = await sessionTo(server());
    await session.execute(`CREATE TEMP TABLE big AS SELECT repeat('0123456789', 2000000) AS t`);
    await session.execute('CREATE TEMP TABLE copy (t text)');
    const copy = session.copyOut('COPY big TO STDOUT');
    const bytes = await collect(copy);
    expect([bytes.length, copy.rows]).toEqual([20_000_001, 1]);
    expect(await session.copyIn('COPY copy FROM STDIN', chunks(bytes))).toBe(1);
    expect(await session.query('SELECT big.t = copy.t AS same FROM big, copy')).toEqual([{ same: true }]);
  });

  // Takes some seconds and a gigabyte of disk: GPFERRY_LARGE=1.
  it.skipIf(process.env['GPFERRY_LARGE'] !== '1')('carries a row of 300 MB in flat memory', async () => {
    await using from = await sessionTo(server());
    await using into = await sessionTo(server());
    await from.execute(`CREATE TEMP TABLE big AS SELECT repeat('0123456789', 30000000) AS t`);
    await into.execute('CREATE TEMP TABLE copy (t text)');
    const before = process.memoryUsage().rss;
    let peak = 0;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss - before)), 10);
    expect(await into.copyIn('COPY copy FROM STDIN', from.copyOut('COPY big TO STDOUT'))).toBe(1);
    clearInterval(watch);
    expect(await into.query('SELECT length(t) AS length FROM copy')).toEqual([{ length: 300_000_000 }]);
    expect(peak).toBeLessThan(150_000_000);
  });
});
