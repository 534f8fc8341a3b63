import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { hasEnumKey } from './enum-keys.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * How rows are spread over the segments. The server writes the clause, with the operator classes that are not its
 * session's default: under gp_use_legacy_hashops those would be others. `which` and `clause` speak of class `c` and
 * policy `p`.
 */
const distribution = (which = '', clause = 'pg_catalog.pg_get_table_distributedby(p.localoid)') =>
  defineDetail<TextRow, ByteString>({
    name: 'distribution policies',
    requires: 'pg_get_table_distributedby()',
    query: (_server, scope) => `SELECT p.localoid AS owner,
  ' ' || ${clause} AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.gp_distribution_policy p ON p.localoid = src.oid
JOIN pg_catalog.pg_class c ON c.oid = src.oid${which}
ORDER BY p.localoid`,
    owner: (row): Oid => row.owner,
    toValue: (row) => row.text,
  });

/** DISTRIBUTED BY, RANDOMLY or REPLICATED, of a server that takes no enums there. */
export const distributedByButEnums: Clause = {
  slot: 'table-end',
  detail: distribution(
    '',
    `CASE WHEN ${hasEnumKey} THEN 'DISTRIBUTED RANDOMLY' ELSE pg_catalog.pg_get_table_distributedby(p.localoid) END`,
  ),
  isGpSyntax: true,
};

/** The same where there are directory tables, which take no such clause. */
export const distributedByButFiles: Clause = {
  slot: 'table-end',
  detail: distribution(` AND c.relkind <> 'd'`),
  isGpSyntax: true,
};

/**
 * The same of any server. Greenplum 6's own pg_dump leaves it out where a table inherits from another: the child then takes
 * the parent's, whatever its own was.
 */
export const distributedBy: Clause = {
  slot: 'table-end',
  detail: distribution(` AND c.relstorage <> 'x'`),
  isGpSyntax: true,
};

/** Of external tables, where --no-gp-syntax leaves it: all else in them is Greenplum's too. */
export const externallyDistributedBy: Clause = {
  slot: 'table-end',
  detail: distribution(` AND c.relstorage = 'x'`),
};

/** Ahead of it Greenplum 6's own pg_dump ends the line, whether it says the clause or not, but of external tables. */
const lines = defineDetail<TextRow, ByteString>({
  name: 'tables with a distribution policy',
  requires: 'pg_class.relstorage',
  query: (_server, scope) => `SELECT p.localoid AS owner, E'\\n'::pg_catalog.text AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.gp_distribution_policy p ON p.localoid = src.oid
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.relstorage <> 'x'
ORDER BY p.localoid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const lineBeforeDistribution: Clause = { slot: 'table-end', detail: lines };
