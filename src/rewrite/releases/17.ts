import type { NewNames } from './new-names.ts';

/** What came with PostgreSQL 17: names as its catalogs have them (test/rewrite/newer-names.test.ts). */
export const postgresql17: NewNames = {
  functions: `icu_unicode_version jsonb_populate_record_valid pg_available_wal_summaries pg_basetype
    pg_column_toast_chunk_id pg_get_wait_events pg_get_wal_summarizer_state
    pg_stat_get_checkpointer_buffers_written pg_stat_get_checkpointer_num_requested
    pg_stat_get_checkpointer_num_timed pg_stat_get_checkpointer_restartpoints_performed
    pg_stat_get_checkpointer_restartpoints_requested pg_stat_get_checkpointer_restartpoints_timed
    pg_stat_get_checkpointer_stat_reset_time pg_stat_get_checkpointer_sync_time
    pg_stat_get_checkpointer_write_time pg_sync_replication_slots pg_wal_summary_contents to_bin to_oct
    to_regtypemod unicode_assigned unicode_version uuid_extract_timestamp uuid_extract_version xmltext`,
  calls: `json_exists json_query json_scalar json_serialize json_table json_value merge_action`,
  phrases: ['at local'],
  catalogs: {
    pg_collation: 'colllocale',
    pg_database: 'dathasloginevt datlocale',
    pg_replication_slots: 'failover inactive_since invalidation_reason synced',
    pg_stat_checkpointer: null,
    pg_stat_progress_copy: 'tuples_skipped',
    pg_stat_progress_vacuum: 'dead_tuple_bytes indexes_processed indexes_total max_dead_tuple_bytes num_dead_item_ids',
    pg_stat_subscription: 'worker_type',
    pg_stats: 'range_bounds_histogram range_empty_frac range_length_histogram',
    pg_subscription: 'subfailover',
    pg_wait_events: null,
  },
  settings: `enable_group_by_reordering event_triggers io_combine_limit transaction_timeout`,
  roles: `pg_maintain`,
};
