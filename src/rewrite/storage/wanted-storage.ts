import { shown, type ByteString } from '../../model/text.ts';
import { addTo } from '../../model/group-by.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { ArchiveIndex, TableText } from '../archive-index.ts';
import { fits } from '../distribution/wishes.ts';
import type { Preferences } from '../preferences.ts';
import { keyOf, nameOf, resolved, type QualifiedName } from '../qualified-name.ts';
import type { Rewritable } from '../rewritable.ts';
import { triggerOf } from '../rules/triggers.ts';
import type { Storage, StorageWords } from './storage.ts';

/** How a user wants each table stored, and what speaks against it. */
export class WantedStorage {
  readonly #archive: ArchiveIndex;
  readonly #words: StorageWords;
  readonly #preferences: Pick<Preferences, 'storage' | 'storageWishes'>;
  /** Names of triggers that are called when a row is changed, by their table. */
  readonly #triggers = new Map<string, string[]>();
  readonly #indexed = new Set<string>();

  constructor(
    entries: readonly Rewritable[],
    archive: ArchiveIndex,
    words: StorageWords,
    preferences: Pick<Preferences, 'storage' | 'storageWishes'>,
  ) {
    this.#archive = archive;
    this.#words = words;
    this.#preferences = preferences;
    for (const entry of entries) {
      if (entry.desc === 'TRIGGER') {
        const trigger = triggerOf(archive.cursorOf(entry.definition ?? ''));
        if (trigger === null || !trigger.isOfChanges || !trigger.forEachRow) continue;
        addTo(this.#triggers, keyOf(resolved(trigger.table, entry.namespace)), shown(entry.tag));
      } else if (entry.desc === 'INDEX') {
        const table = indexedTable(archive.cursorOf(entry.definition ?? ''));
        if (table !== null) this.#indexed.add(keyOf(resolved(table, entry.namespace)));
      }
    }
  }

  /** Of a table or partition, by the first wish that fits it or what it is a part of. */
  of(name: QualifiedName, wholes: readonly QualifiedName[]): Storage | null {
    const { storage, storageWishes } = this.#preferences;
    const names = [name, ...wholes];
    return storageWishes.find(({ pattern }) => names.some((each) => fits(pattern, each)))?.storage ?? storage;
  }

  wholesOf(table: Rewritable): readonly QualifiedName[] {
    return this.#archive.families.wholesOf(nameOf(table));
  }

  /** Why a table cannot be stored so; null: it can. */
  reasonAgainst({ method }: Storage, { entry, table, commands }: TableText): string | null {
    if (method === 'heap') return null;
    const name = nameOf(entry);
    const [trigger] = [name, ...this.wholesOf(entry)].flatMap((each) => this.#triggers.get(keyOf(each)) ?? []);
    if (trigger !== undefined) return `append-optimized tables have no triggers for changed rows (${trigger})`;
    // What a rule has written to compute a column by.
    const computes = commands.some((command) => triggerOf(command.cursor())?.isOfChanges === true);
    if (computes) return 'append-optimized tables have no triggers for changed rows';
    // REFRESH fails: the server makes what belongs to the index once, and looks for it, or makes it, once more.
    if (entry.desc === 'MATERIALIZED VIEW' && this.#indexed.has(keyOf(name))) {
      return 'the target cannot refresh append-optimized materialized views that have indexes';
    }
    if (this.#words.accessMethods) return null;
    const key = this.#keyAmong(name);
    if (key !== undefined) return `append-optimized tables of the target have no unique keys (${key})`;
    if (method === 'ao_row') return null;
    // The server looks for the columns of the type before it has made them.
    if (table.ofType !== null) return 'tables of a type are not stored by columns';
    if (entry.withOids) return 'tables with OIDs are not stored by columns';
    if (table.parents.length === 0 && this.#archive.inheritance.childrenOf(name).length === 0) return null;
    return 'tables that are stored by columns neither inherit nor are inherited from';
  }

  /** A unique key of a table or its partitions. */
  #keyAmong(name: QualifiedName): string | undefined {
    const [namespace, tag] = name;
    const key = this.#archive.keys.of({ namespace, tag }).find(({ kind }) => kind !== 'exclusion');
    if (key !== undefined) return shown(key.name);
    for (const part of this.#archive.families.partsOf(name)) {
      const found = this.#keyAmong(part.name);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

/** The table that CREATE INDEX is about; null: the statement is another. */
function indexedTable(cursor: TokenCursor): readonly ByteString[] | null {
  if (!cursor.take('create', 'index') && !cursor.take('create', 'unique', 'index')) return null;
  if (!cursor.skipTo('on') || !cursor.take('on')) return null;
  cursor.take('only');
  return cursor.takeQualifiedName();
}
