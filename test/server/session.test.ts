import { expect, it, vi } from 'vitest';
import { type ServerError } from '../../src/errors.ts';
import { byteStringOf, toByteString } from '../../src/model/text.ts';
import { connectAgain } from '../../src/server/connect.ts';
import { serverErrorText } from '../../src/server/error-text.ts';
import { describeWithServer, openDatabase, server, withDatabase } from '../support/server.ts';
import { errorOf, sessionTo } from './sessions.ts';

describeWithServer('a session', () => {
  it('gives rows with numbers, booleans, arrays and text', async () => {
    await using session = await sessionTo(server());
    const rows = await session.query(
      `SELECT 1::int2 AS small, 4294967295::oid AS oid, true AS yes, NULL::int AS nothing, 5::int8 AS big, 1.5::float8 AS real,
        ARRAY['a', NULL, 'b"c']::text[] AS texts, '1 2'::int2vector AS vector, ARRAY['x']::name[] AS names,
        '{postgres=r/postgres}'::aclitem[] AS acl`,
    );
    expect(rows).toEqual([
      {
        small: 1,
        oid: 4294967295,
        yes: true,
        nothing: null,
        big: '5',
        real: '1.5',
        texts: ['a', null, 'b"c'],
        vector: '1 2',
        names: ['x'],
        acl: ['postgres=r/postgres'],
      },
    ]);
  });

  it('knows its server, user, database and parameters', async () => {
    await using session = await sessionTo(server());
    expect(session.serverVersionNum).toBeGreaterThan(150000);
    expect(session).toMatchObject({ host: server().host, port: server().port, user: 'postgres', database: 'postgres' });
    expect(session.parameter('client_encoding')).toBe('UTF8');
    expect(await session.query('SHOW application_name')).toEqual([{ application_name: 'gpferry' }]);
    await session.execute('SET standard_conforming_strings = off');
    expect(session.parameter('standard_conforming_strings')).toBe('off');
  });

  it('runs several statements in one message and undoes all when one fails', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1); SELECT 1; ;');
    await expect(session.execute('INSERT INTO t VALUES (2); SELECT 1/0')).rejects.toThrow('division by zero');
    expect(await session.query('SELECT a FROM t')).toEqual([{ a: 1 }]);
  });

  it('gives the rows of several statements to each of them in turn', async () => {
    await using session = await sessionTo(server());
    const heard: unknown[] = [];
    const listening = (sql: string) => ({
      sql,
      onStart: () => heard.push('start'),
      onRow: (row: object) => heard.push(row),
      onEnd: () => heard.push('end'),
    });
    await session.eachOf([
      listening('SELECT n FROM generate_series(-1, 1) n'),
      listening('SELECT 1 WHERE false'),
      listening("SELECT 'x' AS text, NULL AS nothing, '' AS empty"),
    ]);
    const first = ['start', { n: -1 }, { n: 0 }, { n: 1 }, 'end'];
    expect(heard).toEqual([...first, 'start', 'end', 'start', { text: 'x', nothing: null, empty: '' }, 'end']);
  });

  it('names the one of several statements that was refused, and tells what a callback has thrown', async () => {
    await using session = await sessionTo(server());
    const one = { sql: 'SELECT 1 AS one', onRow: () => {} };
    const refused = await errorOf(() => session.eachOf([one, { ...one, sql: 'SELECT 1/0' }, one]));
    expect(refused).toMatchObject({ name: 'ServerError', code: '22012', statement: 'SELECT 1/0' });
    const failing = {
      ...one,
      onRow: () => {
        throw new Error('not this row');
      },
    };
    await expect(session.eachOf([one, failing, one])).rejects.toThrow('not this row');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('tells all that the server says of an error, as libpq prints it', async () => {
    await using session = await sessionTo(server());
    await session.execute('CREATE TEMP TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)');
    const duplicate = await errorOf(() => session.execute('INSERT INTO t VALUES (1)'));
    expect(duplicate.name).toBe('ServerError');
    expect(duplicate).toMatchObject({ code: '23505', statement: 'INSERT INTO t VALUES (1)' });
    expect(serverErrorText(duplicate as ServerError)).toBe(
      'ERROR:  duplicate key value violates unique constraint "t_pkey"\nDETAIL:  Key (a)=(1) already exists.\n',
    );
    const unknown = await errorOf(() => session.query('SELECT nope FROM t'));
    expect(serverErrorText(unknown as ServerError)).toBe(
      'ERROR:  column "nope" does not exist\nLINE 1: SELECT nope FROM t\n               ^\n',
    );
  });

  it('goes on after an error, and fails in a failed transaction', async () => {
    await using session = await sessionTo(server());
    await session.execute('BEGIN');
    await expect(session.query('SELECT 1/0')).rejects.toMatchObject({ code: '22012' });
    await expect(session.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' });
    await session.execute('ROLLBACK');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a second statement while the first runs', async () => {
    await using session = await sessionTo(server());
    const first = session.query('SELECT pg_sleep(0.2)');
    await expect(session.query('SELECT 1')).rejects.toThrow('started before the last had ended');
    await first;
  });

  it('refuses text that is no byte string', async () => {
    await using session = await sessionTo(server());
    await expect(session.query("SELECT '\u20ac'")).rejects.toThrow('not a byte string');
    await expect(session.query('SELECT \0 1')).rejects.toThrow('zero byte');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses COPY as a plain statement instead of losing its data', async () => {
    await using session = await sessionTo(server());
    await expect(session.execute('COPY (SELECT 1) TO STDOUT')).rejects.toThrow(
      'COPY cannot be run as a plain statement',
    );
    await session.execute('CREATE TEMP TABLE t (a int)');
    await expect(session.execute('COPY t FROM STDIN')).rejects.toThrow('COPY from stdin failed');
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('hands notices on', async () => {
    const notices: string[] = [];
    await using session = await sessionTo(server(), {
      onNotice: (notice) => notices.push(serverErrorText(notice, 'notice')),
    });
    await session.execute('DROP TABLE IF EXISTS none');
    await session.execute(`DO $$ BEGIN RAISE WARNING 'careful' USING HINT = 'look'; END $$`);
    expect(notices).toEqual(['NOTICE:  table "none" does not exist, skipping\n', 'WARNING:  careful\nHINT:  look\n']);
  });

  it('cancels what runs', async () => {
    await using session = await sessionTo(server());
    const asleep = session.query('SELECT pg_sleep(60)');
    setTimeout(() => void session.cancel(), 100);
    await expect(asleep).rejects.toMatchObject({ code: '57014' });
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('is closed while a statement runs, and the server stops it', async () => {
    await using watcher = await sessionTo(server());
    const session = await sessionTo(server());
    const [backend] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const asleep = errorOf(() => session.query('SELECT pg_sleep(60)'));
    await session[Symbol.asyncDispose]();
    await asleep;
    await expect
      .poll(() => watcher.query(`SELECT 1 AS one FROM pg_stat_activity WHERE pid = ${backend?.pid}`), { timeout: 5000 })
      .toEqual([]);
  });

  it('opens another session to the same server, and to another database of it', async () => {
    await using database = await openDatabase();
    await using session = await sessionTo(server());
    await using twin = await connectAgain(session);
    await using other = await connectAgain(session, toByteString(database.database));
    expect(await twin.query('SELECT current_database() AS name')).toEqual([{ name: 'postgres' }]);
    expect(other.database).toBe(database.database);
  });

  it('connects over the unix socket', async () => {
    const { socketDirectory } = server();
    if (socketDirectory === null) return;
    await using session = await sessionTo({ ...server(), host: socketDirectory });
    expect(await session.query('SELECT inet_client_addr() AS address')).toEqual([{ address: null }]);
    const asleep = session.query('SELECT pg_sleep(60)');
    setTimeout(() => void session.cancel(), 100);
    await expect(asleep).rejects.toMatchObject({ code: '57014' });
  });
});

describeWithServer('streamed rows', () => {
  it('come one by one, in order', async () => {
    await using session = await sessionTo(server());
    let next = 1;
    for await (const row of session.rows<{ i: number }>('SELECT i FROM generate_series(1, 1050) i')) {
      expect(row.i).toBe(next++);
    }
    expect(next).toBe(1051);
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('may be none', async () => {
    await using session = await sessionTo(server());
    for await (const _ of session.rows('SELECT 1 WHERE false')) expect.unreachable();
  });

  it.each([0, 1, 150])('may be left after %i', async (count) => {
    await using session = await sessionTo(server());
    let seen = 0;
    for await (const _ of session.rows('SELECT i FROM generate_series(1, 100000) i')) if (++seen > count) break;
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('end in the error that the server meets on the way', async () => {
    await using session = await sessionTo(server());
    const read = async () => {
      for await (const _ of session.rows('SELECT 1/(i-500) FROM generate_series(1, 1000) i'));
    };
    await expect(read()).rejects.toMatchObject({ code: '22012' });
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await expect(async () => {
      for await (const _ of session.rows('SELECT * FROM nowhere'));
    }).rejects.toMatchObject({ code: '42P01' });
  });
});

describeWithServer('tuples', () => {
  const asText = () => (text: string) => text;

  it('are made of values that their types decide, whatever the columns are called', async () => {
    await using session = await sessionTo(server());
    const valueOf = (oid: number) => (text: string) => `${oid}:${text}`;
    const groups = session.tuples('SELECT 1, true, NULL, 2 FROM generate_series(1, 2500)', valueOf);
    let rows = 0;
    for await (const group of groups) {
      rows += group.length;
      expect(group[0]).toEqual(['23:1', '16:t', null, '23:2']);
    }
    expect(rows).toBe(2500);
  });

  it('wait at the server while nobody takes them, however wide they are', async () => {
    await using session = await sessionTo(server());
    await using other = await sessionTo(server());
    const [backend] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const groups = session.tuples(`SELECT repeat('x', 1000000) FROM generate_series(1, 100)`, asText);
    let rows = 0;
    for await (const group of groups) {
      if (rows === 0) {
        await vi.waitUntil(async () => {
          const [activity] = await other.query<{ waits: string | null }>(
            `SELECT wait_event AS waits FROM pg_stat_activity WHERE pid = ${backend!.pid}`,
          );
          return activity?.waits === 'ClientWrite';
        });
      }
      rows += group.length;
    }
    expect(rows).toBe(100);
  });

  it.each([0, 1, 15])('may be left after %i groups', async (count) => {
    await using session = await sessionTo(server());
    let seen = 0;
    for await (const _ of session.tuples(`SELECT repeat('x', 20000) FROM generate_series(1, 10000)`, asText))
      if (++seen > count) break;
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('may be left unread', async () => {
    await using session = await sessionTo(server());
    session.tuples('SELECT 1', asText);
    expect(await session.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describeWithServer('names and values as bytes', () => {
  /** The same word in each encoding, as bytes. */
  const words = [
    ['UTF8', 'größe-日本', Buffer.from('größe-日本')],
    ['LATIN1', 'größe', Buffer.from('größe', 'latin1')],
    ['SQL_ASCII', 'any bytes', Buffer.from([0xff, 0xfe, 0x80, 0x41])],
    ['EUC_JP', '日本', Buffer.from([0xc6, 0xfc, 0xcb, 0xdc])],
    ['WIN1251', 'Ёж', Buffer.from([0xa8, 0xe6])],
  ] as const;

  it.each(words)('pass a %s database unchanged (%s)', async (encoding, _, bytes) => {
    await withDatabase(
      async (database) => {
        await using session = await sessionTo(database);
        const name = byteStringOf(bytes);
        expect(session.parameter('client_encoding')).toBe(encoding);
        await session.execute(`CREATE TABLE "${name}" ("${name}" text)`);
        await session.execute(`INSERT INTO "${name}" VALUES ('${name}')`);
        const [table] = await session.query<{ relname: string }>(
          `SELECT relname FROM pg_catalog.pg_class WHERE relname = '${name}'`,
        );
        expect(table?.relname).toBe(name);
        expect(await session.query(`SELECT * FROM "${table?.relname}"`)).toEqual([{ [name]: name }]);
        for await (const row of session.rows(`SELECT "${name}" FROM "${name}"`)) expect(row).toEqual({ [name]: name });
        let copied = '';
        for await (const chunk of session.copyOut(`COPY "${name}" TO STDOUT`)) copied += byteStringOf(chunk);
        expect(copied).toBe(`${name}\n`);
      },
      { encoding },
    );
  });

  it('are decoded for people in messages', async () => {
    await withDatabase(
      async (database) => {
        await using session = await sessionTo(database);
        const error = await errorOf(() => session.query(byteStringOf(Buffer.from('SELECT * FROM größe', 'latin1'))));
        expect(error).toMatchObject({
          message: 'relation "größe" does not exist',
          statement: 'SELECT * FROM größe',
          position: 15,
        });
      },
      { encoding: 'LATIN1' },
    );
    await withDatabase(
      async (database) => {
        await using session = await sessionTo(database);
        const error = await errorOf(() => session.query('SELECT * FROM \xc6\xfc\xcb\xdc'));
        expect(serverErrorText(error as ServerError)).toBe(
          'ERROR:  relation "日本" does not exist\nLINE 1: SELECT * FROM 日本\n                      ^\n',
        );
      },
      { encoding: 'EUC_JP' },
    );
  });
});
