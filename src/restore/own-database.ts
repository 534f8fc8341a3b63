import { UserError } from '../errors.ts';
import { shown } from '../model/text.ts';
import { withName } from '../rewrite/mapping/mapping.ts';
import type { ConnectionOptions } from '../server/conninfo.ts';
import type { ArchiveHeader } from '../toc/entry.ts';
import type { RestoreOptions } from './options.ts';

/** The database that the archive is of, or one under another name, as gprestore finds its target. */
export interface OwnDatabase {
  /** Of the server; its database is where the other is created from. */
  readonly connection: ConnectionOptions;
  /** undefined: as the archive calls it. */
  readonly redirectedTo: string | undefined;
}

/** Where to connect to, and what to do there. */
export function intoOwnDatabase(
  { connection, redirectedTo }: OwnDatabase,
  { databaseName }: Pick<ArchiveHeader, 'databaseName'>,
  options: RestoreOptions,
): { readonly connection: ConnectionOptions; readonly options: RestoreOptions } {
  const own = databaseName === null ? '' : shown(databaseName);
  const name = redirectedTo ?? own;
  if (name === '') throw new UserError('the archive does not say its database', { hint: 'Name one with -d.' });
  if (!options.create) return { connection: { ...connection, database: nameAlone(name) }, options };
  const { preferences } = options;
  const mapping =
    name === own || own === '' ? preferences.mapping : withName(preferences.mapping, 'databases', own, name);
  return {
    connection: { ...connection, database: connection.database ?? 'postgres' },
    options: { ...options, preferences: { ...preferences, mapping } },
  };
}

/** Names come from files here, and must not be taken for connection strings. */
const nameAlone = (name: string): string =>
  /[=:]/.test(name) ? `dbname='${name.replaceAll(/['\\]/g, (each) => `\\${each}`)}'` : name;
