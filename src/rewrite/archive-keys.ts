import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { foreignKeyOf, type ForeignKey } from '../sql/foreign-key.ts';
import { inlineKeysOf, type InlineKey } from '../sql/inline-keys.ts';
import { uniqueKeyOf, type UniqueKey } from '../sql/unique-key.ts';
import type { ArchiveIndex } from './archive-index.ts';
import { keyOf, nameOf, resolved } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';

type Named = Pick<Rewritable, 'namespace' | 'tag'>;

/** The keys and constraints of an archive's tables. */
export class ArchiveKeys {
  readonly #archive: Pick<ArchiveIndex, 'cursorOf' | 'statementsOf'>;
  readonly #keys = new Map<string, UniqueKey[]>();
  readonly #inlineKeys = new Map<string, readonly InlineKey[]>();
  readonly #foreignKeys = new Map<string, ForeignKey[]>();
  /** Tables and the names of their constraints, of those that stand behind. */
  readonly #constraints = new Set<string>();

  constructor(entries: readonly Rewritable[], archive: Pick<ArchiveIndex, 'cursorOf' | 'statementsOf'>) {
    this.#archive = archive;
    for (const entry of entries) {
      const { desc } = entry;
      if (desc === 'TABLE') this.#addInlineKeys(entry);
      else if (desc === 'CONSTRAINT' || desc === 'INDEX') this.#addKey(entry);
      else if (desc === 'FK CONSTRAINT') this.#addForeignKey(entry);
      if (desc.endsWith('CONSTRAINT')) this.#constraints.add(keyOf(nameOf(entry)));
    }
  }

  /** Primary keys, unique constraints and unique indexes of a table. */
  of(table: Named): readonly UniqueKey[] {
    return this.#keys.get(keyOf(nameOf(table))) ?? [];
  }

  /** The one of them that an entry makes; undefined: it makes none. */
  madeBy({ namespace, definition }: Rewritable): UniqueKey | undefined {
    const key = uniqueKeyOf(this.#archive.cursorOf(definition ?? ''));
    if (key === null) return undefined;
    return this.#keys.get(keyOf(resolved(key.table, namespace)))?.find(({ name }) => name === key.name);
  }

  /** Those of them that CREATE TABLE itself says. */
  inlineOf(table: Named): readonly InlineKey[] {
    return this.#inlineKeys.get(keyOf(nameOf(table))) ?? [];
  }

  /** What a table's foreign keys join it to. */
  foreignOf(table: Named): readonly ForeignKey[] {
    return this.#foreignKeys.get(keyOf(nameOf(table))) ?? [];
  }

  /** Whether a table has a constraint that stands behind its definition. */
  hasConstraint(table: readonly ByteString[], name: ByteString, namespace: ByteString | null): boolean {
    const [schema, relation] = resolved(table, namespace);
    return this.#constraints.has(keyOf([schema, `${relation} ${name}`]));
  }

  #addInlineKeys(table: Rewritable): void {
    if (!/\b(?:PRIMARY\s+KEY|UNIQUE|EXCLUDE)\b/i.test(table.definition ?? '')) return;
    const cursor = this.#archive.statementsOf(table.definition ?? '')[0]?.cursor();
    const keys = cursor === undefined ? [] : inlineKeysOf(cursor);
    if (keys.length === 0) return;
    this.#inlineKeys.set(keyOf(nameOf(table)), keys);
    for (const key of keys) addTo(this.#keys, keyOf(nameOf(table)), key);
  }

  #addKey({ namespace, definition }: Rewritable): void {
    const key = uniqueKeyOf(this.#archive.cursorOf(definition ?? ''));
    if (key !== null) addTo(this.#keys, keyOf(resolved(key.table, namespace)), key);
  }

  #addForeignKey({ namespace, definition }: Rewritable): void {
    const key = foreignKeyOf(this.#archive.cursorOf(definition ?? ''));
    if (key !== null) addTo(this.#foreignKeys, keyOf(resolved(key.table, namespace)), key);
  }
}
