import type { ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';
import { externalColumns, externalTable, externalWords, type ExternalRow } from './external-table.ts';

/**
 * Partitions by their names, those without by their place; `path` says of which partitions they are parts. The place is
 * that of RANK, which does not count the default partition as parruleord does: Greenplum's own pg_dump takes that one, and
 * exchanges another partition where there is a default.
 */
const rules = `WITH RECURSIVE rule AS (
  SELECT r.oid, r.parchildrelid AS leaf, p.parrelid AS root, ''::pg_catalog.text AS path, a.address
  FROM pg_catalog.pg_partition_rule r JOIN pg_catalog.pg_partition p ON p.oid = r.paroid AND NOT p.paristemplate
  JOIN address a ON a.oid = r.oid
  WHERE r.parparentrule = 0
UNION ALL
  SELECT r.oid, r.parchildrelid, rule.root, rule.path || 'ALTER PARTITION ' || rule.address || ' ', a.address
  FROM rule JOIN pg_catalog.pg_partition_rule r ON r.parparentrule = rule.oid JOIN address a ON a.oid = r.oid
), address AS (
  SELECT oid, CASE WHEN coalesce(parname, '') <> '' THEN pg_catalog.quote_ident(parname)
    ELSE 'FOR (RANK(' || pg_catalog.rank() OVER (PARTITION BY paroid, parparentrule ORDER BY parisdefault, parruleord) || '))'
    END AS address
  FROM pg_catalog.pg_partition_rule
)`;

interface ExternalPartitionRow extends ExternalRow {
  readonly words: ByteString;
  readonly columns: ByteString;
  /** Names of the table and of the one that is exchanged for the partition, quoted. */
  readonly root: ByteString;
  readonly table: ByteString;
  readonly path: ByteString;
  readonly address: ByteString;
}

/**
 * Partitions that are external tables: PARTITION BY makes an ordinary one in each one's place, which is then exchanged.
 * Greenplum's own pg_dump makes the external table an entry of its own, whose name only by chance sorts it first.
 */
const exchanges = defineDetail<ExternalPartitionRow, ByteString>({
  name: 'external partitions',
  requires: 'pg_partition_rule',
  query: (_server, scope) => `${rules}
SELECT rule.root AS owner, ${externalWords} AS words, pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
    FROM pg_catalog.pg_attribute a WHERE a.attrelid = rule.leaf AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum), E',\\n    ') AS columns,
  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS root,
  pg_catalog.quote_ident(n.nspname) || '._external_partition_parrelid_' || rule.root || '_relid_' || rule.leaf AS table,
  rule.path, rule.address, ${externalColumns}
FROM ${scopeRelations(scope)}
JOIN rule ON rule.root = src.oid
JOIN pg_catalog.pg_exttable x ON x.reloid = rule.leaf
JOIN pg_catalog.pg_class c ON c.oid = rule.root
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY rule.root, rule.leaf`,
  owner: (row) => row.owner,
  toValue: (row) =>
    `CREATE ${row.words} ${row.table} (\n    ${row.columns}\n)${externalTable(row)};\n` +
    `ALTER TABLE ${row.root} ${row.path}EXCHANGE PARTITION ${row.address} WITH TABLE ${row.table} WITHOUT VALIDATION;\n` +
    `DROP TABLE ${row.table};\n`,
});

export const externalPartitions: Clause = { slot: 'table-commands', detail: exchanges };

/** COPY refuses a table with external partitions otherwise, and Greenplum's own pg_dump fails. */
const ignored = defineDetail<TextRow, ByteString>({
  name: 'tables with external partitions',
  requires: 'pg_partition_rule',
  query: (
    _server,
    scope,
  ) => `SELECT DISTINCT p.parrelid AS owner, ' IGNORE EXTERNAL PARTITIONS'::pg_catalog.text AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
JOIN pg_catalog.pg_exttable x ON x.reloid = r.parchildrelid
ORDER BY 1`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export const ignoresExternalPartitions: Clause = { slot: 'copy-end', detail: ignored };

/** What SELECT reads instead of such a table: all parts that are none and have rows themselves. */
const stored = defineDetail<TextRow, ByteString>({
  name: 'partitions beside external ones',
  requires: 'pg_partition_rule',
  skip: ({ inserts }) => inserts === null,
  query: (_server, scope) => `WITH part AS (
  SELECT p.parrelid AS root, r.parchildrelid AS oid, x.reloid IS NOT NULL AS "isExternal",
    EXISTS (SELECT 1 FROM pg_catalog.pg_partition_rule s WHERE s.parparentrule = r.oid) AS "hasParts"
  FROM ${scopeRelations(scope)}
  JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
  JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
  LEFT JOIN pg_catalog.pg_exttable x ON x.reloid = r.parchildrelid
), rows AS (
  SELECT c.oid, 'SELECT ' || (SELECT pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum)
      FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) ||
    ' FROM ONLY ' || pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS text
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid IN (SELECT root FROM part UNION ALL SELECT oid FROM part)
)
SELECT part.root AS owner, '(' || pg_catalog.min(rr.text) || coalesce(pg_catalog.string_agg(' UNION ALL ' || r.text, ''
  ORDER BY r.oid) FILTER (WHERE NOT "isExternal" AND NOT "hasParts"), '') || ') AS stored' AS text
FROM part
JOIN rows r ON r.oid = part.oid
JOIN rows rr ON rr.oid = part.root
GROUP BY part.root
HAVING pg_catalog.bool_or("isExternal")
ORDER BY part.root`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

/** SELECT would ask the external ones for their rows, which are nobody's to insert. */
export const selectedPartitions: Clause = { slot: 'selected-rows', detail: stored };
