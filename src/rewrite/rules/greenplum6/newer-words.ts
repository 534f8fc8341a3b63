import type { Rule } from '../../rule.ts';
import { newerDefaults, newerExpressions, type Phrase } from '../newer-expressions.ts';
import { newerOptions } from '../newer-options.ts';

/** Functions that came with PostgreSQL 9.5 to 12. */
const functions: ReadonlySet<string> = new Set(
  `acosd array_position array_positions array_to_tsvector asind atan2d atand cosd cosh cotd jsonb_agg
  jsonb_build_array jsonb_build_object jsonb_insert jsonb_object jsonb_object_agg jsonb_path_exists jsonb_path_match
  jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_pretty jsonb_set jsonb_strip_nulls
  json_strip_nulls num_nonnulls num_nulls parse_ident phraseto_tsquery pg_blocking_pids regexp_match
  row_security_active scale sha224 sha256 sha384 sha512 sind sinh starts_with tand tanh to_jsonb ts_delete ts_filter
  tsvector_to_array websearch_to_tsquery xmltable`.split(/\s+/),
);

const phrases: readonly Phrase[] = [
  ['tablesample'],
  ['skip', 'locked'],
  ['on', 'conflict'],
  ['xmltable'],
  ['groups', 'between'],
  ['exclude', 'current', 'row'],
  ['exclude', 'ties'],
];

export const newerQueries: Rule = newerExpressions('queries-of-9.5', functions, phrases);
export const defaultsOfColumns: Rule = newerDefaults('defaults-of-9.5', functions);
export const tableOptions: Rule = newerOptions('options-of-9.5', [
  'toast_tuple_target',
  'parallel_workers',
  'vacuum_index_cleanup',
  'vacuum_truncate',
  'log_autovacuum_min_duration',
  'autosummarize',
  'vacuum_cleanup_index_scale_factor',
]);
