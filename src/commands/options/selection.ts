import type { DumpSection } from '../../dump/options.ts';
import { flag, list, worded } from './definition.ts';
import type { Option, Wording } from './definition.ts';
import { noPartsGiven, partOptions } from './parts.ts';
import type { PartsGiven } from './parts.ts';
import { UsageError } from './usage-error.ts';

/** What to carry, as far as pg_dump and pg_restore say it alike. */
export interface SelectionGiven extends PartsGiven {
  /** Empty: all. */
  readonly sections: readonly DumpSection[];
  readonly schemas: readonly string[];
  readonly excludeSchemas: readonly string[];
  readonly tables: readonly string[];
  readonly strictNames: boolean;
}

export const noSelectionGiven: SelectionGiven = {
  ...noPartsGiven,
  sections: [],
  schemas: [],
  excludeSchemas: [],
  tables: [],
  strictNames: false,
};

/** pg_dump matches patterns, pg_restore whole names. */
interface Words {
  readonly schema: string;
  readonly excludeSchema: string;
  readonly table: Wording;
  readonly section: string;
  readonly argumentName: string;
}

export type SelectionVerb = 'dump' | 'restore' | 'list';

const words: Record<SelectionVerb, Words> = {
  dump: {
    schema: 'dump the specified schema(s) only',
    excludeSchema: 'do NOT dump the specified schema(s)',
    table: { 15: 'dump the specified table(s) only', 16: 'dump only the specified table(s)' },
    section: 'dump named section (pre-data, data, or post-data)',
    argumentName: 'PATTERN',
  },
  restore: {
    schema: 'restore only objects in this schema',
    excludeSchema: 'do not restore objects in this schema',
    table: { 15: 'restore named relation (table, view, etc.)' },
    section: 'restore named section (pre-data, data, or post-data)',
    argumentName: 'NAME',
  },
  list: {
    schema: 'list only objects in this schema',
    excludeSchema: 'do not list objects in this schema',
    table: { 15: 'list named relation (table, view, etc.)' },
    section: 'list named section (pre-data, data, or post-data)',
    argumentName: 'NAME',
  },
};

export function selectionOptions(verb: SelectionVerb): readonly Option<SelectionGiven>[] {
  const group = 'selection';
  const says = words[verb];
  const { argumentName } = says;
  return [
    ...partOptions(verb),
    { long: 'schema', short: 'n', argumentName, group, help: says.schema, ...list('schemas') },
    { long: 'exclude-schema', short: 'N', argumentName, group, help: says.excludeSchema, ...list('excludeSchemas') },
    ...worded({ long: 'table', short: 't', argumentName, group, ...list('tables') }, says.table),
    {
      long: 'section',
      argumentName: 'SECTION',
      group,
      help: says.section,
      argument: 'required',
      apply: (value, { sections }) => ({ sections: [...new Set([...sections, sectionArgument(value)])] }),
    },
    {
      long: 'strict-names',
      group,
      help: 'require table and/or schema include patterns to\nmatch at least one entity each',
      ...flag('strictNames'),
    },
  ];
}

function sectionArgument(value: string): DumpSection {
  if (value === 'pre-data' || value === 'data' || value === 'post-data') return value;
  throw new UsageError(`unrecognized section name: "${value}"`);
}
