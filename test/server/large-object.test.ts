import { expect, it } from 'vitest';
import { readLargeObject } from '../../src/server/large-object.ts';
import { describeWithServer, server } from '../support/server.ts';
import { collect, sessionTo } from './sessions.ts';

describeWithServer('readLargeObject', () => {
  it.each([0, 1, 1 << 20, (1 << 20) + 1, 3_500_000])('of %i bytes', async (size) => {
    await using session = await sessionTo(server());
    const bytes = Buffer.from(Array.from({ length: size }, (_, index) => (index * 7) % 256));
    await session.execute('BEGIN');
    const [made] = await session.query<{ oid: number }>(
      `SELECT pg_catalog.lo_from_bytea(0, '\\x${bytes.toString('hex')}') AS oid`,
    );
    expect((await collect(readLargeObject(session, made?.oid ?? 0))).equals(bytes)).toBe(true);
    await session.execute('ROLLBACK');
  });

  it('that may not be read: as pg_dump says it', async () => {
    await using session = await sessionTo(server());
    await session.execute('BEGIN');
    const [made] = await session.query<{ oid: number }>(`SELECT pg_catalog.lo_from_bytea(0, '') AS oid`);
    const oid = made?.oid ?? 0;
    await session.execute('SET LOCAL ROLE pg_monitor');
    await expect(collect(readLargeObject(session, oid))).rejects.toThrow(
      `could not open large object ${oid}: ERROR:  permission denied for large object ${oid}`,
    );
    await session.execute('ROLLBACK');
  });
});
