import type { NewNames } from './new-names.ts';

/** What came with PostgreSQL 13: names as its catalogs have them (test/rewrite/newer-names.test.ts). */
export const postgresql13: NewNames = {
  functions: `dist_bl dist_bp dist_bs dist_lp dist_ls dist_pathp dist_polyc dist_sp gcd gen_random_uuid is_normalized
    jsonb_path_exists_tz jsonb_path_match_tz jsonb_path_query_array_tz jsonb_path_query_first_tz
    jsonb_path_query_tz jsonb_set_lax lcm min_scale normalize pg_current_snapshot pg_current_xact_id
    pg_current_xact_id_if_assigned pg_get_shmem_allocations pg_lsn_larger pg_lsn_smaller pg_snapshot_xip
    pg_snapshot_xmax pg_snapshot_xmin pg_stat_get_ins_since_vacuum pg_stat_get_slru pg_stat_reset_slru
    pg_visible_in_snapshot pg_xact_status similar_to_escape to_regcollation trim_scale xid8cmp xid8eq xid8ge
    xid8gt xid8le xid8lt xid8ne`,
  phrases: ['with ties', 'normalized'],
  catalogs: {
    pg_available_extension_versions: 'trusted',
    pg_publication: 'pubviaroot',
    pg_replication_slots: 'safe_wal_size wal_status',
    pg_shmem_allocations: null,
    pg_stat_activity: 'leader_pid',
    pg_stat_all_tables: 'n_ins_since_vacuum',
    pg_stat_progress_analyze: null,
    pg_stat_progress_basebackup: null,
    pg_stat_slru: null,
    pg_stat_sys_tables: 'n_ins_since_vacuum',
    pg_stat_user_tables: 'n_ins_since_vacuum',
    pg_stat_wal_receiver: 'flushed_lsn written_lsn',
    pg_statistic_ext: 'stxstattarget',
    pg_trigger: 'tgparentid',
  },
  types: `xid8 regcollation pg_snapshot anycompatible anycompatiblearray anycompatiblenonarray anycompatiblerange`,
  options: `autovacuum_vacuum_insert_threshold autovacuum_vacuum_insert_scale_factor deduplicate_items`,
  settings: `allow_system_table_mods backtrace_functions enable_incremental_sort hash_mem_multiplier
    log_min_duration_sample log_parameter_max_length log_parameter_max_length_on_error log_statement_sample_rate
    logical_decoding_work_mem maintenance_io_concurrency wal_skip_threshold`,
};
