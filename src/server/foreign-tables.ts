import type { Session } from './session.ts';

/** Only servers that know the setting have one to change (set_restrict_relation_kind in pg_dump.c). */
const restrict = (session: Session, kinds: string): Promise<unknown> =>
  session.query(
    `SELECT pg_catalog.set_config(name, '${kinds}', false)
FROM pg_catalog.pg_settings
WHERE name = 'restrict_nonsystem_relation_kind'`,
  );

/** What is read of a foreign table, which the session's settings allow while it is read and no longer. */
export async function* throughForeignTable<T>(session: Session, data: AsyncIterable<T>): AsyncGenerator<T> {
  await restrict(session, 'view');
  yield* data;
  await restrict(session, 'view, foreign-table');
}
