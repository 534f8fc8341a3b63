import { catalogIdOf } from '../model/catalog-id.ts';
import type { RowOf } from '../model/dump-object.ts';
import type { Constraint, Index, Relation } from '../model/relation.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent, quoteQualified } from '../ddl/quote.ts';
import { dependsOnExtension, extensionDependencies } from './depends-on-extension.ts';
import { defineDetail, defineKind, theDetail } from './kind.ts';
import { scopeRelations, type TextRow } from './table/details.ts';

interface Row extends Omit<RowOf<Index, 'statistics'>, 'namespace' | 'owner' | 'tableName' | 'tablespace'> {
  /** null: the database's. */
  readonly tablespace: ByteString | null;
  readonly statisticsColumns: readonly number[];
  readonly statisticsTargets: readonly number[];
}

/** Finished indexes; one of a partitioned table counts although it is not valid before all partitions have theirs. */
export const usableIndex = (index: string, relation: string): string =>
  `(${index}.indisvalid OR ${relation}.relkind = 'I') AND ${index}.indisready`;

/** Hardly an index has any: found in one pass over the columns, where a look for each index took half of the query. */
const statisticsTargets = `LEFT JOIN (
  SELECT a.attrelid, pg_catalog.array_agg(a.attnum ORDER BY a.attnum) AS columns,
    pg_catalog.array_agg(a.attstattarget ORDER BY a.attnum) AS targets
  FROM pg_catalog.pg_attribute a
  JOIN pg_catalog.pg_index ai ON ai.indexrelid = a.attrelid
  WHERE a.attstattarget >= 0 AND a.attnum > 0
  GROUP BY a.attrelid) st ON st.attrelid = i.indexrelid`;

/** CREATE DIRECTORY TABLE makes a primary key that no constraint stands for. */
const notOfFiles = ` AND NOT (i.indisprimary
  AND EXISTS (SELECT 1 FROM pg_catalog.pg_directory_table dt WHERE dt.dtrelid = i.indrelid))`;

/** What CREATE INDEX says, of those that no constraint stands on. */
const indexDefinition = defineDetail<TextRow, ByteString>({
  name: 'definitions of indexes',
  requires: 'pg_index',
  late: true,
  query: (_server, scope) => `SELECT i.indexrelid AS owner, pg_catalog.pg_get_indexdef(i.indexrelid) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_index i ON i.indrelid = src.oid
LEFT JOIN pg_catalog.pg_constraint co
  ON co.conrelid = i.indrelid AND co.conindid = i.indexrelid AND co.contype IN ('p', 'u', 'x')
WHERE co.oid IS NULL`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

/** Indexes. One that a constraint stands on is written by the constraint; only its comment is written here. */
export const index = defineKind<Row, Index>({
  type: 'index',
  requires: 'pg_index',
  query: (server, scope) => {
    const partitions = server.has('pg_index.indnkeyatts');
    const targets = (column: string): string =>
      partitions ? `coalesce(st.${column}, '{}')` : "'{}'::pg_catalog.int2[]";
    return `SELECT c.tableoid, c.oid, c.relname AS name, i.indrelid AS table, i.indisclustered AS "isClustered",
  i.indisreplident AS "isReplicaIdentity",
  ${server.has('pg_index.indnullsnotdistinct') ? 'i.indnullsnotdistinct' : 'false'} AS "nullsNotDistinct",
  ${partitions ? 'i.indnkeyatts' : 'i.indnatts'} AS "keyCount", i.indkey::pg_catalog.int2[] AS columns,
  coalesce(c.reloptions, '{}') AS options, tsp.spcname AS tablespace,
  ${partitions ? 'coalesce(inh.inhparent, 0)' : '0::pg_catalog.oid'} AS "parentIndex",
  ${targets('columns')} AS "statisticsColumns", ${targets('targets')} AS "statisticsTargets",
  coalesce(co.oid, 0) AS constraint
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_index i ON i.indrelid = src.oid
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_catalog.pg_tablespace tsp ON tsp.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_constraint co
  ON co.conrelid = i.indrelid AND co.conindid = i.indexrelid AND co.contype IN ('p', 'u', 'x')
${partitions ? `LEFT JOIN pg_catalog.pg_inherits inh ON inh.inhrelid = i.indexrelid\n${statisticsTargets}` : ''}
WHERE ${usableIndex('i', 'c')}${server.has('pg_directory_table') ? notOfFiles : ''}
ORDER BY i.indrelid, c.relname`;
  },
  toObject(row, catalog) {
    const table = catalog.get<Relation>('table', row.table)!;
    return {
      type: 'index',
      catalogId: catalogIdOf(row),
      namespace: table.namespace,
      owner: table.owner,
      tableName: table.name,
      statistics: row.statisticsColumns.map((column, i) => ({ column, target: row.statisticsTargets[i]! })),
      ...row,
      tablespace: row.tablespace ?? '',
    };
  },
  select: (object, _policy, catalog) => catalog.get<Relation>('table', object.table)?.dump ?? 0,
  details: [extensionDependencies, indexDefinition],
  toEntries(object, context) {
    if (object.constraint !== 0) return [];
    const name = quoteQualified(object.namespace, object.name);
    const table = quoteQualified(object.namespace, object.tableName);
    let definition = `${theDetail(context.catalog, indexDefinition, object)};\n`;
    if (object.isClustered) definition += `\nALTER TABLE ${table} CLUSTER ON ${quoteIdent(object.name)};\n`;
    for (const { column, target } of object.statistics) {
      definition += `ALTER INDEX ${name} ALTER COLUMN ${column} SET STATISTICS ${target};\n`;
    }
    definition += dependsOnExtension(object, 'INDEX', name, context);
    if (object.isReplicaIdentity) {
      definition += `\nALTER TABLE ONLY ${table} REPLICA IDENTITY USING INDEX ${quoteIdent(object.name)};\n`;
    }
    return [
      {
        desc: 'INDEX',
        section: 'post-data',
        tablespace: object.tablespace,
        definition,
        // The server lets no attached index be dropped alone; it goes with its table or the partitioned index.
        dropStatement: object.parentIndex === 0 ? `DROP INDEX ${name};\n` : '',
      },
    ];
  },
  satellites(object, { catalog }) {
    const constraint = object.constraint === 0 ? undefined : catalog.get<Constraint>('constraint', object.constraint);
    const dependsOn = constraint?.dumpId ?? object.dumpId;
    return { comments: [{ type: 'INDEX', name: quoteIdent(object.name), labels: false, dependsOn }] };
  },
});
