import type { Rule } from '../../rule.ts';
import { newerCatalogs } from '../newer-catalogs.ts';
import type { Phrase } from '../../releases/names-since.ts';
import { newerBodies } from '../newer-bodies.ts';
import { newerDomains } from '../newer-domains.ts';
import { newerChecks, newerDefaults, newerExpressions } from '../newer-expressions.ts';
import { catalogsSince95 } from '../newer-names/catalogs-since-9.5.ts';
import { functionsSince95 } from '../newer-names/functions-since-9.5.ts';
import { newerOptions } from '../newer-options.ts';
import { newerTypes } from '../newer-types.ts';

const phrases: readonly Phrase[] = [
  ['tablesample'],
  ['skip', 'locked'],
  ['on', 'conflict'],
  ['xmltable'],
  ['groups', 'between'],
  ['exclude', 'current', 'row'],
  ['exclude', 'ties'],
];

export const newerQueries: Rule = newerExpressions(functionsSince95, phrases, 'expressions-of-9.5');
export const checksOfColumns: Rule = newerChecks(functionsSince95, phrases, 'checks-of-9.5');
export const domains: Rule = newerDomains(functionsSince95, phrases, 'domains-of-9.5');
export const bodies: Rule = newerBodies(functionsSince95, 'bodies-of-9.5');
export const defaultsOfColumns: Rule = newerDefaults(functionsSince95, 'defaults-of-9.5');
export const catalogQueries: Rule = newerCatalogs(catalogsSince95, 'catalogs-of-9.5');
export const tableOptions: Rule = newerOptions(
  `toast_tuple_target parallel_workers vacuum_index_cleanup vacuum_truncate log_autovacuum_min_duration autosummarize
  vacuum_cleanup_index_scale_factor gin_pending_list_limit`.split(/\s+/),
  'options-of-9.5',
);

export const typesOf95: readonly Rule[] = newerTypes(
  `macaddr8 jsonpath regnamespace regrole index_am_handler table_am_handler tsm_handler pg_ddl_command`.split(' '),
  'types-of-9.5',
);
