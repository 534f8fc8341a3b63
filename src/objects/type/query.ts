import { catalogIdOf, firstNormalOid, type Oid } from '../../model/catalog-id.ts';
import type { ObjectDraft } from '../../model/dump-object.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';

export interface TypeRow {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly typtype: string;
  readonly isDefined: boolean;
  readonly relation: Oid;
  readonly relkind: string;
  readonly isArray: boolean;
  readonly formatted: ByteString;
  readonly acl: ByteString[] | null;
  readonly defaultAcl: ByteString[];
}

/** Is `t` an array type that the server made? The name is looked at first: it saves most of the look-ups. */
export const isArrayType = `(t.typname[0] = '_' AND t.typelem <> 0
    AND coalesce((SELECT te.typarray FROM pg_catalog.pg_type te WHERE te.oid = t.typelem) = t.oid, false))`;

/**
 * Every table has a row type and that an array type, which nothing but the two know of as a rule: most of a large
 * database's types. What does use one depends on it.
 */
const isOfInterest = `NOT (t.oid >= ${firstNormalOid} AND ((t.typrelid <> 0 AND c.relkind <> 'c') OR ${isArrayType})
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
    WHERE d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.refobjid = t.oid AND d.deptype <> 'i'))`;

/** All types, the server's own too: elements and columns may be of them. */
export const typeQuery = (): ByteString => `SELECT t.tableoid, t.oid, t.typname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(t.typowner) AS owner, t.typtype, t.typisdefined AS "isDefined", t.typrelid AS relation,
  coalesce(c.relkind, ' ') AS relkind, ${isArrayType} AS "isArray",
  pg_catalog.format_type(t.oid, NULL) AS formatted, t.typacl AS acl,
  pg_catalog.acldefault('T', t.typowner) AS "defaultAcl"
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
WHERE ${isOfInterest}
ORDER BY t.oid`;

/** Row types of tables, array types and multirange types come with what they are made for: only their order counts. */
export const toType = (row: TypeRow): ObjectDraft<DumpType> => ({
  type: (row.relation !== 0 && row.relkind !== 'c') || row.isArray || row.typtype === 'm' ? 'dummy-type' : 'type',
  catalogId: catalogIdOf(row),
  shellType: null,
  ...row,
});
