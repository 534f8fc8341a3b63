import { expect, it } from 'vitest';
import type { Oid } from '../../src/model/catalog-id.ts';
import { readLargeObjects } from '../../src/server/large-object.ts';
import type { Session } from '../../src/server/session.ts';
import { describeWithServer, server } from '../support/server.ts';
import { collect, sessionTo } from './sessions.ts';

async function make(session: Session, bytes: Buffer): Promise<Oid> {
  const [made] = await session.query<{ oid: Oid }>(
    `SELECT pg_catalog.lo_from_bytea(0, '\\x${bytes.toString('hex')}') AS oid`,
  );
  return made!.oid;
}

const bytesOf = (length: number): Buffer => Buffer.from(Array.from({ length }, (_, index) => (index * 7) % 256));

async function read(session: Session, oids: readonly Oid[]): Promise<Map<Oid, Buffer>> {
  const objects = new Map<Oid, Buffer>();
  for await (const { oid, data } of readLargeObjects(session, oids)) objects.set(oid, await collect(data));
  return objects;
}

describeWithServer('readLargeObjects', () => {
  it.each([0, 1, 1 << 15, (1 << 15) + 1, 1 << 20, (1 << 20) + (1 << 15), 3_500_000])('of %i bytes', async (size) => {
    await using session = await sessionTo(server());
    await session.execute('BEGIN');
    const oid = await make(session, bytesOf(size));
    expect((await read(session, [oid])).get(oid)?.equals(bytesOf(size))).toBe(true);
    await session.execute('ROLLBACK');
  });

  it('of many, each with its own bytes and in the order asked for', async () => {
    await using session = await sessionTo(server());
    await session.execute('BEGIN');
    const oids: Oid[] = [];
    for (let size = 0; size < 200; size++) oids.unshift(await make(session, bytesOf(size)));
    const objects = [...(await read(session, oids))];
    expect(objects.map(([oid]) => oid)).toEqual(oids);
    expect(objects.map(([, bytes]) => bytes.length)).toEqual(oids.map((_, index) => 199 - index));
    await session.execute('ROLLBACK');
  });

  it('of which one may not be read: named as pg_dump names it', async () => {
    await using session = await sessionTo(server());
    await session.execute('BEGIN');
    const oids = [await make(session, bytesOf(1)), await make(session, bytesOf(1))];
    await session.execute(`GRANT SELECT ON LARGE OBJECT ${oids[0]} TO PUBLIC; SET LOCAL ROLE pg_monitor`);
    await expect(read(session, oids)).rejects.toThrow(
      `could not open large object ${oids[1]}: ERROR:  permission denied for large object ${oids[1]}`,
    );
    await session.execute('ROLLBACK');
  });
});
