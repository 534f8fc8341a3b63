import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { grantCommands } from '../ddl/grants.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly objectType: string;
  readonly namespace: ByteString | null;
  readonly role: ByteString;
  readonly acl: ByteString[];
  readonly base: ByteString[];
}

interface DefaultPrivileges extends DumpObject {
  readonly type: 'default-privileges';
  readonly owner: ByteString;
  readonly acl: readonly ByteString[];
  readonly base: readonly ByteString[];
}

/** pg_default_acl.defaclobjtype, which serves as the name. */
const targetTypes: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
};

/**
 * What a role's new objects are granted. Without a schema it replaces the built-in privileges, and what differs from
 * them is written; in a schema it only adds.
 */
export const defaultPrivileges = defineKind<Row, DefaultPrivileges>({
  type: 'default-privileges',
  requires: 'pg_default_acl',
  query: () => `SELECT d.tableoid, d.oid, d.defaclobjtype AS "objectType", n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(d.defaclrole) AS role, d.defaclacl AS acl,
  CASE WHEN d.defaclnamespace <> 0 THEN '{}' ELSE pg_catalog.acldefault(
    CASE WHEN d.defaclobjtype = 'S' THEN 's'::"char" ELSE d.defaclobjtype END, d.defaclrole) END AS base
FROM pg_catalog.pg_default_acl d
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
ORDER BY d.oid`,
  toObject: ({ tableoid, oid, objectType, namespace, role, acl, base }) => ({
    type: 'default-privileges',
    catalogId: { tableoid, oid },
    name: objectType,
    namespace,
    owner: role,
    ties: [role],
    acl,
    base,
  }),
  select: (privileges, policy) => policy.inSchema(privileges),
  component: component.acl,
  toEntries(privileges, { options }) {
    if (options.noPrivileges) return [];
    const type = targetTypes[privileges.name];
    if (type === undefined) {
      throw new Error(`unrecognized object type in default privileges: ${privileges.name}`);
    }
    return [
      {
        desc: 'DEFAULT ACL',
        tag: `DEFAULT PRIVILEGES FOR ${type}`,
        section: 'post-data',
        definition: grantCommands(privileges.acl, privileges.base, {
          type,
          name: options.release.oneBlankInDefaultPrivileges ? null : '',
          owner: privileges.owner,
          prefix: prefix(privileges),
          maintain: options.release.maintainPrivilege,
          revokesAllFirst: options.release.revokesAllFirst,
        }),
        dropStatement: null,
      },
    ];
  },
});

const prefix = ({ owner, namespace }: DefaultPrivileges): ByteString =>
  `ALTER DEFAULT PRIVILEGES FOR ROLE ${quoteIdent(owner)} ` +
  (namespace === null ? '' : `IN SCHEMA ${quoteIdent(namespace)} `);
