import { quoteIdent } from '../ddl/quote.ts';
import { shown, toByteString, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import { literal } from './literal.ts';
import type { ArchiveSettings, ReplayOptions } from './replay-options.ts';
import type { Sink } from './sink.ts';

const mayHaveOids = new Set(['TABLE', 'EXTERNAL TABLE', 'FOREIGN TABLE']);

/** What the receiving session is set to, so that nothing is set twice. */
export class SessionState {
  readonly #sink: Sink;
  readonly #settings: ArchiveSettings;
  readonly #options: ReplayOptions;
  /** null: not known. */
  #user: ByteString | null = null;
  #schema: ByteString | null = null;
  #tablespace: ByteString | null = null;
  #tableAccessMethod: ByteString | null = null;
  #withOids: boolean | null = null;

  constructor(sink: Sink, settings: ArchiveSettings, options: ReplayOptions) {
    this.#sink = sink;
    this.#settings = settings;
    this.#options = options;
  }

  /** After a new connection. */
  forget(): void {
    this.#user = null;
    this.#schema = null;
    this.#tablespace = null;
    this.#tableAccessMethod = null;
    this.#withOids = null;
  }

  /** ACL entries may hold SET SESSION AUTHORIZATION statements of their own. */
  forgetUser(): void {
    this.#user = null;
  }

  /** A schema dropped in the meantime is no longer on the path. */
  forgetSchema(): void {
    this.#schema = null;
  }

  async becomeOwner(entry: TocEntry): Promise<void> {
    if (this.#options.noOwner || !this.#options.useSetSessionAuthorization) return;
    await this.#become(entry.owner ?? '');
  }

  /** The user of --superuser, or the one who connected. */
  async becomeSuperuser(): Promise<void> {
    await this.#become(toByteString(this.#options.superuser ?? ''));
  }

  async #become(user: ByteString): Promise<void> {
    if (this.#user === user) return;
    const name = user === '' ? 'DEFAULT' : literal(user, this.#settings.standardStrings);
    await this.#sink.statement(`SET SESSION AUTHORIZATION ${name};\n\n`, {
      message: `could not set session user to "${shown(user)}"`,
      fatal: true,
      hideStatement: true,
    });
    this.#user = user;
  }

  /** Archives that carry no search_path of their own name objects without their schema. */
  async selectSchema(schema: ByteString | null): Promise<void> {
    if (this.#settings.searchPath !== null || schema === null || schema === '' || schema === this.#schema) return;
    const also = schema === 'pg_catalog' ? '' : ', pg_catalog';
    await this.#sink.statement(`SET search_path = ${quoteIdent(schema)}${also};\n\n`, {
      message: `could not set search_path to "${shown(schema)}"`,
      hideStatement: true,
    });
    this.#schema = schema;
  }

  async selectTablespace(tablespace: ByteString | null): Promise<void> {
    if (this.#options.noTablespaces || tablespace === null || tablespace === this.#tablespace) return;
    const name = tablespace === '' ? "''" : quoteIdent(tablespace);
    await this.#sink.statement(`SET default_tablespace = ${name};\n\n`, {
      message: `could not set default_tablespace to ${shown(quoteIdent(tablespace))}`,
      hideStatement: true,
    });
    this.#tablespace = tablespace;
  }

  async selectTableAccessMethod(entry: TocEntry): Promise<void> {
    const wanted = entry.tableAccessMethod;
    if (this.#options.noTableAccessMethod || wanted === null || wanted === '') return;
    // A partitioned table has no storage: its access method is set by ALTER TABLE, see entry-text.ts.
    if (entry.relkind === 'p' || wanted === this.#tableAccessMethod) return;
    await this.#sink.statement(`SET default_table_access_method = ${quoteIdent(wanted)};\n\n`, {
      message: 'could not set default_table_access_method',
      hideStatement: true,
    });
    this.#tableAccessMethod = wanted;
  }

  /** For servers that have the setting (before 12). */
  async selectWithOids(entry: TocEntry): Promise<void> {
    if (!mayHaveOids.has(entry.desc) || entry.withOids === this.#withOids) return;
    await this.#sink.statement(`SET default_with_oids = ${entry.withOids};\n\n`, {
      message: 'could not set default_with_oids',
      hideStatement: true,
    });
    this.#withOids = entry.withOids;
  }
}
