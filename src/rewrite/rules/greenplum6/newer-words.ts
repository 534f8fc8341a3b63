import type { Rule } from '../../rule.ts';
import { newerCatalogs } from '../newer-catalogs.ts';
import { newerDefaults, newerExpressions, type Phrase } from '../newer-expressions.ts';
import { catalogsSince95 } from '../newer-names/catalogs-since-9.5.ts';
import { functionsSince95 } from '../newer-names/functions-since-9.5.ts';
import { newerOptions } from '../newer-options.ts';

const phrases: readonly Phrase[] = [
  ['tablesample'],
  ['skip', 'locked'],
  ['on', 'conflict'],
  ['xmltable'],
  ['groups', 'between'],
  ['exclude', 'current', 'row'],
  ['exclude', 'ties'],
];

export const newerQueries: Rule = newerExpressions('queries-of-9.5', functionsSince95, phrases);
export const defaultsOfColumns: Rule = newerDefaults('defaults-of-9.5', functionsSince95);
export const catalogQueries: Rule = newerCatalogs('catalogs-of-9.5', catalogsSince95);
export const tableOptions: Rule = newerOptions('options-of-9.5', [
  'toast_tuple_target',
  'parallel_workers',
  'vacuum_index_cleanup',
  'vacuum_truncate',
  'log_autovacuum_min_duration',
  'autosummarize',
  'vacuum_cleanup_index_scale_factor',
]);
