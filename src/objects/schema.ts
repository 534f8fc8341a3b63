import type { Oid } from '../model/catalog-id.ts';
import { component } from '../model/dump-object.ts';
import type { Schema } from '../model/schema.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly owner: ByteString;
  readonly acl: ByteString[] | null;
  readonly defaultAcl: ByteString[];
}

/** Owner of schema public since 15: a role of fixed OID (ROLE_PG_DATABASE_OWNER). */
const databaseOwnerRole = 'pg_database_owner';

export const schema = defineKind<Row, Schema>({
  type: 'schema',
  requires: 'pg_namespace',
  query: () => `SELECT n.tableoid, n.oid, n.nspname AS name, pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
  n.nspacl AS acl, pg_catalog.acldefault('n', n.nspowner) AS "defaultAcl"
FROM pg_catalog.pg_namespace n
ORDER BY n.oid`,
  toObject: (row) => ({
    type: 'schema',
    catalogId: { tableoid: row.tableoid, oid: row.oid },
    name: row.name,
    namespace: null,
    owner: row.owner,
    ownedByDatabaseOwner: row.owner === databaseOwnerRole,
    acl: row.acl,
    defaultAcl: row.defaultAcl,
    creates: true,
    contents: component.none,
  }),
  select(schema, policy) {
    policy.schema(schema);
    return policy.member(schema) ?? schema.dump;
  },
  toEntries(schema) {
    const name = quoteIdent(schema.name);
    return [
      {
        desc: 'SCHEMA',
        section: 'pre-data',
        definition: schema.creates ? `CREATE SCHEMA ${name};\n` : '-- *not* creating schema, since initdb creates it\n',
        dropStatement: schema.creates
          ? `DROP SCHEMA ${name};\n`
          : '-- *not* dropping schema, since initdb creates it\n',
      },
    ];
  },
  satellites: (schema, { options }) => ({
    comments: [
      {
        type: 'SCHEMA',
        name: quoteIdent(schema.name),
        // pg_dump compares the quoted name, so with --quote-all-identifiers it repeats initdb's comment.
        ...(!schema.creates && quoteIdent(schema.name) === 'public'
          ? { initialComment: 'standard public schema' }
          : {}),
      },
    ],
    acl: {
      type: 'SCHEMA',
      name: quoteIdent(schema.name),
      acl: schema.acl,
      defaultAcl: schema.defaultAcl,
      ...(schema.name === 'public' && options.release.ownsPublicSchema ? { base: publicAcl(schema.owner ?? '') } : {}),
    },
  }),
});

/**
 * What schema public has in an empty database once the restore has given it its owner: pg_init_privs may be gone or
 * name the first owner (getNamespaces in pg_dump.c).
 */
function publicAcl(owner: ByteString): readonly ByteString[] {
  const quoted = /^[A-Za-z0-9_]+$/.test(owner) ? owner : `"${owner.replaceAll('"', '""')}"`;
  return [`${quoted}=UC/${quoted}`, `=U/${quoted}`];
}
