import type { Release } from '../model/release.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Words that need quotes as identifiers: PostgreSQL 15's keywords but the unreserved (pg_get_keywords(), catcode <> 'U'). */
const keywords15 = words(`
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
  char character check coalesce collate collation column concurrently constraint create cross current_catalog
  current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
  desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
  grouping having ilike in initially inner inout int integer intersect interval into is isnull join lateral leading
  least left like limit localtime localtimestamp national natural nchar none normalize not notnull null nullif
  numeric offset on only or order out outer overlaps overlay placing position precision primary real references
  returning right row select session_user setof similar smallint some substring symmetric table tablesample then time
  timestamp to trailing treat trim true union unique user using values varchar variadic verbose when where window
  with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize
  xmltable
`);

const jsonConstructors = words('json_array json_arrayagg json_object json_objectagg system_user');
const jsonFunctions = words(
  'json json_exists json_query json_scalar json_serialize json_table json_value merge_action',
);

/** Those of Greenplum 6 and 7 that PostgreSQL 15 has not, or leaves bare: 7 alone would spare log, rollup and sets, 6 ao_aux_only. */
const greenplumWords = words(`
  ao_aux_only decode distributed exclude following group_id log median partition preceding rollup scatter sets
  unbounded
`);

/** A release's programs quote the keywords of its own grammar, whatever server they talk to. */
export type KeywordsOf = Pick<Release, 'quotesJsonConstructors' | 'quotesJsonFunctions' | 'quotesGreenplumWords'>;

export const isKeywordToQuote = (word: string, release: KeywordsOf): boolean =>
  keywords15.has(word) ||
  (release.quotesJsonConstructors && jsonConstructors.has(word)) ||
  (release.quotesJsonFunctions && jsonFunctions.has(word)) ||
  (release.quotesGreenplumWords && greenplumWords.has(word));
