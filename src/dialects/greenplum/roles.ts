import { quoteLiteral } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { GlobalSection, RoleAttribute } from '../../objects/dialect.ts';

/** Queue and group of a role, where they are dumped themselves: a server without them would refuse the role. */
const resources: readonly RoleAttribute[] = [
  {
    requires: 'pg_authid.rolresqueue',
    option: 'resourceQueues',
    words: `(SELECT 'RESOURCE QUEUE ' || pg_catalog.quote_ident(q.rsqname)
    FROM pg_catalog.pg_resqueue q
    WHERE q.oid = r.rolresqueue)`,
  },
  {
    requires: 'pg_authid.rolresgroup',
    option: 'resourceGroups',
    words: `(SELECT 'RESOURCE GROUP ' || pg_catalog.quote_ident(g.rsgname)
    FROM pg_catalog.pg_resgroup g
    WHERE g.oid = r.rolresgroup)`,
  },
];

/** Which external tables the role may make. */
const externalTableRights: readonly RoleAttribute[] = [
  ['rolcreaterextgpfd', "CREATEEXTTABLE (protocol='gpfdist', type='readable')"] as const,
  ['rolcreatewextgpfd', "CREATEEXTTABLE (protocol='gpfdist', type='writable')"] as const,
  ['rolcreaterexthttp', "CREATEEXTTABLE (protocol='http')"] as const,
].map(([column, words]) => ({
  requires: `pg_authid.${column}`,
  words: `CASE WHEN r.${column} THEN ${quoteLiteral(words)} END`,
}));

export const roleAttributes: readonly RoleAttribute[] = [...resources, ...externalTableRights];

/** When a role may not log in. Days are numbers, from 0 for Sunday; a rule may be there twice, which means nothing. */
export const timeConstraints: GlobalSection<{ readonly command: ByteString }> = {
  title: 'Role time constraints',
  place: 'behind memberships',
  requires: 'pg_auth_time_constraint',
  query: `SELECT 'ALTER ROLE ' || pg_catalog.quote_ident(r.rolname) || ' DENY BETWEEN DAY ' || c.start_day || ' TIME ''' ||
  c.start_time || ''' AND DAY ' || c.end_day || ' TIME ''' || c.end_time || ''';' AS command
FROM pg_catalog.pg_auth_time_constraint c
JOIN pg_catalog.pg_roles r ON r.oid = c.authid
GROUP BY r.rolname, c.start_day, c.start_time, c.end_day, c.end_time
ORDER BY r.rolname, c.start_day, c.start_time`,
  commands: (rows) => rows.map(({ command }) => `${command}\n`),
};
