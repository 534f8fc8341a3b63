import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import { withMapped, withName, type MappedSort, type Mapping } from '../../rewrite/mapping/mapping.ts';
import { fileName } from './definition.ts';
import type { Option } from './definition.ts';
import type { EngineGiven } from './engine.ts';

const sortOptions: readonly (readonly [long: string, sort: MappedSort, help: string])[] = [
  ['map-schema', 'schemas', 'call the schema OLD NEW, in all that names it;\nmay be repeated'],
  ['map-owner', 'owners', 'call the role OLD NEW, as owner and in rights'],
  ['map-tablespace', 'tablespaces', 'call the tablespace OLD NEW'],
  ['map-database', 'databases', 'call the database OLD NEW, where it is made (-C)'],
];

const sortOption = ([long, sort, help]: (typeof sortOptions)[number]): Option<EngineGiven> => ({
  long,
  own: true,
  argumentName: 'OLD=NEW',
  group: 'target',
  help,
  argument: 'required',
  apply: (value, { preferences }) => ({
    preferences: { ...preferences, mapping: withMapped(preferences.mapping, sort, value, `--${long}`) },
  }),
});

/** --map-schema and its like, and a file for many of them. */
export const mappingOptions: readonly Option<EngineGiven>[] = [
  ...sortOptions.map(sortOption),
  {
    long: 'map-file',
    own: true,
    argumentName: 'FILENAME',
    group: 'target',
    help: 'names to map, as YAML: lines "old: new" below schemas:,\nowners:, tablespaces: and databases:',
    argument: 'required',
    apply: async (file, { preferences }) => ({
      preferences: { ...preferences, mapping: await readMapping(file, preferences.mapping) },
    }),
  },
];

async function readMapping(typed: string, known: Mapping): Promise<Mapping> {
  const path = fileName(typed);
  const invalid = (detail: string): UserError =>
    new UserError(`could not read names from "${path}"`, {
      detail,
      hint: 'It has lines "old: new" below schemas:, owners:, tablespaces: and databases:.',
    });
  // Loaded when asked for: hardly anybody does.
  const { isMap, isScalar, parseDocument } = await import('yaml');
  const document = parseDocument(await readFile(path, 'utf8'));
  const [error] = document.errors;
  if (error !== undefined) throw invalid(error.message);
  const { contents } = document;
  if (contents === null) return known;
  if (!isMap(contents)) throw invalid('it has no sections');
  let mapping = known;
  for (const { key, value } of contents.items) {
    const section = String(key);
    const sort = sortOptions.map(([, each]) => each).find((each) => each === section);
    if (sort === undefined) throw invalid(`there is no section "${section}"`);
    if (!isMap(value)) throw invalid(`"${section}" has no lines "old: new"`);
    for (const { key: from, value: to } of value.items) {
      if (!isScalar(from) || !isScalar(to) || to.value === null) throw invalid(`"${String(from)}" has no new name`);
      mapping = withName(mapping, sort, String(from.value), String(to.value));
    }
  }
  return mapping;
}
