import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';
import { newerRoles } from '../newer-roles.ts';
import { without } from '../removed-settings.ts';

/** Roles that servers of PostgreSQL 9.6 to 11 have from the start. */
export const predefinedRoles: Rule = newerRoles(
  `pg_monitor pg_read_all_settings pg_read_all_stats pg_stat_scan_tables pg_signal_backend pg_read_server_files
  pg_write_server_files pg_execute_server_program`.split(/\s+/),
  'roles-of-9.6',
);

/** What a role is by attributes of PostgreSQL 9.5. */
export const roleAttributes: Rule = {
  name: 'role-attributes',
  descs: ['GLOBAL'],
  pattern: /^(?:ALTER|CREATE)\s+ROLE\s[^;]*BYPASSRLS/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    while (cursor.skipTo('bypassrls', 'nobypassrls')) {
      const token = cursor.next()!;
      rewriting.edits.remove(token);
      if (token.value === 'bypassrls') rewriting.note('is not BYPASSRLS: the target has no row security to bypass');
    }
    return rewriting.outcome;
  },
};

/** Settings that came with PostgreSQL 9.5 to 12, and that a role, database or function can have. */
export const settings: Rule = without('settings-of-9.5', (setting) => since95.has(setting));

const since95 = new Set(
  `backend_flush_after checkpoint_flush_after default_table_access_method enable_gathermerge enable_parallel_append
  enable_parallel_hash enable_partition_pruning enable_partitionwise_aggregate enable_partitionwise_join force_parallel_mode
  gin_pending_list_limit idle_in_transaction_session_timeout jit jit_above_cost jit_inline_above_cost
  jit_optimize_above_cost jit_provider log_replication_commands log_transaction_sample_rate max_parallel_maintenance_workers
  max_parallel_workers max_parallel_workers_per_gather min_parallel_index_scan_size min_parallel_table_scan_size
  old_snapshot_threshold operator_precedence_warning parallel_leader_participation parallel_setup_cost parallel_tuple_cost
  plan_cache_mode row_security tcp_user_timeout track_commit_timestamp
  vacuum_cleanup_index_scale_factor wal_compression wal_consistency_checking`.split(/\s+/),
);
