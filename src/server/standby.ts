import type { Session } from './session.ts';

/** The server follows another one, which alone may be written to. */
export async function isStandby(session: Session): Promise<boolean> {
  const [row] = await session.query<{ answer: boolean }>('SELECT pg_catalog.pg_is_in_recovery() AS answer');
  return row?.answer === true;
}
