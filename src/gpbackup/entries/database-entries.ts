import type { ByteString } from '../../model/text.ts';
import { classify, type Classified } from '../../script/classify.ts';
import { statementsOf } from '../../sql/statements.ts';
import { usualSection } from '../../toc/entry-table.ts';
import type { MetadataSlice } from '../metadata-slices.ts';
import { unquoted } from '../names.ts';
import { addStatement, draft, type Draft } from './draft.ts';

export interface DatabaseEntries {
  readonly entries: readonly Draft[];
  /** As SET client_encoding names it. */
  readonly encoding: string;
  /** Roles, tablespaces, resource queues and groups, which no archive has a place for. */
  readonly globals: readonly MetadataSlice[];
}

/**
 * What gprestore sets in each session, and who loads an archive may not: of Greenplum, and nothing to others. Where the
 * ANALYZE after a first load fails, over a float8 near the largest, say, the load is undone; and storage that is not said
 * would be the database's default.
 */
const restoreSettings =
  "SELECT pg_catalog.set_config(name, CASE name WHEN 'gp_autostats_mode' THEN 'none' ELSE '' END, false)\n" +
  "FROM pg_catalog.pg_settings WHERE name IN ('gp_autostats_mode', 'gp_default_storage_options');\n";

/** What stands above the objects: the settings of the archive, the database itself, and what is of the whole server. */
export function databaseEntries(slices: readonly MetadataSlice[]): DatabaseEntries {
  let encoding = 'SQL_ASCII';
  const globals: MetadataSlice[] = [];
  const properties: ByteString[] = [];
  const ofDatabase: Draft[] = [];
  let database: Draft | null = null;
  for (const slice of slices) {
    if (slice.objectType === 'SESSION GUCS')
      encoding = /client_encoding = '([^']+)'/i.exec(slice.text)?.[1] ?? encoding;
    else if (slice.objectType === 'DATABASE GUC') properties.push(slice.text);
    else if (slice.objectType === 'DATABASE' && slice.text.startsWith('CREATE ')) {
      const tag = unquoted(slice.name);
      const definition = `${slice.text}\n`;
      database = draft({ desc: 'DATABASE', tag, definition, dropStatement: `DROP DATABASE ${slice.name};\n` });
    } else if (slice.objectType.startsWith('DATABASE')) {
      const [statement] = statementsOf(slice.text);
      const said: Classified = statement === undefined ? { kind: 'other', word: '' } : classify(statement.cursor());
      if (said.kind === 'owner' && database !== null) database.owner = said.owner;
      else if (said.kind === 'object' && usualSection(said.desc) === 'none') {
        ofDatabase.push(draft({ desc: said.desc, tag: said.tag, definition: `${slice.text}\n` }));
      } else properties.push(slice.text);
    } else globals.push(slice);
  }
  const settings = [
    draft({ desc: 'ENCODING', tag: 'ENCODING', definition: `SET client_encoding = '${encoding}';\n` }),
    draft({ desc: 'STDSTRINGS', tag: 'STDSTRINGS', definition: "SET standard_conforming_strings = 'on';\n" }),
    draft({
      desc: 'SEARCHPATH',
      tag: 'SEARCHPATH',
      definition: `SELECT pg_catalog.set_config('search_path', '', false);\n${restoreSettings}`,
    }),
  ];
  if (database === null) return { entries: settings, encoding, globals };
  const created = database;
  for (const each of ofDatabase) each.needs.push(created);
  const property = draft({ desc: 'DATABASE PROPERTIES', tag: created.tag, needs: [created] });
  for (const text of properties) addStatement(property, text);
  return {
    entries: [...settings, created, ...ofDatabase, ...(properties.length > 0 ? [property] : [])],
    encoding,
    globals,
  };
}
