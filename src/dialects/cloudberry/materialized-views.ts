import type { ByteString } from '../../model/text.ts';
import { quoteLiteral } from '../../ddl/quote.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * Materialized views that follow each change of their tables. What the server adds to them, columns called __ivm_… and
 * triggers on the tables, is in no definition: CREATE makes it again.
 */
const incremental = defineDetail<TextRow, ByteString>({
  name: 'incremental materialized views',
  requires: 'pg_class.relisivm',
  query: (_server, scope) => `SELECT c.oid AS owner, 'INCREMENTAL MATERIALIZED VIEW' AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.relisivm AND c.relkind = 'm'
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const incrementalView: Clause = { slot: 'table-word', detail: incremental };

const schedules = defineDetail<TextRow, ByteString>({
  name: 'schedules of dynamic tables',
  requires: 'pg_class.relisdynamic',
  query: (_server, scope) => `SELECT c.oid AS owner, pg_catalog.pg_get_dynamic_table_schedule(c.oid) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.relisdynamic
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: ({ text }) => (text === '' ? '' : ` SCHEDULE ${quoteLiteral(text)}`),
});

/** When a dynamic table refreshes itself. The task that does it comes with the table. */
export const schedule: Clause = { slot: 'table-head', detail: schedules };
