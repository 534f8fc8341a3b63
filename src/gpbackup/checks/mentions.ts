import { type ByteString, shown } from '../../model/text.ts';
import type { Backup } from '../backup.ts';
import { unquoted } from '../names.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { Findings } from './findings.ts';

/** Types of objects that are of the kinds that statements name. */
const kinds: Readonly<Record<string, string>> = {
  SCHEMA: 'schema',
  'RESOURCE GROUP': 'group',
  'RESOURCE QUEUE': 'queue',
  TABLESPACE: 'tablespace',
  TABLE: 'relation',
  'FOREIGN TABLE': 'relation',
  VIEW: 'relation',
  'MATERIALIZED VIEW': 'relation',
  SEQUENCE: 'relation',
  INDEX: 'indexname',
  CONSTRAINT: 'indexname',
  FUNCTION: 'thing',
  TYPE: 'typename',
  DOMAIN: 'typename',
};

const words: Readonly<Record<string, string>> = {
  role: 'roles',
  group: 'resource groups',
  queue: 'resource queues',
  tablespace: 'tablespaces',
  relation: 'tables',
  typename: 'types',
  thing: 'functions or types',
  indexname: 'indexes',
};

/** Names that servers have from the beginning. */
const alwaysThere: readonly (readonly [string, ByteString])[] = [
  ...['pg_default', 'pg_global'].map((name) => ['tablespace', name] as const),
  ...['none', 'unknown', 'admin_group', 'default_group', 'system_group'].map((name) => ['group', name] as const),
  ...['pg_default', 'none'].map((name) => ['queue', name] as const),
];

/** What else may be meant: each table is a type, too, and functions are named where types may be. */
const others: Readonly<Record<string, readonly string[]>> = {
  typename: ['relation'],
  thing: ['relation', 'typename'],
};

const keyOf = (name: readonly ByteString[]): string => name.join('\0');

/** Objects that statements name: those of a whole set are in it. */
export class Mentions {
  readonly #made = new Map<string, Set<string>>();
  /** Where each is named first. */
  readonly #named = new Map<string, Map<string, string>>();
  /** Where extensions are, whose types the set does not have. */
  readonly #extensionSchemas = new Set<ByteString>();
  readonly #isWhole: boolean;

  constructor({ config, toc }: Backup) {
    this.#isWhole = !config.includesTables && !config.includesSchemas && !config.excludes && !config.dataOnly;
    for (const { objectType, schema, name } of [...toc.global, ...toc.preData, ...toc.postData]) {
      const kind = kinds[objectType];
      if (kind === undefined) continue;
      const full = schema === '' || objectType === 'SCHEMA' ? [unquoted(name)] : [unquoted(schema), unquoted(name)];
      this.make(kind, full);
      if (kind === 'thing') this.make('thing', [full[0]!, new TokenCursor(name).takeName() ?? '']);
    }
    for (const [kind, name] of alwaysThere) if (this.#made.has(kind)) this.make(kind, [name]);
  }

  make(kind: string, name: readonly ByteString[]): void {
    const made = this.#made.get(kind);
    if (made === undefined) this.#made.set(kind, new Set([keyOf(name)]));
    else made.add(keyOf(name));
  }

  has(kind: string, name: readonly ByteString[]): boolean {
    return this.#made.get(kind)?.has(keyOf(name)) === true;
  }

  makeExtension(schema: ByteString): void {
    this.#extensionSchemas.add(schema);
  }

  add(kind: string, name: readonly ByteString[], where: () => string): void {
    const named = this.#named.get(kind);
    if (named === undefined) this.#named.set(kind, new Map([[keyOf(name), where()]]));
    else if (!named.has(keyOf(name))) named.set(keyOf(name), where());
  }

  /** Once all statements have been read. A filter may have left out anything but what belongs to the whole server. */
  tell(findings: Findings): void {
    for (const [kind, named] of this.#named) {
      const isOfDatabase = ['relation', 'typename', 'indexname', 'thing'].includes(kind);
      const made = this.#made.get(kind);
      if (isOfDatabase ? !this.#isWhole : made === undefined) continue;
      for (const [key, where] of named) {
        const name = key.split('\0');
        if (
          made?.has(key) === true ||
          others[kind]?.some((other) => this.#made.get(other)?.has(key)) === true ||
          (isOfDatabase && this.#isElsewhere(name))
        )
          continue;
        findings.warning(
          `statements name ${words[kind]} that the set does not have`,
          `${shown(name.join('.'))} in ${where}`,
        );
      }
    }
  }

  #isElsewhere([schema = '', ...rest]: readonly ByteString[]): boolean {
    return rest.length !== 1 || serverSchemas.has(schema) || this.#extensionSchemas.has(schema);
  }
}

const serverSchemas = new Set(['pg_catalog', 'information_schema', 'gp_toolkit', 'pg_toast', 'pg_aoseg']);
