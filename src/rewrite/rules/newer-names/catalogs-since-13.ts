import type { NewerCatalogs } from '../newer-catalogs.ts';

/** Catalogs that came with PostgreSQL 13 and 14 and columns that these gave to others, which Greenplum 7 lacks. */
export const catalogsSince13: NewerCatalogs = {
  pg_attribute: 'attcompression',
  pg_available_extension_versions: 'trusted',
  pg_inherits: 'inhdetachpending',
  pg_locks: 'waitstart',
  pg_prepared_statements: 'custom_plans generic_plans',
  pg_proc: 'prosqlbody',
  pg_publication: 'pubviaroot',
  pg_range: 'rngmultitypid',
  pg_replication_slots: 'two_phase',
  pg_shmem_allocations: null,
  pg_stat_activity: 'leader_pid query_id',
  pg_stat_all_tables: 'n_ins_since_vacuum',
  pg_stat_database:
    'active_time idle_in_transaction_time session_time sessions sessions_abandoned sessions_fatal sessions_killed',
  pg_stat_replication_slots: null,
  pg_stat_sys_tables: 'n_ins_since_vacuum',
  pg_stat_user_tables: 'n_ins_since_vacuum',
  pg_stat_wal: 'wal_fpi',
  pg_stat_wal_receiver: 'flushed_lsn written_lsn',
  pg_statistic_ext: 'stxexprs stxstattarget',
  pg_statistic_ext_data: 'stxdexpr',
  pg_stats_ext: 'exprs',
  pg_stats_ext_exprs: null,
  pg_subscription: 'subbinary substream',
  pg_trigger: 'tgparentid',
  pg_type: 'typsubscript',
};
