import type { Oid } from '../model/catalog-id.ts';
import type { Session } from './session.ts';

/** Bytes a call: a value travels as hexadecimal text, twice its size. */
const sliceLength = 1 << 20;

/** The bytes of a large object, a slice at a time. */
export async function* readLargeObject(session: Session, oid: Oid): AsyncIterable<Uint8Array> {
  for (let offset = 0; ; offset += sliceLength) {
    const [row] = await session.query<{ hex: string }>(
      `SELECT pg_catalog.encode(pg_catalog.lo_get(${oid}, ${offset}, ${sliceLength}), 'hex') AS hex`,
    );
    const bytes = Buffer.from(row?.hex ?? '', 'hex');
    if (bytes.length > 0) yield bytes;
    if (bytes.length < sliceLength) return;
  }
}
