import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { DumpComment } from './comments.ts';
import { dependenciesOf } from './dependencies.ts';
import { EntryBuilder, type SessionState } from './entry-builder.ts';
import { isObject, objectKey } from './known-objects.ts';
import type { ObjectName } from './object-name.ts';
import type { PartRole, Part, PassedOver } from './part.ts';
import type { ScriptSection } from './section.ts';
import type { Extent } from './piece.ts';
import { isOwnSetting, SettingsEntries } from './settings-entries.ts';

const initialState: SessionState = { tablespace: null, tableAccessMethod: null, withOids: false };

/** What a script says of one database, while it is read. */
export class SectionBuilder {
  database: ByteString | null;
  /** Schema of names that have none. */
  path: ByteString | null = 'public';
  /** A script is to be left at its first error. */
  stopsAtErrors = false;
  /** Strings are not all read as at the head. */
  stringsVary = false;
  #head: DumpComment | null = null;
  #versions: Pick<DumpComment, 'serverVersion' | 'dumperVersion'> = { serverVersion: null, dumperVersion: null };
  #state = initialState;
  #lastDumpId: DumpId;
  readonly #settings: SettingsEntries;
  readonly #builders: EntryBuilder[] = [];
  readonly #known = new Map<string, EntryBuilder>();
  readonly #parts: Part[] = [];
  readonly #passedOver: PassedOver[] = [];

  constructor(database: ByteString | null, lastDumpId: DumpId) {
    this.database = database;
    this.#settings = new SettingsEntries(lastDumpId);
    this.#lastDumpId = this.#settings.lastDumpId;
  }

  /** pg_dump has begun it. */
  get hasHead(): boolean {
    return this.#head !== null;
  }

  get hasEntries(): boolean {
    return this.#builders.length > 0;
  }

  get lastDumpId(): DumpId {
    return this.#lastDumpId;
  }

  get lastEntry(): EntryBuilder | undefined {
    return this.#builders.at(-1);
  }

  /** What a comment says of the whole dump. */
  head(said: DumpComment): void {
    if (said.begins !== null) this.#head = said;
    const { serverVersion, dumperVersion } = this.#versions;
    this.#versions = {
      serverVersion: serverVersion ?? said.serverVersion,
      dumperVersion: dumperVersion ?? said.dumperVersion,
    };
  }

  entry(
    name: ObjectName & { readonly owner?: ByteString | null },
    { isHeaded, tablespace = null }: { readonly isHeaded: boolean; readonly tablespace?: ByteString | null },
  ): EntryBuilder {
    const state = tablespace === null ? this.#state : { ...this.#state, tablespace };
    const builder = new EntryBuilder((this.#lastDumpId += 1), name, state, isHeaded);
    this.#builders.push(builder);
    if (isObject(builder)) this.#known.set(objectKey(builder), builder);
    return builder;
  }

  /** What made an object, at last. */
  find(name: ObjectName): EntryBuilder | undefined {
    return this.#known.get(objectKey(name));
  }

  part({ start, end }: Extent, role: PartRole): void {
    if (end <= start) return;
    const last = this.#parts.at(-1);
    const isSame =
      last !== undefined &&
      last.kind === role.kind &&
      ('dumpId' in role ? 'dumpId' in last && role.dumpId === last.dumpId : role.kind === 'other');
    if (isSame && role.kind !== 'owner' && !('heading' in role)) this.#parts[this.#parts.length - 1] = { ...last, end };
    else this.#parts.push({ ...role, start, end });
  }

  /** Blanks behind a statement, which go where it goes; those behind an entry's are `around` it. */
  blanks(start: number, text: ByteString, entry: EntryBuilder | null): void {
    const end = start + text.length;
    const last = this.#parts.at(-1);
    const extended = last?.kind === 'setting' ? { ...last, end, blanks: text } : { ...last!, end };
    if (last?.kind === 'setting' || last?.kind === 'restrict') this.#parts[this.#parts.length - 1] = extended;
    else this.part({ start, end }, entry === null ? { kind: 'other' } : { kind: 'around', dumpId: entry.dumpId });
  }

  /** Whether a further statement of an entry would follow its definition at once. */
  isOpen({ dumpId }: EntryBuilder): boolean {
    const last = this.#parts.at(-1);
    return last?.kind === 'definition' && last.dumpId === dumpId;
  }

  passOver(start: number, what: string): void {
    this.#passedOver.push({ start, what });
  }

  /** After a new connection. */
  forgetState(): void {
    this.#state = initialState;
    this.path = 'public';
  }

  /** Whether a setting is one that entries or the archive's head tell of; false: it is a statement as others are. */
  set(name: string, value: ByteString | null, text: ByteString): boolean {
    if (name === 'search_path') this.path = pathOf(value);
    if (name === 'default_tablespace') this.#state = { ...this.#state, tablespace: value };
    if (name === 'default_table_access_method') this.#state = { ...this.#state, tableAccessMethod: value };
    if (name === 'default_with_oids') this.#state = { ...this.#state, withOids: /^(?:on|true)$/i.test(value ?? '') };
    const isFirst = this.#settings.take(name, value, text, { isDump: this.hasHead, isHead: !this.hasEntries });
    if (isFirst) return true;
    if (name === 'standard_conforming_strings' || name === 'all') this.stringsVary = true;
    // What somebody has added to a dump is not what the archive's head tells.
    if (this.hasHead && this.#settings.isOtherThan(name, value)) return false;
    return (this.hasHead || (isOfEntries(name) && value !== null)) && isOwnSetting(name);
  }

  #drops(): ReadonlyMap<DumpId, DumpId> {
    return new Map(
      this.#builders.flatMap(({ desc, dumpId, about }) => {
        const [of] = about;
        const made = desc !== 'DROP' || of === undefined ? undefined : this.find(of);
        return made === undefined ? [] : [[dumpId, made.dumpId] as const];
      }),
    );
  }

  section(): ScriptSection {
    const dependencies = dependenciesOf(this.#builders);
    return {
      database: this.database,
      ...this.#versions,
      product: this.#head?.product ?? null,
      entries: [
        ...this.#settings.entries(this.hasHead),
        ...this.#builders.map((builder, i) => builder.entry(dependencies[i]!)),
      ],
      payloads: new Map(this.#builders.map(({ dumpId, payload, mark }) => [dumpId, { extents: payload, mark }])),
      drops: this.#drops(),
      stopsAtErrors: this.stopsAtErrors,
      parts: this.#parts,
      passedOver: this.#passedOver,
    };
  }
}

/** Settings that entries carry with them, and the one that pg_dumpall makes outside of its dumps. */
const isOfEntries = (name: string): boolean =>
  ['default_tablespace', 'default_table_access_method', 'default_with_oids', 'default_transaction_read_only'].includes(
    name,
  );

/** The first schema of a search_path; null: none. */
export function pathOf(value: ByteString | null): ByteString | null {
  if (value === null) return 'public';
  const first = /^\s*(?:"((?:[^"]|"")*)"|([^\s,]+))/.exec(value);
  const name = first?.[1]?.replaceAll('""', '"') ?? first?.[2]?.toLowerCase();
  return name === undefined || name === 'pg_catalog' ? null : name;
}
