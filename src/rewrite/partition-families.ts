import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { attachmentOf, partitionKeyOf, type PartitionBound, type PartitionKey } from '../sql/declared-partitions.ts';
import { statementsOf } from '../sql/statements.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { tokensOf, type Lexing } from '../sql/lexer.ts';
import { keyOf, nameOf, resolved, type QualifiedName } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';

/** A table that is attached to another. */
export interface Part {
  readonly name: QualifiedName;
  readonly bound: PartitionBound;
}

/** Which tables and indexes are parts of others by ATTACH PARTITION, as the archive had it before anything was rewritten. */
export class PartitionFamilies {
  readonly #keys = new Map<string, PartitionKey>();
  readonly #parts = new Map<string, Part[]>();
  readonly #wholes = new Map<string, QualifiedName>();
  /** Indexes that are parts of an index. */
  readonly #indexes = new Set<string>();

  constructor(entries: readonly Rewritable[], lexing: Lexing) {
    for (const entry of entries) {
      const { desc, namespace, definition } = entry;
      const text = definition ?? '';
      if (desc === 'TABLE' && /\sPARTITION\s+BY\s/i.test(text)) {
        const [create] = statementsOf(text, lexing);
        const key = create === undefined ? null : partitionKeyOf(create.cursor());
        if (key !== null) this.#keys.set(keyOf(nameOf(entry)), key);
      }
      if (!/\sATTACH\s+PARTITION\s/i.test(text)) continue;
      if (desc === 'INDEX ATTACH') this.#addIndex(new TokenCursor(text, tokensOf(text, lexing)), namespace);
      // Before PostgreSQL 14 it is said behind the CREATE TABLE of the partition.
      else if (desc === 'TABLE' || desc === 'TABLE ATTACH') {
        for (const statement of statementsOf(text, lexing)) this.#addPart(statement.cursor(), namespace);
      }
    }
  }

  /** How a table's rows are spread over its parts; undefined: it is not partitioned, or in Greenplum's own way. */
  keyOf(table: QualifiedName): PartitionKey | undefined {
    return this.#keys.get(keyOf(table));
  }

  partsOf(table: QualifiedName): readonly Part[] {
    return this.#parts.get(keyOf(table)) ?? [];
  }

  isPart(table: QualifiedName): boolean {
    return this.#wholes.has(keyOf(table));
  }

  /** The tables that it is a part of, the nearest first. */
  wholesOf(table: QualifiedName): readonly QualifiedName[] {
    const whole = this.#wholes.get(keyOf(table));
    return whole === undefined ? [] : [whole, ...this.wholesOf(whole)];
  }

  /** The table at the top, which may be this one. */
  rootOf(table: QualifiedName): QualifiedName {
    const whole = this.#wholes.get(keyOf(table));
    return whole === undefined ? table : this.rootOf(whole);
  }

  isPartOfIndex(index: QualifiedName): boolean {
    return this.#indexes.has(keyOf(index));
  }

  #addPart(cursor: TokenCursor, namespace: ByteString | null): void {
    const attachment = attachmentOf(cursor);
    if (attachment === null) return;
    const whole = resolved(attachment.whole, namespace);
    const name = resolved(attachment.part, namespace);
    addTo(this.#parts, keyOf(whole), { name, bound: attachment.bound });
    this.#wholes.set(keyOf(name), whole);
  }

  /** `ALTER INDEX whole ATTACH PARTITION part`. */
  #addIndex(cursor: TokenCursor, namespace: ByteString | null): void {
    if (!cursor.skipTo('attach') || !cursor.take('attach', 'partition')) return;
    const part = cursor.takeQualifiedName();
    if (part !== null) this.#indexes.add(keyOf(resolved(part, namespace)));
  }
}
