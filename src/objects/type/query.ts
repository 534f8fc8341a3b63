import type { Oid } from '../../model/catalog-id.ts';
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

/** All types, the server's own too: elements and columns may be of them. */
export const typeQuery = (): ByteString => `SELECT t.tableoid, t.oid, t.typname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(t.typowner) AS owner, t.typtype, t.typisdefined AS "isDefined", t.typrelid AS relation,
  coalesce(c.relkind, ' ') AS relkind, ${isArrayType} AS "isArray",
  pg_catalog.format_type(t.oid, NULL) AS formatted, t.typacl AS acl,
  pg_catalog.acldefault('T', t.typowner) AS "defaultAcl"
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
ORDER BY t.oid`;

/** Row types of tables, array types and multirange types come with what they are made for: only their order counts. */
export const toType = ({ tableoid, oid, relkind, isArray, ...row }: TypeRow): ObjectDraft<DumpType> => ({
  ...row,
  type: (row.relation !== 0 && relkind !== 'c') || isArray || row.typtype === 'm' ? 'dummy-type' : 'type',
  catalogId: { tableoid, oid },
  shellType: null,
});
