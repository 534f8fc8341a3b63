import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import type { Server } from '../../server/server.ts';

/** What the dump of a database says of the database itself; one row. */
export interface DatabaseRow {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly encoding: ByteString;
  /** pg_database.datlocprovider: c libc, i ICU, b built in; null: the server has libc only and knows no such word. */
  readonly localeProvider: string | null;
  readonly collate: ByteString | null;
  readonly ctype: ByteString | null;
  /** The provider's own locale, where it is not libc. */
  readonly locale: ByteString | null;
  readonly icuRules: ByteString | null;
  readonly collationVersion: ByteString | null;
  readonly frozenXid: string;
  readonly minMxid: string;
  readonly tablespace: ByteString;
  readonly connectionLimit: number;
  readonly isTemplate: boolean;
  readonly comment: ByteString | null;
  readonly acl: ByteString[] | null;
  readonly defaultAcl: ByteString[];
  /** `name=value` each. */
  readonly settings: ByteString[];
  /** Role, then `name=value`, in turn. */
  readonly roleSettings: ByteString[];
  /** Provider, then label, in turn. */
  readonly labels: ByteString[];
}

/** The database the session is in. */
export function databaseQuery(server: Server): ByteString {
  const has = (column: string, otherwise: string): string =>
    server.has(`pg_database.${column}`) ? `d.${column}` : otherwise;
  return `SELECT d.tableoid, d.oid, d.datname AS name, pg_catalog.pg_get_userbyid(d.datdba) AS owner,
  pg_catalog.pg_encoding_to_char(d.encoding) AS encoding, ${has('datlocprovider', 'NULL')} AS "localeProvider",
  d.datcollate AS collate, d.datctype AS ctype, ${has('datlocale', has('daticulocale', 'NULL'))} AS locale,
  ${has('daticurules', 'NULL')} AS "icuRules",
  ${has('datcollversion', 'NULL')} AS "collationVersion", d.datfrozenxid AS "frozenXid", d.datminmxid AS "minMxid",
  coalesce(t.spcname, '') AS tablespace,
  d.datconnlimit AS "connectionLimit", d.datistemplate AS "isTemplate",
  pg_catalog.shobj_description(d.oid, 'pg_database') AS comment, d.datacl AS acl,
  pg_catalog.acldefault('d', d.datdba) AS "defaultAcl",
  ARRAY(SELECT pg_catalog.unnest(s.setconfig) FROM pg_catalog.pg_db_role_setting s
    WHERE s.setrole = 0 AND s.setdatabase = d.oid) AS settings,
  ARRAY(SELECT pg_catalog.unnest(ARRAY[rs.rolname::pg_catalog.text, rs.setting])
    FROM (SELECT r.rolname, pg_catalog.unnest(s.setconfig) AS setting
      FROM pg_catalog.pg_db_role_setting s, pg_catalog.pg_roles r
      WHERE s.setrole = r.oid AND s.setdatabase = d.oid) rs) AS "roleSettings",
  ${server.has('pg_shseclabel') ? labels : "'{}'::pg_catalog.text[]"} AS labels
FROM pg_catalog.pg_database d
LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace
WHERE d.datname = pg_catalog.current_database()`;
}

const labels = `ARRAY(SELECT pg_catalog.unnest(ARRAY[l.provider, l.label]) FROM pg_catalog.pg_shseclabel l
    WHERE l.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass AND l.objoid = d.oid)`;
