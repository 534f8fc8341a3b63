import type { Conninfo } from './conninfo-keywords.ts';
import { parseConninfoString, setKeyword } from './conninfo-string.ts';
import { isUri, parseConninfoUri } from './conninfo-uri.ts';

/** What -h -p -U -d -w -W and library users give. What is not given comes from a service, the environment, libpq's defaults. */
export interface ConnectionOptions {
  readonly host?: string | undefined;
  readonly port?: string | number | undefined;
  readonly user?: string | undefined;
  /** A database's name, a conninfo string (`host=… dbname=…`) or a URI (`postgresql://…`); the latter two win over host, port and user. */
  readonly database?: string | undefined;
  /** `never` is -w, `force` is -W; by default the password is asked for when the server wants one and none is known. */
  readonly passwordPrompt?: 'default' | 'never' | 'force' | undefined;
  /** libpq's keywords (`sslmode`, `password`, `connect_timeout`, …), stronger than all of the above. */
  readonly overrides?: Readonly<Record<string, string>> | undefined;
}

/** A text with `=` in it, or a URI, is a connection string; anything else is the name of a database. */
export const isConnectionString = (text: string): boolean => isUri(text) || text.includes('=');

export const parseConnectionString = (text: string): Conninfo =>
  isUri(text) ? parseConninfoUri(text) : parseConninfoString(text);

/** What the options themselves say, and the password that was typed for them; empty options say nothing. */
export function conninfoOf(options: ConnectionOptions, typedPassword?: string): Conninfo {
  const settings: Conninfo = new Map();
  const { database = '' } = options;
  const given = { host: options.host, port: options.port?.toString(), user: options.user, password: typedPassword };
  for (const [keyword, value] of Object.entries(given)) if (value) settings.set(keyword, value);
  if (isConnectionString(database)) {
    for (const [keyword, value] of parseConnectionString(database)) settings.set(keyword, value);
  } else if (database !== '') {
    settings.set('dbname', database);
  }
  for (const [keyword, value] of Object.entries(options.overrides ?? {})) {
    if (value !== '') setKeyword(settings, keyword, value);
  }
  return settings;
}
