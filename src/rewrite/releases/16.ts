import type { NewNames } from './new-names.ts';

/** What came with PostgreSQL 16: names as its catalogs have them (test/rewrite/newer-names.test.ts). */
export const postgresql16: NewNames = {
  functions: `any_value array_sample array_shuffle date_add date_subtract erf erfc json_agg_strict json_object_agg_strict
    json_object_agg_unique json_object_agg_unique_strict jsonb_agg_strict jsonb_object_agg_strict
    jsonb_object_agg_unique jsonb_object_agg_unique_strict pg_input_error_info pg_input_is_valid
    pg_log_standby_snapshot pg_split_walfile_name pg_stat_get_backend_subxact
    pg_stat_get_db_conflict_logicalslot pg_stat_get_io pg_stat_get_lastscan pg_stat_get_tuples_newpage_updated
    pg_stat_get_xact_tuples_newpage_updated random_normal system_user`,
  calls: `json_array json_arrayagg json_objectagg`,
  phrases: ['is json', 'system_user'],
  catalogs: {
    pg_auth_members: 'inherit_option oid set_option',
    pg_collation: 'collicurules',
    pg_database: 'daticurules',
    pg_hba_file_rules: 'file_name rule_number',
    pg_ident_file_mappings: 'file_name map_number',
    pg_prepared_statements: 'result_types',
    pg_replication_slots: 'conflicting',
    pg_stat_all_indexes: 'last_idx_scan',
    pg_stat_all_tables: 'last_idx_scan last_seq_scan n_tup_newpage_upd',
    pg_stat_database_conflicts: 'confl_active_logicalslot',
    pg_stat_gssapi: 'credentials_delegated',
    pg_stat_io: null,
    pg_stat_subscription: 'leader_pid',
    pg_stat_sys_indexes: 'last_idx_scan',
    pg_stat_sys_tables: 'last_idx_scan last_seq_scan n_tup_newpage_upd',
    pg_stat_user_indexes: 'last_idx_scan',
    pg_stat_user_tables: 'last_idx_scan last_seq_scan n_tup_newpage_upd',
    pg_stat_xact_all_tables: 'n_tup_newpage_upd',
    pg_stat_xact_sys_tables: 'n_tup_newpage_upd',
    pg_stat_xact_user_tables: 'n_tup_newpage_upd',
    pg_subscription: 'suborigin subpasswordrequired subrunasowner',
  },
  settings: `createrole_self_grant debug_logical_replication_streaming debug_parallel_query enable_presorted_aggregate
    icu_validation_level scram_iterations vacuum_buffer_usage_limit`,
  roles: `pg_create_subscription pg_use_reserved_connections`,
};
