import { quoteLiteral } from '../ddl/quote.ts';
import { toByteString, type ByteString } from '../model/text.ts';
import type { Session } from './session.ts';

export interface SnapshotOptions {
  readonly serializableDeferrable: boolean;
  /** Name of a snapshot that another session has exported. */
  readonly snapshot?: string | undefined;
}

/** Opens the one transaction that a dump reads in. */
export async function beginSnapshot(session: Session, options: SnapshotOptions): Promise<void> {
  await session.execute('BEGIN');
  await session.execute(
    options.serializableDeferrable
      ? 'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE'
      : 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY',
  );
  if (options.snapshot !== undefined) {
    await session.execute(`SET TRANSACTION SNAPSHOT ${quoteLiteral(toByteString(options.snapshot))}`);
  }
}

/** Name under which other sessions can read the same snapshot, while this transaction lasts. */
export async function exportSnapshot(session: Session): Promise<ByteString> {
  const [row] = await session.query<{ name: ByteString }>('SELECT pg_catalog.pg_export_snapshot() AS name');
  if (row === undefined) throw new Error('pg_export_snapshot returned no row');
  return row.name;
}
