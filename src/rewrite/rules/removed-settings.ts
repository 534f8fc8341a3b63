import type { Span } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Settings that Greenplum 6 has and 7 has not (guc.c and guc_gp.c of both). */
const removed = new Set(
  `autocommit checkpoint_segments debug_latch dev_opt_unsafe_truncate_in_subtransaction
  dml_ignore_target_partition_check gp_add_column_inherits_table_setting gp_allow_rename_relation_without_lock
  gp_count_host_segments_using_address gp_distinct_grouping_sets_threshold gp_eager_agg_distinct_pruning
  gp_eager_one_phase_agg gp_eager_preunique gp_enable_exchange_default_partition gp_enable_gpperfmon
  gp_enable_groupext_distinct_gather gp_enable_groupext_distinct_pruning gp_enable_mk_sort gp_enable_motion_mk_sort
  gp_enable_sort_distinct gp_gpperfmon_send_interval gp_hashagg_default_nbatches gp_hashagg_groups_per_bucket
  gp_hashagg_streambottom gp_ignore_window_exclude gp_indexcheck_vacuum gp_keep_all_xlog
  gp_log_resqueue_priority_sleep_time gp_max_partition_level gp_mk_sort_check gp_partitioning_dynamic_selection_log
  gp_perfmon_print_packet_info gp_perfmon_segment_interval gp_resgroup_print_operator_memory_limits
  gp_resource_group_cpu_ceiling_enforcement gp_resource_group_enable_recalculate_query_mem
  gp_resource_group_memory_limit gp_safefswritesize gp_sort_flags gp_sort_max_distinct
  gp_use_synchronize_seqscans_catalog_vacuum_full gpperfmon_log_alert_level gpperfmon_port max_appendonly_tables
  memory_spill_ratio optimizer_analyze_enable_merge_of_leaf_stats optimizer_enable_dml_triggers
  optimizer_enable_orderedagg optimizer_enable_partial_index optimizer_prune_unused_columns password_hash_algorithm
  sql_inheritance test_print_prefetch_joinqual wal_keep_segments`.split(/\s+/),
);

/** `SET name TO value` of a function, role or database, of settings that the target does not have. */
export const without = (name: string, isGone: (setting: string) => boolean): Rule => ({
  name,
  // And scripts that people have written.
  descs: ['FUNCTION', 'PROCEDURE', 'DATABASE PROPERTIES', 'GLOBAL', 'SET'],
  pattern: /\bSET\s/i,
  rewrite({ desc, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      for (const { span, name: setting } of settingsOf(statement.cursor())) {
        if (!isGone(setting)) continue;
        rewriting.note(`does not set ${setting}, which the target does not have`);
        if (desc === 'FUNCTION' || desc === 'PROCEDURE') rewriting.edits.remove(span);
        else {
          rewriting.edits.remove({ start: statement.span.start, end: statement.after });
          break;
        }
      }
    }
    return rewriting.outcome;
  },
});

/** `SET name TO value` of a function, role or database whose setting went away. */
export const removedSettings = without('removed-settings', (setting) => removed.has(setting));

/** Settings of Greenplum's own, which PostgreSQL never had. */
export const greenplumSettings = without(
  'greenplum-settings',
  (setting) =>
    /^(?:gp_|gpcc|gpperfmon|optimizer(?:_|$)|resource_|memory_spill_ratio)/.test(setting) || removed.has(setting),
);

function* settingsOf(cursor: TokenCursor): Generator<{ readonly span: Span; readonly name: string }> {
  while (cursor.skipTo('set', 'begin', 'return')) {
    // A body that is no string.
    if (!cursor.sees('set')) return;
    const { start } = cursor;
    cursor.next();
    const name = cursor.takeName();
    if (name === null || (!cursor.take('to') && !cursor.take('='))) continue;
    do cursor.skip();
    while (cursor.take(','));
    yield { span: { start, end: cursor.end }, name: name.toLowerCase() };
  }
}
