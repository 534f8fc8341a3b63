import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { foreignKeyOf } from '../sql/foreign-key.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { uniqueKeyOf } from '../sql/unique-key.ts';
import type { EntryBuilder } from './entry-builder.ts';

/** Keys of tables, which foreign keys need. */
export class ReferencedKeys {
  readonly #keys = new Map<string, EntryBuilder[]>();

  constructor(builders: readonly EntryBuilder[]) {
    for (const builder of builders) {
      if (builder.desc !== 'CONSTRAINT' && builder.desc !== 'INDEX') continue;
      const key = uniqueKeyOf(new TokenCursor(builder.definition ?? ''));
      if (key !== null) addTo(this.#keys, keyOf(key.table, key.columns, builder.namespace), builder);
    }
  }

  /** Those that a foreign key may refer to. */
  of({ definition, namespace }: EntryBuilder): readonly EntryBuilder[] {
    const key = foreignKeyOf(new TokenCursor(definition ?? ''));
    return key === null ? [] : (this.#keys.get(keyOf(key.references, key.referenced, namespace)) ?? []);
  }
}

const keyOf = (
  table: readonly ByteString[],
  columns: readonly (ByteString | null)[],
  namespace: ByteString | null,
): string => [table.at(-2) ?? namespace, table.at(-1), ...columns.map((column) => column ?? '').toSorted()].join('\0');
