const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Types of pg_catalog that may be unqualified, in the servers' own spelling; of several words the grammar knows. */
export const builtInTypes = words(`
  abstime aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray anycompatiblerange
  anyelement anyenum anymultirange anynonarray anyrange anytable bigint boolean box bpchar bytea char character cid cidr circle complex
  cstring date datemultirange daterange event_trigger fdw_handler gp_hyperloglog_estimator gtsvector index_am_handler inet
  int4multirange int4range int8multirange int8range integer internal interval json jsonb jsonpath language_handler line lseg macaddr
  macaddr8 money name numeric nummultirange numrange oid oidvector int2vector opaque path pg_ddl_command pg_dependencies pg_lsn
  pg_mcv_list pg_ndistinct pg_node_tree pg_snapshot point polygon real record refcursor regclass regcollation regconfig regdictionary
  regnamespace regoper regoperator regproc regprocedure regrole regtype reltime smallint table_am_handler text tid time timestamp
  tinterval trigger tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid void xid
  xid8 xml
`);

/** Options of tables, columns and indexes, and what they may be. */
export const storageWords = words(`
  appendonly appendoptimized orientation row column compresstype none zlib zstd quicklz rle_type lz4 compresslevel blocksize checksum
  fillfactor oids true false on off auto analyze_hll_non_part_table parallel_workers user_catalog_table toast_tuple_target
  vacuum_truncate vacuum_index_cleanup log_autovacuum_min_duration fastupdate gin_pending_list_limit buffering pages_per_range
  autosummarize deduplicate_items vacuum_cleanup_index_scale_factor security_barrier check_option
`);

/** Of types, aggregates, operators, collations and text search. */
export const parameterWords = words(`
  input output receive send typmod_in typmod_out analyze internallength passedbyvalue alignment storage default element delimiter
  category preferred collatable like subtype subtype_opclass collation canonical subtype_diff multirange_type_name subscript
  sfunc stype sspace prefunc combinefunc serialfunc deserialfunc finalfunc finalfunc_extra finalfunc_modify initcond sortop hypothetical
  msfunc minvfunc mstype msspace mfinalfunc mfinalfunc_extra mfinalfunc_modify minitcond parallel procedure function leftarg rightarg
  commutator negator restrict join hashes merges lc_collate lc_ctype provider deterministic locale version
`);

/** As pg_encoding_to_char says them. */
export const encodings = words(`
  sql_ascii euc_jp euc_cn euc_kr euc_tw euc_jis_2004 utf8 mule_internal latin1 latin2 latin3 latin4 latin5 latin6 latin7 latin8 latin9
  latin10 win1256 win1258 win866 win874 koi8r koi8u koi8 win1251 win1252 iso_8859_5 iso_8859_6 iso_8859_7 iso_8859_8 win1250 win1253
  win1254 win1255 win1257 sjis big5 gbk uhc gb18030 johab shift_jis_2004
`);

/** What the default parser of text search tells apart. */
export const searchTokens = words(`
  asciiword word numword email url host sfloat version hword_numpart hword_part hword_asciipart blank tag protocol numhword
  asciihword hword url_path file float int uint entity
`);

/** First words of types that have several. */
export const longTypeWords = words('double character bit timestamp time interval');

/** Words of expressions that are no names, as servers write them. */
export const expressionWords = words(`
  and or not null is true false unknown like ilike similar to escape between symmetric in any all some case when then else end array
  row value cast collate distinct from exists select where varying precision without with time zone at year month day hour minute second
  interval overlaps current_date current_time current_timestamp current_user session_user user localtime localtimestamp isnull notnull
  document operator
`);
