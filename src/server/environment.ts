import { processWords } from '../files/process-words.ts';
import { typedText } from '../model/text.ts';
import { type Conninfo, keywords } from './conninfo-keywords.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The process's own, byte for byte where the system tells. */
export function processEnvironment(): Environment {
  const { env } = process;
  const damaged = new Set(Object.keys(env).filter((name) => env[name]?.includes('\ufffd')));
  if (damaged.size === 0) return env;
  const started = processWords('environ').map((word) => /^([^=]*)=([^]*)$/.exec(typedText(word)) ?? []);
  return {
    ...env,
    ...Object.fromEntries(started.flatMap(([, name = '', value]) => (damaged.has(name) ? [[name, value]] : []))),
  };
}

/** Fills what is not set from the environment, then from libpq's built-in defaults. */
export function withEnvironment(settings: Conninfo, env: Environment): Conninfo {
  const filled: Conninfo = new Map(settings);
  for (const [keyword, { env: variable }] of Object.entries(keywords)) {
    const value = variable === undefined ? undefined : env[variable];
    if (value !== undefined && !filled.has(keyword)) filled.set(keyword, value);
  }
  if (!filled.has('sslmode')) {
    // PGREQUIRESSL is deprecated since 7.4 and still read; the system's root certificates vouch for every host there
    // is, so without checking the name they would be worth nothing.
    if (env.PGREQUIRESSL?.startsWith('1')) filled.set('sslmode', 'require');
    else if (filled.get('sslrootcert') === 'system') filled.set('sslmode', 'verify-full');
  }
  for (const [keyword, { default: builtIn }] of Object.entries(keywords)) {
    if (builtIn !== undefined && !filled.has(keyword)) filled.set(keyword, builtIn);
  }
  return filled;
}

const startupVariables = { PGDATESTYLE: 'datestyle', PGTZ: 'timezone', PGGEQO: 'geqo' } as const;

/** Server settings that libpq passes on from the environment; the word `default` leaves the server's own. */
export function startupSettings(env: Environment): Readonly<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const [variable, setting] of Object.entries(startupVariables)) {
    const value = env[variable];
    if (value !== undefined && value.toLowerCase() !== 'default') settings[setting] = value;
  }
  return settings;
}

/** `client_encoding=auto`: the encoding of the locale, as far as the environment names it. */
export function localeEncoding(env: Environment): string {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || 'C';
  if (/utf-?8/i.test(locale)) return 'UTF8';
  const latin = /iso-?8859-?(15|1)\b/i.exec(locale)?.[1];
  return latin === '1' ? 'LATIN1' : latin === '15' ? 'LATIN9' : 'SQL_ASCII';
}
