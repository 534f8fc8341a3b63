import type { NewNames } from './new-names.ts';

/** What came with PostgreSQL 18: names as its catalogs have them (test/rewrite/newer-names.test.ts). */
export const postgresql18: NewNames = {
  functions: `array_reverse array_sort bytea_larger bytea_smaller casefold crc32 crc32c gamma
    gist_translate_cmptype_common has_largeobject_privilege hashbool hashboolextended hashbytea
    hashbyteaextended hashcid hashcidextended hashdate hashdateextended hashxid hashxid8 hashxid8extended
    hashxidextended lgamma pg_clear_attribute_stats pg_clear_relation_stats pg_get_acl pg_get_aios
    pg_get_loaded_modules pg_get_sequence_data pg_get_shmem_allocations_numa pg_ls_summariesdir
    pg_numa_available pg_restore_attribute_stats pg_restore_relation_stats pg_stat_get_backend_io
    pg_stat_get_backend_wal pg_stat_get_checkpointer_num_performed pg_stat_get_checkpointer_slru_written
    pg_stat_get_db_parallel_workers_launched pg_stat_get_db_parallel_workers_to_launch
    pg_stat_get_total_analyze_time pg_stat_get_total_autoanalyze_time pg_stat_get_total_autovacuum_time
    pg_stat_get_total_vacuum_time pg_stat_reset_backend_stats pg_timezone_abbrevs_abbrevs
    pg_timezone_abbrevs_zone record_larger record_smaller timestamptz_hash timestamptz_hash_extended uuidv4
    uuidv7`,
  catalogs: {
    pg_aios: null,
    pg_backend_memory_contexts: 'path type',
    pg_class: 'relallfrozen',
    pg_constraint: 'conenforced conperiod',
    pg_publication: 'pubgencols',
    pg_replication_slots: 'two_phase_at',
    pg_shmem_allocations_numa: null,
    pg_stat_all_tables: 'total_analyze_time total_autoanalyze_time total_autovacuum_time total_vacuum_time',
    pg_stat_checkpointer: 'num_done slru_written',
    pg_stat_database: 'parallel_workers_launched parallel_workers_to_launch',
    pg_stat_io: 'extend_bytes read_bytes write_bytes',
    pg_stat_progress_analyze: 'delay_time',
    pg_stat_progress_vacuum: 'delay_time',
    pg_stat_subscription_stats:
      'confl_delete_missing confl_delete_origin_differs confl_insert_exists confl_multiple_unique_conflicts confl_update_exists confl_update_missing confl_update_origin_differs',
    pg_stat_sys_tables: 'total_analyze_time total_autoanalyze_time total_autovacuum_time total_vacuum_time',
    pg_stat_user_tables: 'total_analyze_time total_autoanalyze_time total_autovacuum_time total_vacuum_time',
  },
  options: `autovacuum_vacuum_max_threshold vacuum_max_eager_freeze_failure_rate`,
  settings: `enable_distinct_reordering enable_self_join_elimination extension_control_path file_copy_method
    log_lock_failures md5_password_warnings track_cost_delay_timing vacuum_max_eager_freeze_failure_rate
    vacuum_truncate`,
  roles: `pg_signal_autovacuum_worker`,
};
