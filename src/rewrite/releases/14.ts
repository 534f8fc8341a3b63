import type { NewNames } from './new-names.ts';

/** What came with PostgreSQL 14: names as its catalogs have them (test/rewrite/newer-names.test.ts). */
export const postgresql14: NewNames = {
  functions: `bit_count bit_xor date_bin datemultirange elem_contained_by_multirange hash_multirange
    hash_multirange_extended hash_record hash_record_extended int4multirange int8multirange multirange
    multirange_adjacent_multirange multirange_adjacent_range multirange_after_multirange multirange_after_range
    multirange_before_multirange multirange_before_range multirange_cmp multirange_contained_by_multirange
    multirange_contained_by_range multirange_contains_elem multirange_contains_multirange
    multirange_contains_range multirange_eq multirange_ge multirange_gt multirange_intersect multirange_le
    multirange_lt multirange_minus multirange_ne multirange_overlaps_multirange multirange_overlaps_range
    multirange_overleft_multirange multirange_overleft_range multirange_overright_multirange
    multirange_overright_range multirange_union numeric_pl_pg_lsn nummultirange pg_column_compression
    pg_get_backend_memory_contexts pg_get_catalog_foreign_keys pg_get_function_sqlbody
    pg_get_statisticsobjdef_columns pg_get_statisticsobjdef_expressions pg_get_wal_replay_pause_state
    pg_log_backend_memory_contexts pg_lsn pg_lsn_mii pg_lsn_pli pg_stat_get_db_active_time
    pg_stat_get_db_idle_in_transaction_time pg_stat_get_db_session_time pg_stat_get_db_sessions
    pg_stat_get_db_sessions_abandoned pg_stat_get_db_sessions_fatal pg_stat_get_db_sessions_killed
    pg_stat_get_replication_slot pg_stat_get_wal pg_stat_reset_replication_slot pg_xact_commit_timestamp_origin
    range_adjacent_multirange range_after_multirange range_agg range_before_multirange
    range_contained_by_multirange range_contains_multirange range_intersect_agg range_overlaps_multirange
    range_overleft_multirange range_overright_multirange string_to_table trim_array tsmultirange tstzmultirange
    unistr`,
  phrases: ['search depth first', 'search breadth first', 'group by distinct'],
  catalogs: {
    pg_attribute: 'attcompression',
    pg_backend_memory_contexts: null,
    pg_inherits: 'inhdetachpending',
    pg_locks: 'waitstart',
    pg_prepared_statements: 'custom_plans generic_plans',
    pg_proc: 'prosqlbody',
    pg_range: 'rngmultitypid',
    pg_replication_slots: 'two_phase',
    pg_stat_activity: 'query_id',
    pg_stat_database:
      'active_time idle_in_transaction_time session_time sessions sessions_abandoned sessions_fatal sessions_killed',
    pg_stat_progress_copy: null,
    pg_stat_replication_slots: null,
    pg_stat_wal: null,
    pg_statistic_ext: 'stxexprs',
    pg_statistic_ext_data: 'stxdexpr',
    pg_stats_ext: 'exprs',
    pg_stats_ext_exprs: null,
    pg_subscription: 'subbinary substream',
    pg_type: 'typsubscript',
  },
  types: `anycompatiblemultirange anymultirange int4multirange int8multirange nummultirange datemultirange
    tsmultirange tstzmultirange`,
  settings: `client_connection_check_interval compute_query_id debug_discard_caches default_toast_compression
    enable_async_append enable_memoize idle_session_timeout track_wal_io_timing vacuum_failsafe_age
    vacuum_multixact_failsafe_age`,
  roles: `pg_database_owner pg_read_all_data pg_write_all_data`,
};
