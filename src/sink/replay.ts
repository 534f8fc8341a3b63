import { quoteQualified } from '../ddl/quote.ts';
import type { Reporter } from '../log.ts';
import type { Oid } from '../model/catalog-id.ts';
import type { Release } from '../model/release.ts';
import { shown, type ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import {
  definitionText,
  entryHeader,
  type EntryPart,
  isOnlyComment,
  ownerStatement,
  partitionedAccessMethod,
} from './entry-text.ts';
import { fixedState } from './fixed-state.ts';
import * as groups from './large-object-groups.ts';
import type { ArchiveSettings, ReplayOptions } from './replay-options.ts';
import { SessionState } from './session-state.ts';
import type { CommandsManner, Failure, Loaded, Sink } from './sink.ts';
import { Transactions } from './transactions.ts';

/** One large object of a BLOBS entry. */
export interface LargeObjectPayload {
  readonly oid: Oid;
  readonly data: AsyncIterable<Uint8Array>;
}

/** What a replay is told about its archive besides the entries it is handed. */
export interface ReplayContext {
  readonly settings: ArchiveSettings;
  readonly options: ReplayOptions;
  readonly release: Release;
  readonly reporter: Reporter;
  readonly restrictKey: string | null;
  /** The line of verbose scripts that says where an entry's data are; null: none. */
  placeOf(entry: TocEntry): ByteString | null;
  entryOf(dumpId: number): TocEntry | undefined;
}

/** Turns entries into the statements and payloads that recreate them, and keeps the session's settings in step. */
export class Replay {
  readonly #sink: Sink;
  readonly #context: ReplayContext;
  readonly #session: SessionState;
  readonly transactions: Transactions;

  constructor(sink: Sink, context: ReplayContext) {
    this.#sink = sink;
    this.#context = context;
    this.#session = new SessionState(sink, context.settings, context.options);
    this.transactions = new Transactions(sink, context.options);
  }

  /** Sets what holds during the whole restore. */
  async begin(): Promise<void> {
    this.#sink.about(null);
    const { settings, options, release } = this.#context;
    for (const statement of fixedState(settings, options, this.#sink.release ?? release)) {
      await this.#sink.statement(statement);
    }
    await this.transactions.open();
    await this.#sink.comment('\n');
  }

  /** What --clean says for one entry. */
  async drop(entry: TocEntry, statements: readonly ByteString[]): Promise<void> {
    this.#sink.about(entry);
    this.#context.reporter.verbose(`dropping ${shown(entry.desc)} ${shown(entry.tag)}`);
    const run = async (): Promise<void> => {
      await this.#session.becomeOwner(entry);
      await this.#session.selectSchema(entry.namespace);
      if (groups.isLargeObjectGroup(entry)) await this.#each(statements);
      else for (const statement of statements) await this.#say(statement);
    };
    if (isDatabase(entry)) return this.transactions.outside(run, '');
    await run();
    await this.transactions.count('');
  }

  /** To be called after the last `drop`. */
  dropsDone(): void {
    this.#session.forgetSchema();
  }

  /** What creates the object and gives it its owner. True: the server refused none of it. */
  async definition(entry: TocEntry): Promise<boolean> {
    const before = this.#sink.errors;
    await this.#introduce(entry, 'definition');
    await this.#define(entry);
    await this.#giveToOwner(entry);
    const method = partitionedAccessMethod(entry, this.#context.options);
    if (method !== null) await this.#sink.statement(method);
    if (entry.desc === 'ACL' || entry.desc === 'ACL LANGUAGE' || entry.desc === 'DEFAULT ACL') {
      this.#session.forgetUser();
    }
    return this.#sink.errors === before;
  }

  /** What puts statistics in place. */
  async statistics(entry: TocEntry): Promise<void> {
    await this.#introduce(entry, 'statistics');
    await this.#define(entry);
  }

  /** What is said of no entry. False: refused, and counted. */
  async statement(sql: ByteString, failure?: Failure): Promise<boolean> {
    this.#sink.about(null);
    return await this.#sink.statement(sql, failure);
  }

  /** Creates a database, or changes its settings, and goes on in it. */
  async database(entry: TocEntry): Promise<void> {
    // No transaction may be open around CREATE DATABASE; connecting opens the next one.
    await this.transactions.close();
    await this.definition(entry);
    this.#context.reporter.verbose(`connecting to new database "${shown(entry.tag)}"`);
    await this.#sink.connect(entry.tag, this.#context.restrictKey);
    this.#session.forget();
    await this.begin();
  }

  /** COPY rows or INSERT commands of one table. */
  async tableData(
    entry: TocEntry,
    data: AsyncIterable<Uint8Array>,
    { truncate }: { truncate: boolean },
  ): Promise<Loaded> {
    const table = quoteQualified(entry.namespace, entry.tag);
    await this.#introduce(entry, 'data');
    await this.#define(entry);
    await this.#switchTriggers(entry, 'disable');
    await this.#session.becomeOwner(entry);
    await this.#session.selectSchema(entry.namespace);
    this.#context.reporter.verbose(`processing data for table "${shown(entry.namespace ?? '')}.${shown(entry.tag)}"`);
    if (truncate) {
      // A table truncated in the transaction that fills it needs no write-ahead log where wal_level is minimal.
      await this.transactions.begin();
      await this.#sink.statement(`TRUNCATE TABLE ONLY ${table};\n\n`);
    }
    const loaded = entry.copyStatement
      ? await this.#sink.copy(entry, entry.copyStatement, data)
      : await this.#sink.commands(entry, data, this.#commandsManner());
    if (truncate) await this.transactions.commit();
    await this.#switchTriggers(entry, 'enable');
    return loaded;
  }

  /** The contents of large objects, all of an entry's in one transaction. Gives back how many there were. */
  async largeObjects(entry: TocEntry, objects: AsyncIterable<LargeObjectPayload>): Promise<number> {
    const { settings, options, reporter } = this.#context;
    await this.#introduce(entry, 'data');
    reporter.verbose(`processing ${shown(entry.desc)}`);
    await this.#session.selectSchema('pg_catalog');
    if (this.#sink.refer !== undefined) {
      await this.#sink.refer(entry);
      return 0;
    }
    const own = !options.singleTransaction && !this.transactions.isOpen;
    if (own) await this.transactions.begin();
    let count = 0;
    for await (const object of objects) {
      reporter.verbose(`restoring large object with OID ${object.oid}`);
      const { createsLargeObjects: create, standardStrings } = settings;
      if (create && settings.dropsLargeObjects) await this.#sink.statement(unlinkIfExists(object.oid));
      if (!(await this.#sink.largeObject(object.oid, object.data, { create, standardStrings }))) break;
      count += 1;
    }
    if (own) await this.transactions.commit();
    reporter.verbose(`restored ${count} large object${count === 1 ? '' : 's'}`);
    return count;
  }

  /** Commands of an archive so old that comments on large objects are a payload. */
  async largeObjectComments(entry: TocEntry, data: AsyncIterable<Uint8Array>): Promise<void> {
    await this.#introduce(entry, 'data');
    await this.#session.selectSchema('pg_catalog');
    await this.#sink.commands(entry, data, this.#commandsManner());
  }

  #commandsManner(): CommandsManner {
    const { settings, options } = this.#context;
    const inTransaction = options.singleTransaction || this.transactions.isOpen;
    return { standardStrings: settings.standardStrings, inTransaction };
  }

  async #introduce(entry: TocEntry, kind: EntryPart): Promise<void> {
    const { options, release } = this.#context;
    this.#sink.about(entry);
    await this.#session.becomeOwner(entry);
    await this.#session.selectSchema(entry.namespace);
    await this.#session.selectTablespace(entry.tablespace);
    const { setsTableAccessMethod, setsDefaultWithOids } = this.#sink.release ?? release;
    // A server without access methods has nothing but heaps, and refuses others.
    if (setsTableAccessMethod || entry.tableAccessMethod !== 'heap') await this.#session.selectTableAccessMethod(entry);
    if (setsDefaultWithOids) await this.#session.selectWithOids(entry);
    await this.#sink.comment(entryHeader(entry, kind, options, this.#context.placeOf(entry), release));
  }

  async #define(entry: TocEntry): Promise<void> {
    if (groups.isLargeObjectGroup(entry)) return this.#each(groups.createEach(entry));
    if (groups.isLargeObjectGroupAcl(entry)) {
      const group = this.#context.entryOf(entry.dependencies[0] ?? 0);
      if (group !== undefined) {
        for (const statements of groups.grantEach(entry, group)) await this.#each(statements);
        return;
      }
    }
    const text = definitionText(entry, this.#context.options);
    if (text !== null) {
      await this.#say(text);
      this.transactions.countCommands(entry);
    }
  }

  async #giveToOwner(entry: TocEntry): Promise<void> {
    const { options, reporter, release } = this.#context;
    if (groups.isLargeObjectGroup(entry) && entry.owner && !options.noOwner && !options.useSetSessionAuthorization) {
      return this.#each(groups.ownEach(entry, entry.owner));
    }
    const statement = ownerStatement(entry, options, release);
    if (statement === 'unknown') {
      const message = `don't know how to set owner for object type "${shown(entry.desc)}"`;
      reporter.diagnostic({ severity: 'warning', subject: null, message });
    } else if (statement !== null) {
      await this.#sink.statement(statement);
    }
  }

  /** Schema public's definition and DROP are mere comments. */
  async #say(text: ByteString): Promise<void> {
    await (isOnlyComment(text) ? this.#sink.comment(text) : this.#sink.statement(text));
  }

  /** For the members of a group, of which each counts as an entry does (IssueCommandPerBlob in pg_backup_db.c). */
  async #each(statements: readonly ByteString[]): Promise<void> {
    for (const statement of statements) {
      await this.#sink.statement(statement);
      await this.transactions.count();
    }
    await this.#sink.comment('\n');
  }

  async #switchTriggers(entry: TocEntry, to: 'disable' | 'enable'): Promise<void> {
    const { options, reporter } = this.#context;
    if (options.schema || !options.disableTriggers) return;
    reporter.verbose(`${to === 'disable' ? 'disabling' : 'enabling'} triggers for ${shown(entry.tag)}`);
    // Constraint triggers can be switched by superusers only.
    await this.#session.becomeSuperuser();
    const table = quoteQualified(entry.namespace, entry.tag);
    await this.#sink.statement(`ALTER TABLE ${table} ${to.toUpperCase()} TRIGGER ALL;\n\n`);
  }
}

export const isDatabase = (entry: TocEntry): boolean =>
  entry.desc === 'DATABASE' || entry.desc === 'DATABASE PROPERTIES';

/** lo_unlink of a large object that may be missing. */
export const unlinkIfExists = (oid: Oid | string): ByteString =>
  `SELECT pg_catalog.lo_unlink(oid) FROM pg_catalog.pg_largeobject_metadata WHERE oid = '${oid}';\n`;
