import { expect, it } from 'vitest';
import { connectAgain } from '../../src/server/connect.ts';
import { prepareSession } from '../../src/server/session-settings.ts';
import { beginSnapshot, exportSnapshot } from '../../src/server/snapshot.ts';
import { describeWithServer, server, withDatabase } from '../support/server.ts';
import { sessionTo } from './sessions.ts';

const plain = {
  encoding: undefined,
  role: undefined,
  extraFloatDigits: undefined,
  quoteAllIdentifiers: false,
  enableRowSecurity: false,
};

describeWithServer('a dump’s session', () => {
  it('has settings that make every value come out the same', async () => {
    await using session = await sessionTo(server(), {
      env: { PGDATESTYLE: 'German', PGOPTIONS: '-c statement_timeout=5s' },
    });
    await prepareSession(session, plain);
    const names = [
      'DateStyle',
      'IntervalStyle',
      'extra_float_digits',
      'statement_timeout',
      'row_security',
      'search_path',
    ];
    const rows = await session.query<{ name: string; setting: string }>(
      `SELECT name, setting FROM pg_catalog.pg_settings WHERE name = ANY ('{${names.join(',')}}') ORDER BY name`,
    );
    expect(Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))).toEqual({
      DateStyle: 'ISO, DMY',
      IntervalStyle: 'postgres',
      extra_float_digits: '3',
      row_security: 'off',
      search_path: '',
      statement_timeout: '0',
    });
    expect(session.parameter('standard_conforming_strings')).toBe('on');
  });

  it('uses the encoding of the environment, as pg_dump does, or the one of -E', async () => {
    await withDatabase(
      async (database) => {
        await using session = await sessionTo(database, { env: { PGCLIENTENCODING: 'UTF8' } });
        await prepareSession(session, plain);
        expect(session.parameter('client_encoding')).toBe('UTF8');
        await prepareSession(session, { ...plain, encoding: 'LATIN1' });
        expect(session.parameter('client_encoding')).toBe('LATIN1');
      },
      { encoding: 'LATIN1' },
    );
  });

  it('shares its snapshot with others', async () => {
    await withDatabase(async (database) => {
      await using session = await sessionTo(database);
      await session.execute('CREATE TABLE t (a int); INSERT INTO t VALUES (1)');
      await beginSnapshot(session, { serializableDeferrable: false });
      const snapshot = await exportSnapshot(session);
      await using writer = await connectAgain(session);
      await writer.execute('INSERT INTO t VALUES (2)');
      await using worker = await connectAgain(session);
      await beginSnapshot(worker, { serializableDeferrable: false, snapshot });
      expect(await worker.query('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 1 }]);
      await expect(worker.execute('DROP TABLE t')).rejects.toMatchObject({ code: '25006' });
    });
  });
});
