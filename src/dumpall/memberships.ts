import { quoteIdent } from '../ddl/quote.ts';
import { UserError } from '../errors.ts';
import type { Oid } from '../model/catalog-id.ts';
import { groupBy } from '../model/group-by.ts';
import { shown, type ByteString } from '../model/text.ts';
import { section, type Globals } from './globals.ts';

/** A row of pg_auth_members. Servers before 16 let roles be dropped that rows still name: their names are null. */
export interface MembershipRow {
  readonly role: ByteString | null;
  readonly member: ByteString | null;
  readonly grantor: ByteString | null;
  readonly roleId: Oid;
  readonly memberId: Oid;
  readonly grantorId: Oid;
  readonly withAdmin: boolean;
  /** null: a server before 16, where the member's own INHERIT decides. */
  readonly inherit: boolean | null;
  readonly set: boolean;
}

type Membership = MembershipRow & { readonly role: ByteString; readonly member: ByteString };

export const readMemberships = (globals: Globals): Promise<readonly MembershipRow[]> =>
  globals.session.query<MembershipRow>(membershipQuery(globals));

export function grantMemberships(rows: readonly MembershipRow[], globals: MembershipGlobals): ByteString {
  const byRole = groupBy(presentOnly(rows, globals), ({ role }) => role);
  const ordered = [...byRole.values()].flatMap((grants) => grantableOrder(grants, globals));
  return section(
    'Role memberships',
    ordered.map((membership) => grantCommand(membership, globals)),
  );
}

type MembershipGlobals = Pick<Globals, 'server' | 'release' | 'reporter'>;

function membershipQuery({ server, roleCatalog }: Globals): ByteString {
  const option = (column: string, otherwise: string): string =>
    server.has(`pg_auth_members.${column}`) ? `a.${column}` : otherwise;
  return `SELECT ur.rolname AS role, um.rolname AS member, ug.rolname AS grantor,
  a.roleid AS "roleId", a.member AS "memberId", a.grantor AS "grantorId",
  a.admin_option AS "withAdmin", ${option('inherit_option', 'NULL::pg_catalog.bool')} AS inherit,
  ${option('set_option', 'true')} AS set
FROM pg_catalog.pg_auth_members a
LEFT JOIN ${roleCatalog} ur ON ur.oid = a.roleid
LEFT JOIN ${roleCatalog} um ON um.oid = a.member
LEFT JOIN ${roleCatalog} ug ON ug.oid = a.grantor
WHERE ${server.behaves.reservedRoleNames ? "NOT (ur.rolname ~ '^pg_' AND um.rolname ~ '^pg_')" : 'true'}
ORDER BY 1, 2, 3`;
}

/** From 16 on the server knows who granted what, and a grant depends on the grantor's own. */
const tracksGrantors = ({ server }: MembershipGlobals): boolean => server.has('pg_auth_members.inherit_option');

function presentOnly(rows: readonly MembershipRow[], { release, reporter }: MembershipGlobals): readonly Membership[] {
  const isPresent = (row: MembershipRow): row is Membership => {
    const missing =
      row.role === null
        ? row.roleId
        : row.member === null
          ? row.memberId
          : row.grantor === null && !release.keepsGrantsOfDroppedRoles
            ? row.grantorId
            : null;
    if (missing === null) return true;
    const message = `found orphaned pg_auth_members entry for role ${missing}`;
    reporter.diagnostic({ severity: 'warning', subject: null, message });
    return false;
  };
  return rows.filter(isPresent);
}

/**
 * One role's memberships so that each grantor has its ADMIN OPTION before it is named: the bootstrap superuser has it
 * always.
 */
function grantableOrder(grants: readonly Membership[], globals: MembershipGlobals): readonly Membership[] {
  if (!tracksGrantors(globals)) return grants;
  const ordered: Membership[] = [];
  const admins = new Set<ByteString | null>();
  for (let waiting = grants; waiting.length > 0;) {
    const later: Membership[] = [];
    for (const grant of waiting) {
      if (grant.grantorId !== globals.server.behaves.bootstrapRole && !admins.has(grant.grantor)) later.push(grant);
      else {
        ordered.push(grant);
        if (grant.withAdmin) admins.add(grant.member);
      }
    }
    if (later.length === waiting.length) {
      const role = shown(later[0]?.role ?? '');
      throw new UserError(`could not find a legal dump ordering for memberships in role "${role}"`);
    }
    waiting = later;
  }
  return ordered;
}

function grantCommand(membership: Membership, globals: MembershipGlobals): ByteString {
  const { role, member, grantor, withAdmin, inherit, set } = membership;
  const options = [
    ...(withAdmin ? ['ADMIN OPTION'] : []),
    ...(inherit === null ? [] : [`INHERIT ${inherit ? 'TRUE' : 'FALSE'}`]),
    ...(set ? [] : ['SET FALSE']),
  ];
  // What older servers say of grantors newer ones would refuse: they need not have had the ADMIN OPTION.
  const namesGrantor = grantor !== null && (tracksGrantors(globals) || globals.release.keepsGrantsOfDroppedRoles);
  return (
    `GRANT ${quoteIdent(role)} TO ${quoteIdent(member)}` +
    (options.length === 0 ? '' : ` WITH ${options.join(', ')}`) +
    (namesGrantor ? ` GRANTED BY ${quoteIdent(grantor)}` : '') +
    ';\n'
  );
}
