import { catalogIdKey, type Oid } from '../model/catalog-id.ts';
import type { Session } from '../server/session.ts';
import type { ExtensionMembers } from './select.ts';

/** Which object belongs to which extension. */
export async function readExtensionMembers(session: Session): Promise<ExtensionMembers> {
  const rows = await session.query<{ tableoid: Oid; oid: Oid; extension: Oid }>(
    `SELECT classid AS tableoid, objid AS oid, refobjid AS extension
FROM pg_catalog.pg_depend
WHERE refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass AND deptype = 'e'
ORDER BY classid, objid`,
  );
  return new Map(rows.map((row) => [catalogIdKey(row), row.extension]));
}
