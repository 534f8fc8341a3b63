import { ServerError, UserError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import { serverErrorText } from './error-text.ts';
import type { Session } from './session.ts';

/** Bytes a call: a value travels as hexadecimal text, twice its size. */
const sliceLength = 1 << 20;

/** The bytes of a large object, a slice at a time. */
export async function* readLargeObject(session: Session, oid: Oid): AsyncIterable<Uint8Array> {
  for (let offset = 0; ; offset += sliceLength) {
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
