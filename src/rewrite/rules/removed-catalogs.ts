import type { Token } from '../../sql/lexer.ts';
import type { Rule } from '../rule.ts';

/** Catalogs and views of Greenplum 6 that 7 does not have: of its own partitions, and filespaces of servers before. */
const relations = new Set([
  'pg_partition',
  'pg_partition_columns',
  'pg_partition_encoding',
  'pg_partition_rule',
  'pg_partition_templates',
  'pg_partitions',
  'pg_stat_partition_operations',
  'pg_filespace',
  'pg_filespace_entry',
]);

/** Columns that went from catalogs, by names that nothing else in a catalog has. */
const columns: Readonly<Record<string, string>> = {
  relstorage: 'pg_class',
  relhasoids: 'pg_class',
  relhaspkey: 'pg_class',
  adsrc: 'pg_attrdef',
  consrc: 'pg_constraint',
  proisagg: 'pg_proc',
  proiswindow: 'pg_proc',
  prodataaccess: 'pg_proc',
  rolcatupdate: 'pg_authid',
  usecatupd: 'pg_user',
  waiting_reason: 'pg_stat_activity',
  columnstore: 'pg_appendonly',
  blkdiridxid: 'pg_appendonly',
  visimapidxid: 'pg_appendonly',
  safefswritesize: 'pg_appendonly',
};

/** Views of what the target's catalogs do not have. The server writes columns in them with their table, tables without pg_catalog. */
export const removedCatalogs: Rule = {
  name: 'removed-catalogs',
  descs: ['VIEW', 'MATERIALIZED VIEW', 'RULE'],
  pattern: /\bpg_\w+/,
  rewrite({ definition }, archive) {
    const tokens = archive.tokensOf(definition ?? '');
    const names = new Set(tokens.map(({ value }) => value));
    const isGone = ({ kind, value }: Token, i: number): boolean => {
      if (kind !== 'word') return false;
      const qualifier = tokens[i - 1]?.value === '.' ? (tokens[i - 2]?.value ?? '') : null;
      if (relations.has(value)) return qualifier === null || qualifier === 'pg_catalog';
      return qualifier !== null && Object.hasOwn(columns, value) && names.has(columns[value]!);
    };
    const used = tokens.find(isGone)?.value;
    if (used === undefined) return null;
    const of = Object.hasOwn(columns, used) ? ` of ${columns[used]}` : '';
    return { leftOut: `it reads ${used}${of}, which the target does not have` };
  },
};
