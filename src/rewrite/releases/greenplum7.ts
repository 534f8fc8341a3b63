import type { Backported } from './names-since.ts';

/** What Greenplum 7, made from PostgreSQL 12, has of newer releases. */
export const greenplum7Backports: Backported = {
  functions: `pg_get_backend_memory_contexts pg_log_backend_memory_contexts pg_stat_get_backend_subxact pg_stat_get_slru
    pg_stat_get_wal pg_stat_reset_slru`,
  catalogs: {
    pg_backend_memory_contexts: null,
    pg_replication_slots: 'safe_wal_size wal_status',
    pg_stat_progress_analyze: null,
    pg_stat_progress_basebackup: null,
    pg_stat_progress_copy: null,
    pg_stat_slru: null,
    pg_stat_wal: null,
  },
  lacks: { pg_stat_wal: 'wal_fpi' },
  settings: 'client_connection_check_interval track_wal_io_timing',
};
