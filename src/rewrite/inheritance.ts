import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import type { ArchiveIndex } from './archive-index.ts';
import { keyOf, nameOf, resolved, type QualifiedName } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';

/** Which tables inherit from which, and what stands behind them as defaults; found out when first asked. */
export class Inheritance {
  readonly #entries: readonly Rewritable[];
  readonly #archive: ArchiveIndex;
  #children: Map<string, Rewritable[]> | null = null;
  /** By table and column. */
  #defaults: Map<string, Rewritable> | null = null;

  constructor(entries: readonly Rewritable[], archive: ArchiveIndex) {
    this.#entries = entries;
    this.#archive = archive;
  }

  childrenOf(table: QualifiedName): readonly Rewritable[] {
    return (this.#children ??= this.#findChildren()).get(keyOf(table)) ?? [];
  }

  /** What sets the default of a table's column behind it; undefined: nothing does. */
  defaultOf(table: QualifiedName, column: ByteString): Rewritable | undefined {
    return (this.#defaults ??= this.#findDefaults()).get(`${keyOf(table)}\0${column}`);
  }

  #findChildren(): Map<string, Rewritable[]> {
    const children = new Map<string, Rewritable[]>();
    for (const entry of this.#entries) {
      if (entry.desc !== 'TABLE' || !/\sINHERITS\s*\(/i.test(entry.definition ?? '')) continue;
      for (const parent of this.#archive.read(entry)?.table.parents ?? []) {
        addTo(children, keyOf(resolved(parent, entry.namespace)), entry);
      }
    }
    return children;
  }

  /** `ALTER TABLE ONLY t ALTER COLUMN c SET DEFAULT …`. */
  #findDefaults(): Map<string, Rewritable> {
    const defaults = new Map<string, Rewritable>();
    for (const entry of this.#entries) {
      if (entry.desc !== 'DEFAULT') continue;
      const cursor = this.#archive.cursorOf(entry.definition ?? '');
      if (!cursor.take('alter', 'table')) continue;
      cursor.take('only');
      const table = cursor.takeQualifiedName();
      const column = table !== null && cursor.take('alter', 'column') ? cursor.takeName() : null;
      if (table !== null && column !== null) {
        defaults.set(`${keyOf(resolved(table, entry.namespace))}\0${column}`, entry);
      }
    }
    return defaults;
  }
}

/** What sets a column's default in a table, and in all that inherit from it, where they have one of their own. */
export function defaultsBelow(table: Rewritable, column: ByteString, inheritance: Inheritance): readonly Rewritable[] {
  const own = inheritance.defaultOf(nameOf(table), column);
  const below = inheritance.childrenOf(nameOf(table)).flatMap((child) => defaultsBelow(child, column, inheritance));
  return own === undefined ? below : [own, ...below];
}
