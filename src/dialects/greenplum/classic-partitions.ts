import type { ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';

/**
 * PARTITION BY with all partitions of a table, and as a statement of its own what new ones shall be split into. The
 * server writes both; where nothing is split, an empty statement stays, as in Greenplum's own pg_dump.
 */
const partitions = defineDetail<TextRow, ByteString>({
  name: 'classic partitions',
  requires: 'pg_get_partition_def()',
  query: (_server, scope) => `SELECT p.parrelid AS owner,
  ' ' || pg_catalog.pg_get_partition_def(p.parrelid, true, true) || E';\\n ' ||
  coalesce(pg_catalog.pg_get_partition_template_def(p.parrelid, true, true), '') AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND p.parlevel = 0 AND NOT p.paristemplate
ORDER BY p.parrelid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const classicPartitions: Clause = { slot: 'table-end', detail: partitions };

/** Partitions are made in their table's schema. */
const schemas = defineDetail<TextRow, ByteString>({
  name: 'schemas of partitions',
  requires: 'pg_partition_rule',
  query: (
    _server,
    scope,
  ) => `SELECT p.parrelid AS owner, E'\\nALTER TABLE ' || pg_catalog.quote_ident(rn.nspname) || '.' ||
  pg_catalog.quote_ident(c.relname) || ' SET SCHEMA ' || pg_catalog.quote_ident(n.nspname) || E';\\n' AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
JOIN pg_catalog.pg_class c ON c.oid = r.parchildrelid
JOIN pg_catalog.pg_class rc ON rc.oid = src.oid AND rc.relnamespace <> c.relnamespace
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace
ORDER BY p.parrelid, c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const partitionSchemas: Clause = { slot: 'table-commands', detail: schemas };
