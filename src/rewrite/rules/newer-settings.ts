import { without } from './removed-settings.ts';

/** Those that came with PostgreSQL 13 and 14, and that a role, database or function can have. */
const since13: ReadonlySet<string> = new Set(
  `backtrace_functions compute_query_id default_toast_compression enable_async_append enable_incremental_sort enable_memoize
  hash_mem_multiplier idle_session_timeout log_min_duration_sample log_parameter_max_length
  log_parameter_max_length_on_error log_statement_sample_rate logical_decoding_work_mem maintenance_io_concurrency
  vacuum_failsafe_age vacuum_multixact_failsafe_age wal_skip_threshold`.split(/\s+/),
);

/** And with 15 to 18. */
const since15: ReadonlySet<string> = new Set(
  `createrole_self_grant debug_discard_caches debug_logical_replication_streaming debug_parallel_query
  enable_distinct_reordering enable_group_by_reordering enable_presorted_aggregate enable_self_join_elimination
  event_triggers extension_control_path file_copy_method file_extend_method icu_validation_level io_combine_limit
  log_lock_failures recursive_worktable_factor restrict_nonsystem_relation_kind scram_iterations stats_fetch_consistency
  track_cost_delay_timing transaction_timeout vacuum_buffer_usage_limit vacuum_max_eager_freeze_failure_rate
  vacuum_truncate`.split(/\s+/),
);

export const settingsOf13 = without('settings-of-13', (setting) => since13.has(setting));
export const settingsOf15 = without('settings-of-15', (setting) => since15.has(setting));
