import { ServerError, UserError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import { serverErrorText } from './error-text.ts';
import type { Session } from './session.ts';

/** Bytes a call: a value travels as hexadecimal text, twice its size. */
const sliceLength = 1 << 20;

const noBytes = Buffer.alloc(0);

/** So many large objects begin to be read in one statement, each with so many bytes: most are not larger. */
const batchSize = 64;
const firstLength = 32 * 1024;

interface ReadLargeObject {
  readonly oid: Oid;
  /** To be read to its end before the next object is asked for. */
  readonly data: AsyncIterable<Uint8Array>;
}

/** Large objects in the order given. A transaction is open. */
export async function* readLargeObjects(
  session: Session,
  oids: readonly Oid[],
): AsyncGenerator<ReadLargeObject, void, undefined> {
  for (let start = 0; start < oids.length; start += batchSize) {
    const batch = oids.slice(start, start + batchSize);
    const beginnings = await readBeginnings(session, batch);
    for (const oid of batch) yield { oid, data: bytesOf(session, oid, beginnings?.get(oid)) };
  }
}

/** undefined: one of them cannot be read; which one shows when each is read by itself. */
async function readBeginnings(session: Session, oids: readonly Oid[]): Promise<Map<Oid, Buffer> | undefined> {
  await session.execute('SAVEPOINT large_objects');
  try {
    const rows = await session.query<{ oid: Oid; hex: string }>(
      `SELECT l.oid, pg_catalog.encode(pg_catalog.lo_get(l.oid, 0, ${firstLength}), 'hex') AS hex
FROM pg_catalog.unnest('{${oids.join(',')}}'::pg_catalog.oid[]) AS l (oid)`,
    );
    await session.execute('RELEASE SAVEPOINT large_objects');
    return new Map(rows.map(({ oid, hex }) => [oid, Buffer.from(hex, 'hex')]));
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    await session.execute('ROLLBACK TO SAVEPOINT large_objects');
    return undefined;
  }
}

/** The bytes of a large object, a slice at a time. */
async function* bytesOf(session: Session, oid: Oid, beginning: Buffer = noBytes): AsyncIterable<Uint8Array> {
  if (beginning.length > 0) yield beginning;
  if (beginning !== noBytes && beginning.length < firstLength) return;
  for (let offset = beginning.length; ; offset += sliceLength) {
    const sql = `SELECT pg_catalog.encode(pg_catalog.lo_get(${oid}, ${offset}, ${sliceLength}), 'hex') AS hex`;
    const [row] = await session.query<{ hex: string }>(sql).catch((error: unknown) => {
      if (!(error instanceof ServerError)) throw error;
      const failed = offset === 0 ? 'could not open' : 'error reading';
      throw new UserError(`${failed} large object ${oid}: ${serverErrorText(error).trimEnd()}`, { cause: error });
    });
    const bytes = Buffer.from(row?.hex ?? '', 'hex');
    if (bytes.length > 0) yield bytes;
    if (bytes.length < sliceLength) return;
  }
}
