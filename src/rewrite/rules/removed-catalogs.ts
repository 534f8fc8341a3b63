import type { Token } from '../../sql/lexer.ts';
import type { Rule } from '../rule.ts';

/** Catalogs, views and functions of Greenplum 6 that 7 does not have: of its own partitions, of filespaces, of the WAL. */
const gone = new Set([
  'pg_partition',
  'pg_partition_columns',
  'pg_partition_encoding',
  'pg_partition_rule',
  'pg_partition_templates',
  'pg_partitions',
  'pg_stat_partition_operations',
  'pg_filespace',
  'pg_filespace_entry',
  'gp_size_of_partition_and_indexes_disk',
  'pg_get_partition_def',
  'pg_get_partition_rule_def',
  'pg_get_partition_template_def',
  'pg_current_xlog_insert_location',
  'pg_current_xlog_location',
  'pg_last_xlog_receive_location',
  'pg_last_xlog_replay_location',
  'pg_xlog_location_diff',
  'pg_xlogfile_name',
  'pg_xlogfile_name_offset',
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
  waiting: 'pg_stat_activity',
  waiting_reason: 'pg_stat_activity',
  rsgqueueduration: 'pg_stat_activity',
  columnstore: 'pg_appendonly',
  blkdiridxid: 'pg_appendonly',
  visimapidxid: 'pg_appendonly',
  safefswritesize: 'pg_appendonly',
};

/** Views of what the target's catalogs do not have. The server writes columns in them with their table, tables without pg_catalog. */
export const removedCatalogs: Rule = {
  name: 'removed-catalogs',
  descs: ['VIEW', 'MATERIALIZED VIEW', 'RULE'],
  pattern: /\b(?:pg|gp)_\w+/,
  rewrite({ definition }, archive) {
    const tokens = archive.tokensOf(definition ?? '');
    const names = new Set(tokens.map(({ value }) => value));
    const isGone = ({ kind, value }: Token, i: number): boolean => {
      if (kind !== 'word') return false;
      const qualifier = tokens[i - 1]?.value === '.' ? (tokens[i - 2]?.value ?? '') : null;
      if (gone.has(value)) return qualifier === null || qualifier === 'pg_catalog' || qualifier === 'gp_toolkit';
      return qualifier !== null && Object.hasOwn(columns, value) && names.has(columns[value]!);
    };
    const used = tokens.find(isGone)?.value;
    if (used === undefined) return null;
    const of = Object.hasOwn(columns, used) ? ` of ${columns[used]}` : '';
    return { leftOut: `it reads ${used}${of}, which the target does not have` };
  },
};
