import { noCatalogId, type Oid } from '../../model/catalog-id.ts';
import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail, defineKind } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * Greenplum 7 has tables whose distribution key is an enum, made by CREATE TABLE AS or by a change of type, but takes none
 * in DISTRIBUTED BY: its own pg_dump's scripts lose such tables. Ours makes them RANDOMLY, gives them the key while the
 * column is text, and the column its type again. `p` is a policy; materialized views are taken as they are.
 */
const keyColumns = `pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
  WHERE a.attrelid = p.localoid AND a.attnum = ANY (p.distkey::pg_catalog.int2[]) AND 'e' IN (t.typtype, b.typtype)`;

export const hasEnumKey = `(c.relkind <> 'm' AND EXISTS (SELECT 1 FROM ${keyColumns}))`;

/**
 * Nothing of class `c` stands in the way of a change of type, as expressions and a parent's columns would; and the change
 * loses no operator class of before 6.
 */
const canChangeType = `(c.reloftype = 0 AND pg_catalog.pg_get_table_distributedby(c.oid) NOT LIKE '%cdbhash_enum_ops%'
  AND NOT EXISTS (SELECT 1 FROM ${keyColumns} AND (a.atthasdef OR NOT c.relispartition AND a.attinhcount > 0))
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_attribute g WHERE g.attrelid = c.oid AND g.attgenerated <> '')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'c')
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_partitioned_table k WHERE k.partrelid = c.oid AND (k.partexprs IS NOT NULL
    OR k.partattrs::pg_catalog.int2[] && p.distkey::pg_catalog.int2[])))`;

const alterColumns = (type: string): string => `pg_catalog.array_to_string(ARRAY(
    SELECT 'ALTER TABLE ' || n.name || ' ALTER COLUMN ' || pg_catalog.quote_ident(a.attname) || ' TYPE ' || ${type} || E';\\n'
    FROM ${keyColumns} ORDER BY a.attnum), '')`;

const commands = defineDetail<TextRow, ByteString>({
  name: 'keys that are enums',
  requires: 'gp_partition_template',
  query: (_server, scope) => `SELECT c.oid AS owner, E'\\n' || ${alterColumns("'text'")} ||
  'ALTER TABLE ' || n.name || ' SET ' ||
  pg_catalog.pg_get_table_distributedby(c.oid) || E';\\n' ||
  ${alterColumns(`pg_catalog.format_type(a.atttypid, a.atttypmod) || ' USING ' || pg_catalog.quote_ident(a.attname) ||
      '::' || pg_catalog.format_type(a.atttypid, a.atttypmod)`)} AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.gp_distribution_policy p ON p.localoid = src.oid
JOIN pg_catalog.pg_class c ON c.oid = src.oid
JOIN (SELECT x.oid, pg_catalog.quote_ident(s.nspname) || '.' || pg_catalog.quote_ident(x.relname) AS name
  FROM pg_catalog.pg_class x JOIN pg_catalog.pg_namespace s ON s.oid = x.relnamespace) n ON n.oid = src.oid
WHERE ${hasEnumKey} AND ${canChangeType}
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const enumKeys: Clause = { slot: 'table-commands', detail: commands, isGpSyntax: true };

interface LostKey extends DumpObject {
  readonly type: 'enum-key';
  readonly table: Oid;
  readonly clause: ByteString;
}

/** Where the type cannot be changed, the table stays RANDOMLY. */
export const lostEnumKey = defineKind<{ readonly table: Oid; readonly clause: ByteString }, LostKey>({
  type: 'enum-key',
  requires: 'gp_partition_template',
  skip: ({ noGpSyntax }) => noGpSyntax,
  query: (_server, scope) => `SELECT c.oid AS table, pg_catalog.pg_get_table_distributedby(c.oid) AS clause
FROM ${scopeRelations(scope)}
JOIN pg_catalog.gp_distribution_policy p ON p.localoid = src.oid
JOIN pg_catalog.pg_class c ON c.oid = p.localoid
WHERE ${hasEnumKey} AND NOT ${canChangeType}
ORDER BY c.oid`,
  toObject({ table, clause }, catalog) {
    const { name, namespace, owner } = catalog.get<Relation>('table', table)!;
    return { type: 'enum-key', catalogId: noCatalogId, name, namespace, owner, table, clause };
  },
  select: ({ table }, _policy, catalog) => (catalog.get<Relation>('table', table)?.dump ?? 0) & component.definition,
  toEntries({ namespace, name, clause }, { report }) {
    const table = `table "${shown(`${namespace}.${name}`)}"`;
    report({
      severity: 'warning',
      subject: table,
      message: `${table} is dumped as DISTRIBUTED RANDOMLY, not ${shown(clause)}`,
      detail: 'The server takes no enum there.',
    });
    return [];
  },
});
