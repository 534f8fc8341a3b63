import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { hasEnumKey } from './enum-keys.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * How rows are spread over the segments. The server writes the clause, with the operator classes that are not its
 * session's default: under gp_use_legacy_hashops those would be others. `ahead`, `which` and `clause` speak of class `c`
 * and policy `p`.
 */
const distribution = (ahead: string, which = '', clause = 'pg_catalog.pg_get_table_distributedby(p.localoid)') =>
  defineDetail<TextRow, ByteString>({
    name: 'distribution policies',
    requires: 'pg_get_table_distributedby()',
    query: (_server, scope) => `SELECT p.localoid AS owner,
  ${ahead} || ${clause} AS text
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
    `' '`,
    '',
    `CASE WHEN ${hasEnumKey} THEN 'DISTRIBUTED RANDOMLY' ELSE pg_catalog.pg_get_table_distributedby(p.localoid) END`,
  ),
  isGpSyntax: true,
};

/** The same where there are directory tables, which take no such clause. */
export const distributedByButFiles: Clause = {
  slot: 'table-end',
  detail: distribution(`' '`, ` AND c.relkind <> 'd'`),
  isGpSyntax: true,
};

/**
 * The same on a line of its own, but for external tables. Greenplum 6's own pg_dump leaves it out where a table inherits
 * from another: the child then takes the parent's, whatever its own was.
 */
export const distributedByOnLine: Clause = {
  slot: 'table-end',
  detail: distribution(`CASE WHEN c.relstorage = 'x' THEN ' ' ELSE E'\\n ' END`),
  isGpSyntax: true,
};
