import { firstNormalOid } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';

/**
 * A condition that leaves out what initdb made: none of it is dumped, and none of it depends on what is. The schema is
 * asked too, because a server in single-user mode gives low OIDs to users' objects.
 */
export const madeByUsers = (object: string, schema: string): ByteString =>
  `(${object}.oid >= ${firstNormalOid} OR ${schema}.nspname <> 'pg_catalog')`;
