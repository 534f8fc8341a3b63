import { quoteIdent } from '../ddl/quote.ts';
import type { DumpId } from '../model/catalog-id.ts';
import type { Release } from '../model/release.ts';
import type { ByteString } from '../model/text.ts';
import { ownerStatement } from '../sink/entry-text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { Heading, Part } from './part.ts';
import type { Extent } from './piece.ts';
import type { ScriptSection } from './section.ts';
import { hasSetting } from './target-settings.ts';

/** What a script has become, piece by piece: bytes of the old one, an entry's rows, a text, or an entry that was none. */
export type Splice =
  | ({ readonly kind: 'bytes' } & Extent)
  | ({ readonly kind: 'rows'; readonly dumpId: DumpId } & Extent)
  | { readonly kind: 'text'; readonly text: ByteString }
  | { readonly kind: 'entry'; readonly entry: TocEntry };

/** What entries of a script have become. */
export interface Rewritten {
  readonly entries: readonly TocEntry[];
  /** Those whose rows are to come otherwise. */
  readonly rows: ReadonlyMap<DumpId, unknown>;
}

/** Puts rewritten entries in the places of the old ones. Settings that the target does not have are `gone`. */
export function* spliced(
  { parts, entries, drops }: ScriptSection,
  rewritten: Rewritten,
  release: Release,
  gone: (setting: string) => void,
): Generator<Splice> {
  const old = new Map(entries.map((entry) => [entry.dumpId, entry]));
  const now = new Map(rewritten.entries.map((entry) => [entry.dumpId, entry]));
  const methods = new AccessMethods(parts, now);
  const added = new AddedEntries(rewritten.entries, old);
  let blanks: ByteString = '';
  for (const [i, part] of parts.entries()) {
    const bytes: Splice = { kind: 'bytes', start: part.start, end: part.end };
    if (part.kind !== 'setting') blanks = '';
    if (part.kind === 'other') yield bytes;
    else if (part.kind === 'restrict') {
      if (release.restrictsPsql) yield bytes;
    } else if (part.kind === 'setting') {
      const isGone = !hasSetting(part.name, release);
      if (isGone) gone(part.name);
      if (isGone || (part.name === 'default_table_access_method' && !methods.isSet(part.value, i))) {
        // The line that it leaves free stays free.
        if (blanks !== '' && part.blanks.length > blanks.length)
          yield { kind: 'text', text: part.blanks.slice(blanks.length) };
      } else yield bytes;
      blanks = part.blanks;
      continue;
    } else {
      const before = old.get(part.dumpId)!;
      const entry = now.get(part.dumpId);
      const dropped = drops.get(part.dumpId);
      // What the target cannot have is not dropped there either.
      if (entry === undefined || (dropped !== undefined && !now.has(dropped))) continue;
      yield* added.ahead(entry.dumpId);
      // Ahead of the comment, as pg_dump has it: what stands behind that is the entry.
      const begins = part.kind === 'definition' || (part.kind === 'around' && part.heading !== undefined);
      if (begins && hasSetting('default_table_access_method', release)) {
        const set = methods.setFor(entry);
        if (set !== '') yield { kind: 'text', text: set };
      }
      if (part.kind === 'payload' && rewritten.rows.has(part.dumpId)) {
        yield { ...bytes, kind: 'rows', dumpId: part.dumpId };
        continue;
      }
      const heading = part.kind === 'around' ? headingOf(part.heading, before, entry) : null;
      if (part.kind === 'around' && part.heading !== undefined && heading !== null) {
        yield { ...bytes, end: part.heading.start };
        yield { kind: 'text', text: heading };
        yield { ...bytes, start: part.heading.start + part.heading.text.length };
        continue;
      }
      const text = changed(part, before, entry, release);
      if (text === null) yield bytes;
      else if (text !== '') yield { kind: 'text', text };
    }
  }
  yield* added.ahead(null);
}

/** Entries that were none, and where they belong. */
class AddedEntries {
  /** By the entry of the script that they stand ahead of; null: none. */
  readonly #ahead = new Map<DumpId | null, TocEntry[]>();

  constructor(entries: readonly TocEntry[], old: ReadonlyMap<DumpId, TocEntry>) {
    let waiting: TocEntry[] = [];
    for (const entry of entries) {
      if (!old.has(entry.dumpId)) waiting.push(entry);
      else if (waiting.length > 0) {
        this.#ahead.set(entry.dumpId, waiting);
        waiting = [];
      }
    }
    this.#ahead.set(null, waiting);
  }

  /** Each is given once. */
  *ahead(dumpId: DumpId | null): Generator<Splice> {
    for (const entry of this.#ahead.get(dumpId) ?? []) yield { kind: 'entry', entry };
    this.#ahead.delete(dumpId);
  }
}

/** What stands in a part's place; null: nothing else than did. */
function changed(part: Part, before: TocEntry, entry: TocEntry, release: Release): ByteString | null {
  switch (part.kind) {
    case 'definition':
      return entry.definition === before.definition ? null : (entry.definition ?? '').replace(/\n$/, '');
    case 'copy':
      return entry.copyStatement === before.copyStatement ? null : entry.copyStatement;
    case 'owner': {
      if (entry.owner === before.owner && entry.dropStatement === before.dropStatement) return null;
      const statement = ownerStatement(entry, { noOwner: false, useSetSessionAuthorization: false }, release);
      return statement === null || statement === 'unknown' ? '' : statement.trimEnd();
    }
    default:
      return null;
  }
}

/** What names an entry otherwise than it did; null: it has the names it had. */
function headingOf(heading: Heading | undefined, before: TocEntry, entry: TocEntry): ByteString | null {
  const said = headingLine.exec(heading?.text ?? '');
  if (said === null || names.every((name) => before[name] === entry[name])) return null;
  const [, first, ...rest] = said;
  const shown = names.map((name, i) => {
    const was = rest[i * 2];
    if (was === undefined) return '';
    return was === (before[name] ?? '-') ? (entry[name] ?? '-').replace(/[\r\n]/g, ' ') : was;
  });
  return first + shown.map((each, i) => each + (rest[i * 2 + 1] ?? '')).join('');
}

const names = ['tag', 'desc', 'namespace', 'owner', 'tablespace'] as const;

/** Each name, and what stands between it and the next. */
const headingLine =
  /^(-- (?:Data for |Statistics for )?Name: )([^\n]*)(; Type: )([^\n;]*)(; Schema: )([^\n]*?)(; Owner: )([^\n]*?)(?:(; Tablespace: )([^\n]*))?$/;

/** Keeps default_table_access_method as entries need it where some need another than they did. */
class AccessMethods {
  readonly #parts: readonly Part[];
  readonly #entries: ReadonlyMap<DumpId, TocEntry>;
  /** As what was written sets it; null: nothing has. */
  #current: ByteString | null = null;

  constructor(parts: readonly Part[], entries: ReadonlyMap<DumpId, TocEntry>) {
    this.#parts = parts;
    this.#entries = entries;
  }

  /** Whether what a script sets is what the next entry that has one needs. */
  isSet(method: ByteString | null, at: number): boolean {
    for (const part of this.#parts.slice(at + 1)) {
      if (part.kind === 'setting' && part.name === 'default_table_access_method') break;
      const entry = part.kind === 'definition' ? this.#entries.get(part.dumpId) : undefined;
      const needed = entry?.tableAccessMethod ?? null;
      if (needed === null) continue;
      if (needed !== method) return false;
      break;
    }
    this.#current = method;
    return true;
  }

  /** The SET that an entry needs. */
  setFor({ tableAccessMethod }: TocEntry): ByteString {
    if (tableAccessMethod === null || tableAccessMethod === this.#current) return '';
    this.#current = tableAccessMethod;
    return `SET default_table_access_method = ${quoteIdent(tableAccessMethod)};\n\n`;
  }
}
