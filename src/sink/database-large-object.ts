import type { Oid } from '../model/catalog-id.ts';
import type { Session } from '../server/session.ts';
import { inChunks } from './in-chunks.ts';
import { byteaLiteral } from './literal.ts';
import type { LargeObjectManner } from './sink.ts';

/** INV_WRITE in libpq/libpq-fs.h. */
export const forWriting = 0x20000;

/** Bytes a call: they travel as hexadecimal text, twice as long. */
const chunkLength = 1 << 18;

/** Opens a large object to be written, in the transaction that is open; gives back its descriptor. */
export async function openLargeObject(session: Session, oid: Oid, { create }: LargeObjectManner): Promise<number> {
  const object = create ? `pg_catalog.lo_create('${oid}')` : `'${oid}'`;
  const rows = await session.query<{ descriptor: number }>(
    `SELECT pg_catalog.lo_open(${object}, ${forWriting}) AS descriptor;`,
  );
  return rows[0]?.descriptor ?? -1;
}

/** Writes an open large object and closes it. */
export async function writeLargeObject(
  session: Session,
  descriptor: number,
  data: AsyncIterable<Uint8Array>,
  { standardStrings }: { readonly standardStrings: boolean },
): Promise<void> {
  for await (const chunk of inChunks(data, chunkLength)) {
    const bytes = byteaLiteral(chunk, standardStrings);
    await session.execute(`SELECT pg_catalog.lowrite(${descriptor}, ${bytes});`);
  }
  await session.execute(`SELECT pg_catalog.lo_close(${descriptor});`);
}
