import type { ByteString } from '../../model/text.ts';
import type { Clause } from '../../objects/dialect.ts';
import { defineDetail } from '../../objects/kind.ts';
import { scopeRelations, type TextRow } from '../../objects/table/details.ts';
import { externalColumns, externalTable, externalWords, type ExternalRow } from './external-table.ts';

/**
 * How ALTER TABLE calls the partition of rule `r`: by its name, or where it has none by its place. That is RANK's, which
 * does not count the default partition as parruleord does: Greenplum's own pg_dump takes that one, and exchanges another
 * partition where there is a default.
 */
const address = `CASE WHEN coalesce(r.parname, '') <> '' THEN pg_catalog.quote_ident(r.parname)
    ELSE 'FOR (RANK(' || (SELECT pg_catalog.count(*) FROM pg_catalog.pg_partition_rule s
      WHERE s.paroid = r.paroid AND s.parparentrule = r.parparentrule AND NOT s.parisdefault
        AND s.parruleord <= r.parruleord) || '))' END`;

/** From each external partition up through those it is a part of, which `path` names from the outermost on. */
const externalLeaves = `WITH RECURSIVE leaf AS (
  SELECT x.reloid AS leaf, r.paroid, r.parparentrule, ''::pg_catalog.text AS path, ${address} AS address
  FROM pg_catalog.pg_exttable x JOIN pg_catalog.pg_partition_rule r ON r.parchildrelid = x.reloid
UNION ALL
  SELECT leaf.leaf, leaf.paroid, r.parparentrule, 'ALTER PARTITION ' || ${address} || ' ' || leaf.path, leaf.address
  FROM leaf JOIN pg_catalog.pg_partition_rule r ON r.oid = leaf.parparentrule
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
  query: (_server, scope) => `${externalLeaves}
SELECT p.parrelid AS owner, ${externalWords} AS words, pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(a.attname) || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
    FROM pg_catalog.pg_attribute a WHERE a.attrelid = leaf.leaf AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum), E',\\n    ') AS columns,
  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS root,
  pg_catalog.quote_ident(n.nspname) || '._external_partition_parrelid_' || p.parrelid || '_relid_' || leaf.leaf AS table,
  leaf.path, leaf.address, ${externalColumns}
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
JOIN leaf ON leaf.paroid = p.oid AND leaf.parparentrule = 0
JOIN pg_catalog.pg_exttable x ON x.reloid = leaf.leaf
JOIN pg_catalog.pg_class c ON c.oid = p.parrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
ORDER BY p.parrelid, leaf.leaf`,
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
