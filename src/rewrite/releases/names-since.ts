import { postgresql13 } from './13.ts';
import { postgresql14 } from './14.ts';
import { postgresql15 } from './15.ts';
import { postgresql16 } from './16.ts';
import { postgresql17 } from './17.ts';
import { postgresql18 } from './18.ts';
import type { NewCatalogs, NewNames } from './new-names.ts';

const newNames: ReadonlyMap<number, NewNames> = new Map([
  [13, postgresql13],
  [14, postgresql14],
  [15, postgresql15],
  [16, postgresql16],
  [17, postgresql17],
  [18, postgresql18],
]);

/** Words of a query that stand behind each other. */
export type Phrase = readonly string[];

/** Names that an engine does not have. */
export interface UnknownNames {
  readonly functions: ReadonlySet<string>;
  readonly phrases: readonly Phrase[];
  readonly catalogs: NewCatalogs;
  readonly types: readonly string[];
  readonly options: readonly string[];
  readonly settings: ReadonlySet<string>;
  readonly roles: readonly string[];
}

/** What an engine has though it came with newer releases than the one it is made from. */
export interface Backported extends Pick<NewNames, 'functions' | 'catalogs' | 'settings'> {
  /** Columns that these catalogs of its do not have. */
  readonly lacks: Readonly<Record<string, string>>;
}

const nothing: Backported = { functions: '', catalogs: {}, settings: '', lacks: {} };

/** What came with releases after this one. */
export function namesSince(release: number, backported = nothing): UnknownNames {
  const newer = [...newNames].filter(([each]) => each > release).map(([, names]) => names);
  const all = (pick: (names: NewNames) => string | undefined, known = ''): readonly string[] => {
    const has = new Set(words(known));
    return newer.flatMap((names) => words(pick(names))).filter((name) => !has.has(name));
  };
  const functions = all(({ functions: own }) => own, backported.functions);
  return {
    functions: new Set([...functions, ...all(({ calls }) => calls)]),
    phrases: newer.flatMap(({ phrases = [] }) => phrases.map(words)),
    catalogs: { ...catalogsOf(newer, backported.catalogs), ...backported.lacks },
    types: all(({ types }) => types),
    options: all(({ options }) => options),
    settings: new Set(all(({ settings }) => settings, backported.settings)),
    roles: all(({ roles }) => roles),
  };
}

function catalogsOf(newer: readonly NewNames[], backported: NewCatalogs): NewCatalogs {
  const catalogs = new Map<string, string | null>();
  for (const [catalog, columns] of newer.flatMap(({ catalogs: own }) => Object.entries(own))) {
    const known = catalogs.get(catalog);
    // What is new altogether is not asked for its columns.
    catalogs.set(catalog, columns === null || known === null ? null : `${known ?? ''} ${columns}`.trim());
  }
  for (const [catalog, has] of Object.entries(backported)) {
    const columns = catalogs.get(catalog);
    const lacked = has === null || !columns ? [] : words(columns).filter((column) => !words(has).includes(column));
    if (lacked.length === 0) catalogs.delete(catalog);
    else catalogs.set(catalog, lacked.join(' '));
  }
  return Object.fromEntries(catalogs);
}

const words = (text = ''): readonly string[] => text.split(/\s+/).filter((word) => word !== '');
