import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { defineDetail, type Clause } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * How rows are spread over the segments. The server writes the clause, with the operator classes that are not its
 * session's default: under gp_use_legacy_hashops those would be others.
 */
const distribution = defineDetail<TextRow, ByteString>({
  name: 'distribution policies',
  requires: 'pg_get_table_distributedby()',
  query: (_server, scope) => `SELECT p.localoid AS owner, pg_catalog.pg_get_table_distributedby(p.localoid) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.gp_distribution_policy p ON p.localoid = src.oid
ORDER BY p.localoid`,
  owner: (row): Oid => row.owner,
  toValue: (row) => ` ${row.text}`,
});

/** DISTRIBUTED BY, RANDOMLY or REPLICATED. */
export const distributedBy: Clause = { slot: 'table-end', detail: distribution, isGpSyntax: true };
