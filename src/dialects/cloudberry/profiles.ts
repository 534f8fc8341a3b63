import { portableLiteral, quoteIdent } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { GlobalSection } from '../../objects/dialect.ts';

/** What a profile limits, as ALTER PROFILE calls it, and the column of pg_profile. */
const limits = [
  ['FAILED_LOGIN_ATTEMPTS', 'prffailedloginattempts'],
  ['PASSWORD_LOCK_TIME', 'prfpasswordlocktime'],
  ['PASSWORD_LIFE_TIME', 'prfpasswordlifetime'],
  ['PASSWORD_GRACE_TIME', 'prfpasswordgracetime'],
  ['PASSWORD_REUSE_TIME', 'prfpasswordreusetime'],
  ['PASSWORD_REUSE_MAX', 'prfpasswordreusemax'],
  ['PASSWORD_ALLOW_HASHED', 'prfpasswordallowhashed'],
] as const;

interface Profile {
  readonly name: ByteString;
  /** The one that every cluster has: it is altered, never made. */
  readonly isDefault: boolean;
  /** In their order. -1: as the default profile has it, -2: no limit. */
  readonly values: readonly number[];
  readonly comment: ByteString | null;
}

/**
 * How roles may log in and change passwords. Functions that check passwords, which the catalog has columns for and no
 * command sets, are left out; Cloudberry's own pg_dumpall writes them as numbers.
 */
export const profiles: GlobalSection<Profile> = {
  title: 'Profiles',
  place: 'before roles',
  requires: 'pg_profile',
  query: `SELECT p.prfname AS name, p.prfname = 'pg_default' AS "isDefault",
  ARRAY[${limits.map(([, column]) => `p.${column}`).join(', ')}] AS values,
  pg_catalog.shobj_description(p.oid, 'pg_profile') AS comment
FROM pg_catalog.pg_profile p
ORDER BY p.prfname`,
  commands: (rows, { noComments }) =>
    rows.map((profile) => definition(profile) + (noComments ? '' : commentOn(profile))),
  drop: ({ name, isDefault }) => (isDefault ? '' : `DROP PROFILE ${quoteIdent(name)};\n`),
};

function definition({ name, isDefault, values }: Profile): ByteString {
  const words = limits.flatMap(([word], i) => (values[i] === unsaid(isDefault, word) ? [] : [` ${word} ${values[i]}`]));
  const create = isDefault ? '' : `CREATE PROFILE ${quoteIdent(name)};\n`;
  return `${create}ALTER PROFILE ${quoteIdent(name)} LIMIT${words.join('')};\n`;
}

/** What a profile has unless told. */
const unsaid = (isDefault: boolean, word: string): number =>
  !isDefault ? -1 : word === 'PASSWORD_ALLOW_HASHED' ? 1 : -2;

const commentOn = ({ name, comment }: Profile): ByteString =>
  comment === null ? '' : `COMMENT ON PROFILE ${quoteIdent(name)} IS ${portableLiteral(comment)};\n`;

interface RoleProfile {
  readonly role: ByteString;
  readonly profile: ByteString;
  readonly isEnabled: boolean;
  readonly isLocked: boolean;
}

/**
 * The profile of each role. It comes behind the password, which is set by ALTER ROLE as PostgreSQL's is: Cloudberry's own
 * pg_dumpall changes pg_authid by the numbers that roles had, and so another role in another cluster. For the same reason
 * the history of passwords is left out, and failures counted so far.
 */
export const roleProfiles: GlobalSection<RoleProfile> = {
  title: 'Role profiles',
  place: 'behind memberships',
  requires: 'pg_profile',
  // 2 is locked by command; 1 is locked for some time, after failures.
  query: `SELECT r.rolname AS role, p.prfname AS profile, r.rolenableprofile AS "isEnabled",
  r.rolaccountstatus = 2 AS "isLocked"
FROM pg_catalog.pg_roles r
JOIN pg_catalog.pg_profile p ON p.oid = r.rolprofile
WHERE r.rolname !~ '^pg_'
ORDER BY r.rolname`,
  commands: (rows) =>
    rows.map(({ role, profile, isEnabled, isLocked }) => {
      const words = `${isEnabled ? 'ENABLE PROFILE ' : ''}PROFILE ${quoteIdent(profile)}${isLocked ? ' ACCOUNT LOCK' : ''}`;
      return `ALTER ROLE ${quoteIdent(role)} WITH ${words};\n`;
    }),
};
