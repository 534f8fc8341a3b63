import type { RoleAttribute, RoleSection } from '../../objects/dialect.ts';

/** Which external tables a role may make. */
export const externalTableRights: readonly RoleAttribute[] = [
  { column: 'pg_authid.rolcreaterextgpfd', words: "CREATEEXTTABLE (protocol='gpfdist', type='readable')" },
  { column: 'pg_authid.rolcreatewextgpfd', words: "CREATEEXTTABLE (protocol='gpfdist', type='writable')" },
  { column: 'pg_authid.rolcreaterexthttp', words: "CREATEEXTTABLE (protocol='http')" },
];

/** When a role may not log in. Days are numbers, from 0 for Sunday. */
export const timeConstraints: RoleSection = {
  title: 'Role time constraints',
  requires: 'pg_auth_time_constraint',
  query: `SELECT 'ALTER ROLE ' || pg_catalog.quote_ident(r.rolname) || ' DENY BETWEEN DAY ' || c.start_day || ' TIME ''' ||
  c.start_time || ''' AND DAY ' || c.end_day || ' TIME ''' || c.end_time || ''';' AS command
FROM pg_catalog.pg_auth_time_constraint c
JOIN pg_catalog.pg_roles r ON r.oid = c.authid
ORDER BY r.rolname, c.start_day, c.start_time`,
};
