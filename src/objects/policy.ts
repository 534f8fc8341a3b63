import type { Oid } from '../model/catalog-id.ts';
import { component, type Components, type DumpObject, type ObjectDraft } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import type { Server } from '../server/server.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { defineKind, type Catalog, type DdlContext, type EntryDraft, type Scope } from './kind.ts';
import { scopeRelations } from './table/details.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly table: Oid;
  readonly tableName: ByteString;
  readonly command: string;
  readonly isPermissive: boolean;
  readonly roles: ByteString | null;
  readonly using: ByteString | null;
  readonly withCheck: ByteString | null;
}

interface Rules {
  /** pg_policy.polcmd. */
  readonly command: string;
  readonly isPermissive: boolean;
  /** Quoted, ready to print; null: PUBLIC. */
  readonly roles: ByteString | null;
  readonly using: ByteString | null;
  readonly withCheck: ByteString | null;
}

/** A policy, or the fact that row security is on. */
interface Policy extends DumpObject {
  readonly type: 'policy';
  readonly table: Oid;
  readonly tableName: ByteString;
  /** null: row security is on. */
  readonly rules: Rules | null;
}

export const policy = defineKind<Row, Policy>({
  type: 'policy',
  requires: 'pg_policy',
  skip: (options) => options.noPolicies,
  query,
  toObject: ({ tableoid, oid, name, namespace, owner, table, tableName, ...rules }) => ({
    type: 'policy',
    catalogId: { tableoid, oid },
    name,
    namespace,
    owner,
    ties: [tableName],
    table,
    tableName,
    rules,
  }),
  derive: (catalog) => catalog.all<Relation>('table').filter(hasRowSecurity).map(rowSecurity),
  select: withItsTable,
  toEntries: (policy, context) => [
    policy.rules === null ? rowSecurityEntry(policy, context) : policyEntry(policy, policy.rules),
  ],
  satellites: ({ name, tableName, rules }) => ({
    comments:
      rules === null ? [] : [{ type: `POLICY ${quoteIdent(name)} ON`, name: quoteIdent(tableName), labels: false }],
  }),
});

function query(server: Server, scope: Scope): ByteString {
  return `SELECT pol.tableoid, pol.oid, pol.polname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(c.relowner) AS owner, pol.polrelid AS table, c.relname AS "tableName",
  pol.polcmd AS command, ${server.has('pg_policy.polpermissive') ? 'pol.polpermissive' : 'true'} AS "isPermissive",
  CASE WHEN pol.polroles <> '{0}' THEN pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(rolname) FROM pg_catalog.pg_roles WHERE oid = ANY (pol.polroles)), ', ') END AS roles,
  pg_catalog.pg_get_expr(pol.polqual, pol.polrelid) AS using,
  pg_catalog.pg_get_expr(pol.polwithcheck, pol.polrelid) AS "withCheck"
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_policy pol ON pol.polrelid = src.oid
JOIN pg_catalog.pg_class c ON c.oid = pol.polrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p')
ORDER BY pol.oid`;
}

const isDumped = (table: Relation | undefined): table is Relation =>
  table !== undefined && (table.relkind === 'r' || table.relkind === 'p') && (table.dump & component.policy) !== 0;

const hasRowSecurity = (table: Relation): boolean => table.rowSecurity && isDumped(table);

function withItsTable(policy: Policy, _rules: unknown, catalog: Catalog): Components {
  return isDumped(catalog.get<Relation>('table', policy.table)) ? component.all : component.none;
}

/** Under no catalog: it is not to be mistaken for something that pg_depend speaks of. */
const rowSecurity = (table: Relation): ObjectDraft<Policy> => ({
  type: 'policy',
  catalogId: { tableoid: 0, oid: table.catalogId.oid },
  name: table.name,
  namespace: table.namespace,
  owner: table.owner,
  ties: [table.name],
  table: table.catalogId.oid,
  tableName: table.name,
  rules: null,
});

const rowSecurityEntry = (policy: Policy, { catalog }: DdlContext): EntryDraft => ({
  desc: 'ROW SECURITY',
  section: 'post-data',
  definition: `ALTER TABLE ${quoteQualified(policy.namespace, policy.tableName)} ENABLE ROW LEVEL SECURITY;`,
  dropStatement: null,
  dependencies: [catalog.get<Relation>('table', policy.table)!.dumpId],
});

const commandClauses: Readonly<Record<string, string>> = {
  '*': '',
  r: ' FOR SELECT',
  a: ' FOR INSERT',
  w: ' FOR UPDATE',
  d: ' FOR DELETE',
};

function policyEntry(policy: Policy, rules: Rules): EntryDraft {
  const command = commandClauses[rules.command];
  if (command === undefined) throw new Error(`unexpected policy command type: ${rules.command}`);
  const identity = `${quoteIdent(policy.name)} ON ${quoteQualified(policy.namespace, policy.tableName)}`;
  return {
    desc: 'POLICY',
    tag: `${policy.tableName} ${policy.name}`,
    section: 'post-data',
    definition:
      `CREATE POLICY ${identity}${rules.isPermissive ? '' : ' AS RESTRICTIVE'}${command}` +
      (rules.roles === null ? '' : ` TO ${rules.roles}`) +
      (rules.using === null ? '' : ` USING (${rules.using})`) +
      (rules.withCheck === null ? '' : ` WITH CHECK (${rules.withCheck})`) +
      ';\n',
    dropStatement: `DROP POLICY ${identity};\n`,
  };
}
