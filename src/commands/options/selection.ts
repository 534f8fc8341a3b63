import type { DumpSection } from '../../dump/options.ts';
import { flag, list } from './definition.ts';
import type { Option } from './definition.ts';
import { UsageError } from './usage-error.ts';

/** What to carry, as far as pg_dump and pg_restore say it alike. */
export interface SelectionGiven {
  readonly dataOnly: boolean;
  readonly schemaOnly: boolean;
  /** Empty: all. */
  readonly sections: readonly DumpSection[];
  readonly schemas: readonly string[];
  readonly excludeSchemas: readonly string[];
  readonly tables: readonly string[];
  readonly strictNames: boolean;
}

export const noSelectionGiven: SelectionGiven = {
  dataOnly: false,
  schemaOnly: false,
  sections: [],
  schemas: [],
  excludeSchemas: [],
  tables: [],
  strictNames: false,
};

/** pg_dump matches patterns, pg_restore whole names. */
interface Words {
  readonly dataOnly: string;
  readonly schemaOnly: string;
  readonly schema: string;
  readonly excludeSchema: string;
  readonly table: string;
  readonly section: string;
  readonly argumentName: string;
}

export type SelectionVerb = 'dump' | 'restore' | 'list';

const words: Record<SelectionVerb, Words> = {
  dump: {
    dataOnly: 'dump only the data, not the schema',
    schemaOnly: 'dump only the schema, no data',
    schema: 'dump the specified schema(s) only',
    excludeSchema: 'do NOT dump the specified schema(s)',
    table: 'dump the specified table(s) only',
    section: 'dump named section (pre-data, data, or post-data)',
    argumentName: 'PATTERN',
  },
  restore: {
    dataOnly: 'restore only the data, no schema',
    schemaOnly: 'restore only the schema, no data',
    schema: 'restore only objects in this schema',
    excludeSchema: 'do not restore objects in this schema',
    table: 'restore named relation (table, view, etc.)',
    section: 'restore named section (pre-data, data, or post-data)',
    argumentName: 'NAME',
  },
  list: {
    dataOnly: 'list only what is data',
    schemaOnly: 'list only what is schema',
    schema: 'list only objects in this schema',
    excludeSchema: 'do not list objects in this schema',
    table: 'list named relation (table, view, etc.)',
    section: 'list named section (pre-data, data, or post-data)',
    argumentName: 'NAME',
  },
};

export function selectionOptions(verb: SelectionVerb): readonly Option<SelectionGiven>[] {
  const group = 'selection';
  const says = words[verb];
  const { argumentName } = says;
  return [
    { long: 'data-only', short: 'a', group, help: says.dataOnly, ...flag('dataOnly') },
    { long: 'schema-only', short: 's', group, help: says.schemaOnly, ...flag('schemaOnly') },
    { long: 'schema', short: 'n', argumentName, group, help: says.schema, ...list('schemas') },
    { long: 'exclude-schema', short: 'N', argumentName, group, help: says.excludeSchema, ...list('excludeSchemas') },
    { long: 'table', short: 't', argumentName, group, help: says.table, ...list('tables') },
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
