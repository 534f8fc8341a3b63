import type { Oid } from '../../model/catalog-id.ts';
import type { Column, NotNull, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, type Scope } from '../kind.ts';
import type { Server } from '../../server/server.ts';

/** Rows of `src(oid)`, the relations asked about. */
export const scopeRelations = (scope: Scope): ByteString =>
  `pg_catalog.unnest('{${scope.relations.join(',')}}'::pg_catalog.oid[]) AS src(oid)`;

interface ColumnRow extends Omit<Column, 'collation' | 'notNull' | 'options'> {
  readonly options: ByteString[];
  readonly owner: Oid;
  /** null: NULLs are allowed; '': no name need be said. */
  readonly notNullName: ByteString | null;
  readonly notNullConstraint: Oid;
  readonly noInherit: boolean;
  readonly notNullIsLocal: boolean;
  readonly collationNamespace: ByteString | null;
  readonly collationName: ByteString | null;
}

/** Servers since November 2026 (15.20 and its like) keep a version of their own among a column's options. */
const isUsersOption = (option: ByteString): boolean => !option.startsWith('pg_attver=');

/**
 * NOT NULL of columns. A name that the server would choose is not said, unless a comment needs it; one that is not
 * valid yet is left to constraint/not-null.ts (determineNotNullFlags in pg_dump.c).
 */
const notNullConstraints = {
  columns: `CASE WHEN co.conname = c.relname || '_' || a.attname || '_not_null' AND NOT EXISTS (
    SELECT 1 FROM pg_catalog.pg_description d WHERE d.classoid = co.tableoid AND d.objoid = co.oid
  ) THEN '' ELSE co.conname END AS "notNullName", coalesce(co.oid, 0) AS "notNullConstraint",
  coalesce(co.connoinherit, false) AS "noInherit", coalesce(co.conislocal, false) AS "notNullIsLocal"`,
  joins: `JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_catalog.pg_constraint co
  ON co.conrelid = a.attrelid AND co.contype = 'n' AND co.conkey = ARRAY[a.attnum] AND co.convalidated`,
};

const notNullMarks = {
  columns: `CASE WHEN a.attnotnull THEN '' END AS "notNullName", 0::pg_catalog.oid AS "notNullConstraint",
  false AS "noInherit", false AS "notNullIsLocal"`,
  joins: '',
};

/** As older servers tell it: shared, since there are many. */
const marked: NotNull = { constraint: 0, name: null, noInherit: false, isLocal: false };

function notNullOf(row: ColumnRow): NotNull | null {
  if (row.notNullName === null) return null;
  if (row.notNullConstraint === 0) return marked;
  return {
    constraint: row.notNullConstraint,
    name: row.notNullName === '' ? null : row.notNullName,
    noInherit: row.noInherit,
    isLocal: row.notNullIsLocal,
  };
}

function columnQuery(server: Server, scope: Scope): ByteString {
  const has = (column: string): string =>
    server.has(`pg_attribute.${column}`) ? `a.${column}` : `''::pg_catalog."char"`;
  const notNull = server.behaves.notNullConstraints ? notNullConstraints : notNullMarks;
  return `SELECT a.attrelid AS owner, a.attnum AS number, a.attname AS name,
  pg_catalog.format_type(t.oid, a.atttypmod) AS type, a.attisdropped AS "isDropped", a.attislocal AS "isLocal",
  ${notNull.columns}, coalesce(a.attstattarget, -1)::pg_catalog.int4 AS "statisticsTarget",
  a.attstorage AS storage, coalesce(t.typstorage, a.attstorage) AS "typeStorage",
  ${has('attcompression')} AS compression, ${has('attidentity')} AS identity, ${has('attgenerated')} AS generated,
  a.atthasdef AS "hasDefault", coalesce(a.attoptions, '{}') AS options,
  pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value)
    FROM pg_catalog.pg_options_to_table(a.attfdwoptions) ORDER BY option_name), E',\\n    ') AS "fdwOptions",
  cn.nspname AS "collationNamespace", coll.collname AS "collationName"
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_attribute a ON a.attrelid = src.oid
LEFT JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_collation coll ON coll.oid = a.attcollation AND a.attcollation <> t.typcollation
LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = coll.collnamespace
${notNull.joins}
WHERE a.attnum > 0
ORDER BY a.attrelid, a.attnum`;
}

/** Columns of tables, views and composite types, dropped ones too. */
export const columns = defineDetail<ColumnRow, Column>({
  name: 'columns',
  requires: 'pg_attribute',
  query: columnQuery,
  owner: (row) => row.owner,
  toValue: (row) => ({
    collation:
      row.collationNamespace === null || row.collationName === null
        ? null
        : { namespace: row.collationNamespace, name: row.collationName },
    notNull: notNullOf(row),
    ...row,
    options: row.options.length === 0 ? '' : row.options.filter(isUsersOption).join(', '),
  }),
});

/** Parents of every relation in the database, in the order of its INHERITS list: partitions need them up to the root. */
export const parents = defineDetail<{ readonly child: Oid; readonly parent: Oid }, Oid>({
  name: 'parents',
  requires: 'pg_inherits',
  query: () => `SELECT inhrelid AS child, inhparent AS parent
FROM pg_catalog.pg_inherits
ORDER BY inhrelid, inhseqno`,
  owner: (row) => row.child,
  toValue: (row) => row.parent,
});

/** A text of an object's. */
export interface TextRow {
  readonly owner: Oid;
  readonly text: ByteString;
}

/** Definitions of views and materialized views without their semicolon. */
export const viewDefinition = defineDetail<TextRow, ByteString>({
  name: 'view definitions',
  requires: 'pg_rewrite',
  query: (_server, scope) => `SELECT c.oid AS owner, pg_catalog.pg_get_viewdef(c.oid) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.relkind IN ('v', 'm')
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text.replace(/;$/, ''),
});

/** PARTITION BY clauses of partitioned tables. */
export const partitionKey = defineDetail<TextRow, ByteString>({
  name: 'partition keys',
  requires: 'pg_get_partkeydef()',
  query: (_server, scope) => `SELECT c.oid AS owner, pg_catalog.pg_get_partkeydef(c.oid) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.relkind = 'p'
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

/** FOR VALUES clauses of partitions. */
export const partitionBound = defineDetail<TextRow, ByteString>({
  name: 'partition bounds',
  requires: 'pg_class.relpartbound',
  query: (_server, scope) => `SELECT c.oid AS owner, pg_catalog.pg_get_expr(c.relpartbound, c.oid) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.relispartition
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

/** Type names of typed tables. */
export const ofTypeName = defineDetail<TextRow, ByteString>({
  name: 'types of typed tables',
  requires: 'pg_class.reloftype',
  query: (_server, scope) => `SELECT c.oid AS owner, pg_catalog.format_type(c.reloftype, NULL) AS text
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_class c ON c.oid = src.oid
WHERE c.reloftype <> 0
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row.text,
});

export interface ForeignTable {
  readonly server: ByteString;
  /** Quoted `name 'value'` items, ready to print; '' none. */
  readonly options: ByteString;
}

export const foreignTable = defineDetail<ForeignTable & { readonly owner: Oid }, ForeignTable>({
  name: 'foreign tables',
  requires: 'pg_foreign_table',
  query: (_server, scope) => `SELECT ft.ftrelid AS owner, fs.srvname AS server,
  pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.quote_ident(option_name) || ' ' || pg_catalog.quote_literal(option_value)
    FROM pg_catalog.pg_options_to_table(ft.ftoptions) ORDER BY option_name), E',\\n    ') AS options
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_foreign_table ft ON ft.ftrelid = src.oid
JOIN pg_catalog.pg_foreign_server fs ON fs.oid = ft.ftserver
ORDER BY ft.ftrelid`,
  owner: (row) => row.owner,
  toValue: ({ server, options }) => ({ server, options }),
});

export interface SequenceParameters {
  readonly dataType: ByteString;
  readonly start: string;
  readonly increment: string;
  readonly maximum: string;
  readonly minimum: string;
  readonly cache: string;
  readonly cycles: boolean;
}

interface SequenceParametersRow extends SequenceParameters {
  readonly owner: Oid;
}

/** Parameters of every sequence; where no catalog has them (before 10), catalog/sequence-values.ts asks the sequences. */
export const sequenceParameters = defineDetail<SequenceParametersRow, SequenceParameters>({
  name: 'sequences',
  requires: 'pg_sequence',
  query: () => `SELECT seqrelid AS owner, pg_catalog.format_type(seqtypid, NULL) AS "dataType", seqstart AS start,
  seqincrement AS increment, seqmax AS maximum, seqmin AS minimum, seqcache AS cache, seqcycle AS cycles
FROM pg_catalog.pg_sequence
ORDER BY seqrelid`,
  owner: (row) => row.owner,
  toValue: ({ owner: _owner, ...parameters }) => parameters,
});

/** The same of some sequences, from themselves: all are bigint then. */
export const sequenceParametersQuery = (sequences: readonly Relation[]): ByteString =>
  sequences
    .map(
      (sequence) => `SELECT ${sequence.catalogId.oid}::pg_catalog.oid AS owner, 'bigint'::pg_catalog.text AS "dataType",
  start_value AS start, increment_by AS increment, max_value AS maximum, min_value AS minimum, cache_value AS cache,
  is_cycled AS cycles
FROM ${quoteQualified(sequence.namespace, sequence.name)}`,
    )
    .join('\nUNION ALL ');
