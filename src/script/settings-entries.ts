import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import { blankEntry } from '../toc/blank-entry.ts';
import type { TocEntry } from '../toc/entry.ts';

/** What pg_dump's scripts set, and a restore sets by itself. */
const ownSettings = new Set([
  ...['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout'],
  ...['client_encoding', 'standard_conforming_strings', 'search_path', 'check_function_bodies', 'xmloption'],
  ...['client_min_messages', 'escape_string_warning', 'row_security', 'default_tablespace', 'default_with_oids'],
  ...[
    'default_transaction_read_only',
    'default_table_access_method',
    'session_authorization',
    'gp_default_storage_options',
  ],
]);

export const isOwnSetting = (name: string): boolean => ownSettings.has(name);

/** The entries that tell how an archive's text is to be read, from what a script sets at its head. */
export class SettingsEntries {
  readonly #first: DumpId;
  #encoding: ByteString | null = null;
  #standardStrings = true;
  /** null: each entry is in the schema that its namespace says. */
  #searchPath: ByteString | null | undefined = undefined;
  /** What has become something else than these entries say. */
  readonly #others = new Set<string>();

  constructor(lastDumpId: DumpId) {
    this.#first = lastDumpId + 1;
  }

  get lastDumpId(): DumpId {
    return this.#first + 2;
  }

  /** Whether a setting is one of these. */
  take(
    name: string,
    value: ByteString | null,
    text: ByteString,
    { isDump, isHead }: { readonly isDump: boolean; readonly isHead: boolean },
  ): boolean {
    if (!isHead || value === null) return false;
    if (name === 'client_encoding') {
      this.#encoding = value;
      return true;
    }
    if (name === 'standard_conforming_strings') {
      this.#standardStrings = isOn(value);
      return true;
    }
    if (name !== 'search_path' || !isDump) return false;
    this.#searchPath ??= /^select\b/i.test(text) ? `${text}\n` : null;
    return true;
  }

  /** Whether a further setting is something else than these entries say, or once was. */
  isOtherThan(name: string, value: ByteString | null): boolean {
    const isSame =
      (name === 'client_encoding' && value?.toLowerCase() === this.#encoding?.toLowerCase()) ||
      (name === 'standard_conforming_strings' && value !== null && isOn(value) === this.#standardStrings) ||
      (name === 'search_path' && (value === '' || typeof this.#searchPath !== 'string'));
    const tellsAll = ['client_encoding', 'standard_conforming_strings', 'search_path'].includes(name);
    if (tellsAll && !isSame) this.#others.add(name);
    return this.#others.has(name);
  }

  entries(isDump: boolean): readonly TocEntry[] {
    const all: readonly (readonly [string, ByteString | null])[] = [
      ['ENCODING', this.#encoding === null ? null : `SET client_encoding = '${this.#encoding}';\n`],
      ['STDSTRINGS', `SET standard_conforming_strings = '${this.#standardStrings ? 'on' : 'off'}';\n`],
      // What a script that nobody has written with pg_dump is run with.
      ['SEARCHPATH', this.#searchPath === undefined && !isDump ? 'RESET search_path;\n' : (this.#searchPath ?? null)],
    ];
    return all.flatMap(([desc, definition], i) =>
      definition === null
        ? []
        : [{ ...blankEntry, dumpId: this.#first + i, desc, tag: desc, section: 'pre-data', definition }],
    );
  }
}

const isOn = (value: ByteString): boolean => !/^(?:off|false|no|0)$/i.test(value);
