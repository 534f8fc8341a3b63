import type { ByteString } from '../../model/text.ts';

/** Columns of tables, by which statements that name one are known to be right. Of a hundred thousand tables: one string each. */
export class ColumnsNamed {
  readonly #columns = new Map<string, string>();

  add(table: readonly ByteString[], column: ByteString): void {
    const key = table.join('\0');
    this.#columns.set(key, `${this.#columns.get(key) ?? '\0'}${column}\0`);
  }

  /** false: the table is known, and has no such column. */
  mayHave(table: readonly ByteString[], column: ByteString): boolean {
    return this.#columns.get(table.join('\0'))?.includes(`\0${column}\0`) ?? true;
  }
}
