import { shown } from '../../../model/text.ts';
import type { Rule } from '../../rule.ts';

/** Extensions that come with PostgreSQL and with no Greenplum 6. Others somebody may have installed. */
export const missingExtensions: Rule = {
  name: 'missing-extensions',
  descs: ['EXTENSION'],
  pattern: /^CREATE EXTENSION /i,
  rewrite: ({ tag }) => (notBuilt.has(tag) ? { leftOut: `the target does not come with ${shown(tag)}` } : null),
};

const notBuilt = new Set(
  `adminpack gp_exttable_fdw gp_toolkit bloom bool_plperl btree_gist cube earthdistance intagg jsonb_plperl lo old_snapshot pg_logicalinspect
  pg_overexplain pg_surgery pg_visibility pg_walinspect tsm_system_rows tsm_system_time xml2`.split(/\s+/),
);
