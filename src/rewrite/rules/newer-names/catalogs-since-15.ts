import type { NewerCatalogs } from '../newer-catalogs.ts';

/** Catalogs that came with PostgreSQL 15 to 18 and columns that these gave to others. */
export const catalogsSince15: NewerCatalogs = {
  pg_aios: null,
  pg_auth_members: 'dbid inherit_option oid set_option',
  pg_backend_memory_contexts: 'path type',
  pg_class: 'relallfrozen',
  pg_collation: 'colliculocale collicurules colllocale',
  pg_constraint: 'conenforced confdelsetcols conperiod',
  pg_database: 'datcollversion dathasloginevt daticulocale daticurules datlocale datlocprovider',
  pg_hba_file_rules: 'file_name rule_number',
  pg_ident_file_mappings: null,
  pg_index: 'indnullsnotdistinct',
  pg_parameter_acl: null,
  pg_prepared_statements: 'result_types',
  pg_publication: 'pubgencols',
  pg_publication_namespace: null,
  pg_publication_rel: 'prattrs prqual',
  pg_publication_tables: 'attnames rowfilter',
  pg_replication_slots: 'conflicting failover inactive_since invalidation_reason synced two_phase_at',
  pg_shmem_allocations_numa: null,
  pg_stat_all_indexes: 'last_idx_scan',
  pg_stat_all_tables:
    'last_idx_scan last_seq_scan n_tup_newpage_upd total_analyze_time total_autoanalyze_time total_autovacuum_time total_vacuum_time',
  pg_stat_checkpointer: null,
  pg_stat_database: 'parallel_workers_launched parallel_workers_to_launch',
  pg_stat_database_conflicts: 'confl_active_logicalslot',
  pg_stat_gssapi: 'credentials_delegated',
  pg_stat_io: null,
  pg_stat_progress_analyze: 'delay_time',
  pg_stat_progress_copy: 'tuples_skipped',
  pg_stat_progress_vacuum:
    'dead_tuple_bytes delay_time indexes_processed indexes_total max_dead_tuple_bytes num_dead_item_ids',
  pg_stat_recovery_prefetch: null,
  pg_stat_subscription: 'leader_pid worker_type',
  pg_stat_subscription_stats: null,
  pg_stat_sys_indexes: 'last_idx_scan',
  pg_stat_sys_tables:
    'last_idx_scan last_seq_scan n_tup_newpage_upd total_analyze_time total_autoanalyze_time total_autovacuum_time total_vacuum_time',
  pg_stat_user_indexes: 'last_idx_scan',
  pg_stat_user_tables:
    'last_idx_scan last_seq_scan n_tup_newpage_upd total_analyze_time total_autoanalyze_time total_autovacuum_time total_vacuum_time',
  pg_stat_xact_all_tables: 'n_tup_newpage_upd',
  pg_stat_xact_sys_tables: 'n_tup_newpage_upd',
  pg_stat_xact_user_tables: 'n_tup_newpage_upd',
  pg_statistic_ext_data: 'stxdinherit',
  pg_stats: 'range_bounds_histogram range_empty_frac range_length_histogram',
  pg_stats_ext: 'inherited',
  pg_stats_ext_exprs: 'inherited',
  pg_subscription:
    'subdisableonerr subfailover suborigin subpasswordrequired subrunasowner subskiplsn subtwophasestate',
  pg_wait_events: null,
};
