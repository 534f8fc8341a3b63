import { notTogether } from './conflicts.ts';
import type { Conflict } from './conflicts.ts';
import { flag, worded } from './definition.ts';
import type { Option, Wording } from './definition.ts';

/** Which of definitions, data and statistics are meant. */
export interface PartsGiven {
  readonly dataOnly: boolean;
  readonly schemaOnly: boolean;
  readonly statisticsOnly: boolean;
  readonly withStatistics: boolean;
  readonly noData: boolean;
  readonly noSchema: boolean;
  readonly noStatistics: boolean;
}

export const noPartsGiven: PartsGiven = {
  dataOnly: false,
  schemaOnly: false,
  statisticsOnly: false,
  withStatistics: false,
  noData: false,
  noSchema: false,
  noStatistics: false,
};

export interface Parts {
  readonly schema: boolean;
  readonly data: boolean;
  readonly statistics: boolean;
}

/** What is left of the three; `statistics` says whether those are wanted where nothing is said of them. */
export function partsOf(given: PartsGiven, { statistics }: { statistics: boolean }): Parts {
  const { dataOnly, schemaOnly, statisticsOnly, withStatistics } = given;
  return {
    schema: !dataOnly && !statisticsOnly && !given.noSchema,
    data: !schemaOnly && !statisticsOnly && !given.noData,
    statistics: (withStatistics || (statistics && !schemaOnly && !dataOnly) || statisticsOnly) && !given.noStatistics,
  };
}

const names: Record<keyof PartsGiven, string> = {
  dataOnly: '-a/--data-only',
  schemaOnly: '-s/--schema-only',
  statisticsOnly: '--statistics-only',
  withStatistics: '--statistics',
  noData: '--no-data',
  noSchema: '--no-schema',
  noStatistics: '--no-statistics',
};

const both = (one: keyof PartsGiven, other: keyof PartsGiven): Conflict<PartsGiven> =>
  notTogether(names[one], names[other], (given) => given[one] && given[other]);

/** In the genuine programs' order. */
export const partConflicts: readonly Conflict<PartsGiven>[] = [
  both('schemaOnly', 'dataOnly'),
  both('schemaOnly', 'statisticsOnly'),
  both('dataOnly', 'statisticsOnly'),
  both('dataOnly', 'noData'),
  both('schemaOnly', 'noSchema'),
  both('statisticsOnly', 'noStatistics'),
  both('withStatistics', 'noStatistics'),
  both('dataOnly', 'withStatistics'),
  both('schemaOnly', 'withStatistics'),
];

type Verb = 'dump' | 'restore' | 'list';

const dataOnlyWords: Record<Verb, Wording> = {
  dump: { 15: 'dump only the data, not the schema', 18: 'dump only the data, not the schema or statistics' },
  restore: { 15: 'restore only the data, no schema' },
  list: { 15: 'list only what is data' },
};
const schemaOnlyWords: Record<Verb, Wording> = {
  dump: { 15: 'dump only the schema, no data', 18: 'dump only the schema, no data or statistics' },
  restore: { 15: 'restore only the schema, no data' },
  list: { 15: 'list only what is schema' },
};

export function partOptions(verb: Verb): readonly Option<PartsGiven>[] {
  const group = 'selection';
  const omissions = verb === 'list' ? group : 'omissions';
  const since = 18;
  return [
    ...worded({ long: 'data-only', short: 'a', group, ...flag('dataOnly') }, dataOnlyWords[verb]),
    ...worded({ long: 'schema-only', short: 's', group, ...flag('schemaOnly') }, schemaOnlyWords[verb]),
    { long: 'statistics', group, since, help: `${verb} the statistics`, ...flag('withStatistics') },
    {
      long: 'statistics-only',
      group,
      since,
      help: `${verb} only the statistics, not schema or data`,
      ...flag('statisticsOnly'),
    },
    { long: 'no-data', group: omissions, since, help: `do not ${verb} data`, ...flag('noData') },
    { long: 'no-schema', group: omissions, since, help: `do not ${verb} schema`, ...flag('noSchema') },
    { long: 'no-statistics', group: omissions, since, help: `do not ${verb} statistics`, ...flag('noStatistics') },
  ];
}
