import type { NewNames } from './new-names.ts';

/** What came with PostgreSQL 15: names as its catalogs have them (test/rewrite/newer-names.test.ts). */
export const postgresql15: NewNames = {
  functions: `has_parameter_privilege pg_backup_start pg_backup_stop pg_database_collation_actual_version
    pg_get_wal_resource_managers pg_ident_file_mappings pg_ls_logicalmapdir pg_ls_logicalsnapdir
    pg_ls_replslotdir pg_settings_get_flags pg_stat_force_next_flush pg_stat_get_recovery_prefetch
    pg_stat_get_subscription_stats pg_stat_have_stats pg_stat_reset_subscription_stats
    pg_stop_making_pinned_objects regexp_count regexp_instr regexp_like regexp_substr xid8_larger xid8_smaller`,
  catalogs: {
    pg_collation: 'colliculocale',
    pg_constraint: 'confdelsetcols',
    pg_database: 'datcollversion daticulocale datlocprovider',
    pg_ident_file_mappings: null,
    pg_index: 'indnullsnotdistinct',
    pg_parameter_acl: null,
    pg_publication_namespace: null,
    pg_publication_rel: 'prattrs prqual',
    pg_publication_tables: 'attnames rowfilter',
    pg_stat_recovery_prefetch: null,
    pg_stat_subscription_stats: null,
    pg_statistic_ext_data: 'stxdinherit',
    pg_stats_ext: 'inherited',
    pg_stats_ext_exprs: 'inherited',
    pg_subscription: 'subdisableonerr subskiplsn subtwophasestate',
  },
  options: `security_invoker`,
  settings: `recursive_worktable_factor stats_fetch_consistency`,
  roles: `pg_checkpoint`,
};
