import { sanitizeLine } from '../ddl/comments.ts';
import { portableLiteral, quoteIdent } from '../ddl/quote.ts';
import { alterSetting } from '../ddl/settings.ts';
import type { Oid } from '../model/catalog-id.ts';
import type { Release } from '../model/release.ts';
import type { ByteString } from '../model/text.ts';
import { heading, isWanted, section, type Globals } from './globals.ts';
import { labelCommands, labelsOf } from './security-labels.ts';

interface Role {
  readonly oid: Oid;
  readonly name: ByteString;
  readonly superuser: boolean;
  readonly inherit: boolean;
  readonly createRole: boolean;
  readonly createDatabase: boolean;
  readonly login: boolean;
  readonly replication: boolean;
  /** null: the server has no row security (before 9.5). */
  readonly bypassRowSecurity: boolean | null;
  readonly connectionLimit: number;
  /** As the server keeps it; null: none, or not to be told. */
  readonly password: ByteString | null;
  readonly validUntil: ByteString | null;
  readonly comment: ByteString | null;
  readonly labels: readonly ByteString[];
  /** What only the server's product has. */
  readonly ownAttributes: readonly ByteString[];
  /** `name=value` each, in force in every database. */
  readonly settings: readonly ByteString[];
  readonly isCurrentUser: boolean;
}

/** All roles but the server's own. */
export const readRoles = (globals: Globals): Promise<readonly Role[]> =>
  globals.session.query<Role>(roleQuery(globals));

function roleQuery(globals: Globals): ByteString {
  const { server, options, roleCatalog } = globals;
  return `SELECT r.oid, r.rolname AS name, r.rolsuper AS superuser, r.rolinherit AS inherit,
  r.rolcreaterole AS "createRole", r.rolcreatedb AS "createDatabase", r.rolcanlogin AS login,
  r.rolreplication AS replication,
  ${server.has('pg_authid.rolbypassrls') ? 'r.rolbypassrls' : 'NULL'} AS "bypassRowSecurity",
  r.rolconnlimit AS "connectionLimit", ${options.noRolePasswords ? 'NULL' : 'r.rolpassword'} AS password,
  r.rolvaliduntil AS "validUntil",
  ${options.noComments ? 'NULL' : `pg_catalog.shobj_description(r.oid, 'pg_authid')`} AS comment,
  ${labelsOf(globals, 'pg_catalog.pg_authid', 'r.oid')} AS labels,
  ARRAY(SELECT pg_catalog.unnest(s.setconfig)
    FROM pg_catalog.pg_db_role_setting s
    WHERE s.setdatabase = 0 AND s.setrole = r.oid) AS settings,
  ${ownAttributes(globals)} AS "ownAttributes", r.rolname = CURRENT_USER AS "isCurrentUser"
FROM ${roleCatalog} r${server.behaves.reservedRoleNames ? "\nWHERE r.rolname !~ '^pg_'" : ''}
ORDER BY r.rolname`;
}

function ownAttributes(globals: Globals): ByteString {
  const attributes = globals.dialect.roleAttributes
    .filter((attribute) => isWanted(attribute, globals))
    .map(({ words }) => words);
  if (attributes.length === 0) return "'{}'::pg_catalog.text[]";
  return `pg_catalog.array_remove(ARRAY[${attributes.join(', ')}], NULL)`;
}

export const dropRoles = (roles: readonly Role[], { options }: Globals): ByteString =>
  section(
    'Drop roles',
    roles.map(({ name }) => `DROP ROLE ${options.ifExists ? 'IF EXISTS ' : ''}${quoteIdent(name)};\n`),
  );

/** Settings come after all roles: they may name other roles. */
export function createRoles(roles: readonly Role[], { options, release }: Globals): ByteString {
  if (roles.length === 0) return '\n\n';
  const commands = roles.map((role) => roleCommands(role, options.binaryUpgrade)).join('');
  return `${heading('Roles')}${commands}${settingCommands(roles, release)}\n\n`;
}

function roleCommands(role: Role, binaryUpgrade: boolean): ByteString {
  const name = quoteIdent(role.name);
  const comment = role.comment === null ? '' : `COMMENT ON ROLE ${name} IS ${portableLiteral(role.comment)};\n`;
  return (
    (binaryUpgrade ? keepOid(role.oid) : '') +
    // ALTER ROLE makes it right also where it is there already: at least the role that restores is.
    (binaryUpgrade && role.isCurrentUser ? '' : `CREATE ROLE ${name};\n`) +
    `ALTER ROLE ${name} WITH ${attributes(role).join(' ')};\n` +
    comment +
    labelCommands('ROLE', name, role.labels)
  );
}

const keepOid = (oid: Oid): string => `
-- For binary upgrade, must preserve pg_authid.oid
SELECT pg_catalog.binary_upgrade_set_next_pg_authid_oid('${oid}'::pg_catalog.oid);

`;

function attributes(role: Role): readonly ByteString[] {
  const is = (on: boolean, attribute: string): string => (on ? attribute : `NO${attribute}`);
  return [
    is(role.superuser, 'SUPERUSER'),
    is(role.inherit, 'INHERIT'),
    is(role.createRole, 'CREATEROLE'),
    is(role.createDatabase, 'CREATEDB'),
    is(role.login, 'LOGIN'),
    is(role.replication, 'REPLICATION'),
    ...(role.bypassRowSecurity === null ? [] : [is(role.bypassRowSecurity, 'BYPASSRLS')]),
    ...(role.connectionLimit === -1 ? [] : [`CONNECTION LIMIT ${role.connectionLimit}`]),
    ...(role.password === null ? [] : [`PASSWORD ${portableLiteral(role.password)}`]),
    ...(role.validUntil === null ? [] : [`VALID UNTIL '${role.validUntil}'`]),
    ...role.ownAttributes,
  ];
}

function settingCommands(roles: readonly Role[], { headsRoleSettings, separatesRoleSettings }: Release): ByteString {
  const commands = roles
    .filter(({ settings }) => settings.length > 0)
    .map(({ name, settings }) => {
      const head = headsRoleSettings ? `\n--\n-- User Config "${sanitizeLine(name)}"\n--\n\n` : '';
      return head + settings.map((setting) => alterSetting(`ALTER ROLE ${quoteIdent(name)}`, setting)).join('');
    });
  const isHeaded = separatesRoleSettings || (headsRoleSettings && commands.length > 0);
  const head = isHeaded ? '--\n-- User Configurations\n--\n' : '';
  return `${separatesRoleSettings ? '\n' : ''}${head}${commands.join('')}`;
}
