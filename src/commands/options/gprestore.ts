import { UserError } from '../../errors.ts';
import { wholeFile } from '../../files/whole-file.ts';
import { typedText } from '../../model/text.ts';
import { noFilters, type ObjectFilters, schemaOf } from '../../restore/object-filters.ts';
import { withName } from '../../rewrite/mapping/mapping.ts';
import type { Preferences } from '../../rewrite/preferences.ts';
import { fileName, flag, text } from './definition.ts';
import type { RunningGiven } from './running.ts';
import type { Option } from './definition.ts';

/** What gprestore's own options say. */
export interface GprestoreGiven {
  readonly filters: ObjectFilters;
  readonly redirectSchema: string | undefined;
  /** Definitions alone, and where sequences stand, which gpbackup counts among them. */
  readonly metadataOnly: boolean;
  readonly incremental: boolean;
  /** What is said of options that have no meaning here. */
  readonly meaningless: readonly string[];
}

export const noGprestoreGiven: GprestoreGiven = {
  filters: noFilters,
  redirectSchema: undefined,
  metadataOnly: false,
  incremental: false,
  meaningless: [],
};

export const gprestoreTask = { group: 'gprestore', heading: "gprestore's words, where they differ" } as const;

const { group } = gprestoreTask;

type ListedNames = 'includeSchemas' | 'excludeSchemas' | 'includeRelations' | 'excludeRelations';

const added = ({ filters }: GprestoreGiven, field: ListedNames, names: readonly string[]) => ({
  filters: { ...filters, [field]: [...filters[field], ...names.filter((name) => name !== '')] },
});

/** Blanks around names are none of theirs, and empty lines no names. */
async function linesOf(typed: string): Promise<readonly string[]> {
  const path = fileName(typed);
  const bytes = await wholeFile(path);
  return typedText(bytes)
    .split('\n')
    .map((line) => line.trim());
}

function relation(typed: string): string {
  if (/[^.]\.[^.]/.test(typed)) return typed;
  throw new UserError(`"${typed}" is not the name of a table with its schema`, { hint: 'Say schema.table.' });
}

const filterOptions = (
  long: string,
  field: ListedNames,
  what: string,
): readonly [Option<GprestoreGiven>, Option<GprestoreGiven>] => {
  const isRelation = field.endsWith('Relations');
  const checked = (names: readonly string[]) => (isRelation ? names.map((name) => name && relation(name)) : names);
  const argumentName = isRelation ? 'SCHEMA.TABLE' : 'SCHEMA';
  return [
    {
      long,
      own: true,
      argumentName,
      group,
      help: what,
      argument: 'required',
      apply: (value, given) => added(given, field, checked([value])),
    },
    {
      long: `${long}-file`,
      own: true,
      argumentName: 'FILENAME',
      group,
      help: 'the same for each line of a file',
      argument: 'required',
      apply: async (value, given) => added(given, field, checked(await linesOf(value))),
    },
  ];
};

const [, excludeSchemaFile] = filterOptions('exclude-schema', 'excludeSchemas', '');

/** What to take, and where to put it; `--exclude-schema` is pg_restore's as well. */
export const objectOptions: readonly Option<GprestoreGiven>[] = [
  ...filterOptions(
    'include-table',
    'includeRelations',
    'only this table, view or sequence, with what\nbelongs to it; may be repeated',
  ),
  ...filterOptions('exclude-table', 'excludeRelations', 'all but this table, and what belongs to it'),
  ...filterOptions('include-schema', 'includeSchemas', 'only this schema, with all in it'),
  { ...excludeSchemaFile, help: 'not the schema that each line of a file names' },
  {
    long: 'redirect-schema',
    own: true,
    argumentName: 'SCHEMA',
    group,
    help: 'what is included comes into this schema, which is\nthere',
    ...text('redirectSchema'),
  },
  { long: 'metadata-only', own: true, group, help: 'no rows', ...flag('metadataOnly') },
  {
    long: 'incremental',
    own: true,
    group,
    help: 'only the rows that the incremental set itself has',
    ...flag('incremental'),
  },
];

const meaningless = (long: string, why: string, argument: 'none' | 'required' = 'none'): Option<GprestoreGiven> => ({
  long,
  own: true,
  group: null,
  help: '',
  argument,
  apply: (_value, given) => ({ meaningless: [...given.meaningless, `--${long} does nothing here: ${why}`] }),
});

/** Accepted for the sake of command lines that are there. */
export const meaninglessOptions: readonly Option<GprestoreGiven>[] = [
  meaningless('resize-cluster', 'rows come through the coordinator, which spreads them over any number of segments'),
  meaningless('leaf-partition-data', 'a set has the rows of partitions as it was made'),
  meaningless('copy-queue-size', 'segments read no files', 'required'),
  meaningless('with-stats', "the planner's statistics of a set are not restored; --run-analyze makes new ones"),
  meaningless('report-dir', 'what was restored is told at the end', 'required'),
];

export const quietOptions: readonly Option<RunningGiven>[] = [
  { long: 'quiet', own: true, group, help: 'tell warnings and errors only', ...flag('quiet') },
  { long: 'debug', own: true, group, help: 'as --verbose', ...flag('verbose') },
];

/** What only says how a restore is run. */
export const meaninglessWithoutRestore: readonly Option<GprestoreGiven>[] = (
  [
    ['create-db', 'none'],
    ['redirect-db', 'required'],
    ['with-globals', 'none'],
    ['truncate-table', 'none'],
    ['run-analyze', 'none'],
    ['on-error-continue', 'none'],
    ['jobs', 'required'],
  ] as const
).map(([long, argument]) => meaningless(long, 'nothing is restored; say it to "gpferry restore"', argument));

/** The schema that is said of names before, where `--redirect-schema` has one for them. */
export function redirected({ filters, redirectSchema }: GprestoreGiven, preferences: Preferences): Preferences {
  if (redirectSchema === undefined) return preferences;
  const schemas = new Set([...filters.includeSchemas, ...filters.includeRelations.map(schemaOf)]);
  if (schemas.size === 0) {
    throw new UserError('--redirect-schema is only used with --include-table or --include-schema', {
      hint: 'To call schemas otherwise say --map-schema=old=new.',
    });
  }
  return [...schemas].reduce(
    (wanted, schema) => ({ ...wanted, mapping: withName(wanted.mapping, 'schemas', schema, redirectSchema) }),
    preferences,
  );
}

/** What they mean for a selection; a set's own schemas that are excluded are not made either. */
export const filtersOf = (
  { filters, redirectSchema }: GprestoreGiven,
  excludeSchemas: readonly string[] = [],
): ObjectFilters => ({
  ...filters,
  excludeSchemas: [...filters.excludeSchemas, ...excludeSchemas],
  withoutSchemas: redirectSchema !== undefined,
});
