import { shown, type ByteString } from '../../model/text.ts';
import { createTableOf } from '../../sql/create-table.ts';
import { tokensOf } from '../../sql/lexer.ts';
import { statementsOf } from '../../sql/statements.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { TocEntry } from '../../toc/entry.ts';
import { withInsertHeads } from '../insert-heads.ts';
import { keyOf, nameOf, resolved } from '../qualified-name.ts';
import type { RowsChange } from '../rule.ts';
import { named, schemasIn } from './literals.ts';
import { mapSql } from './map-sql.ts';
import type { Renaming } from './renaming.ts';
import { inArray } from './array-values.ts';
import { withColumns } from './with-columns.ts';

type ColumnChange = (value: ByteString) => ByteString;

const nameType =
  /^(?:pg_catalog\.)?reg(class|proc|procedure|oper|operator|type|config|dictionary|collation|namespace)((?:\[\])+)?$/;

/** Columns whose values are names of objects, as regclass has them: rows name schemas there. */
export class NameColumns {
  readonly #renaming: Renaming;
  readonly #changes = new Map<string, ReadonlyMap<ByteString, ColumnChange>>();

  constructor(entries: readonly TocEntry[], renaming: Renaming) {
    this.#renaming = renaming;
    for (const entry of entries) {
      const text = entry.definition ?? '';
      if (entry.desc !== 'TABLE' || !/\sreg[a-z]+\b|\sINHERITS\s/.test(text)) continue;
      const [create] = statementsOf(text, renaming.lexing);
      const table = create === undefined ? null : createTableOf(create.cursor());
      const changes = new Map<ByteString, ColumnChange>();
      for (const parent of table?.parents ?? []) {
        const inherited = this.#changes.get(keyOf(resolved(parent, entry.namespace))) ?? new Map();
        for (const [name, change] of inherited) changes.set(name, change);
      }
      for (const { name, type } of table?.columns ?? []) {
        const [, sort, array] = nameType.exec(text.slice(type.start, type.end)) ?? [];
        if (sort === undefined) continue;
        const change = this.#changeOf(sort);
        changes.set(name, array === undefined ? change : (value) => inArray(value, change));
      }
      if (changes.size > 0) this.#changes.set(keyOf(nameOf(entry)), changes);
    }
  }

  /** What becomes of an entry's rows; null: they name nothing, or nobody can say where, which is told. */
  changeFor(entry: TocEntry, tell: (message: string) => void): RowsChange | null {
    const own = this.#changes.get(keyOf(nameOf(entry)));
    if (!entry.copyStatement) {
      if (own !== undefined) {
        tell(
          `its INSERT commands may name mapped schemas in ${shown([...own.keys()].join(', '))}, and were left as they are there`,
        );
      }
      return (data) => withInsertHeads(data, (head) => mapSql(head, this.#renaming));
    }
    if (own === undefined) return null;
    const cursor = new TokenCursor(entry.copyStatement, tokensOf(entry.copyStatement));
    const columns = cursor.skipTo('(') ? (cursor.takeList()?.items ?? []) : [];
    const changes = new Map(
      columns.flatMap((item, at): readonly (readonly [number, ColumnChange])[] => {
        const change = own.get(item.takeName() ?? '');
        return change === undefined ? [] : [[at, change]];
      }),
    );
    return changes.size === 0 ? null : (data) => withColumns(data, changes);
  }

  #changeOf(sort: string): ColumnChange {
    const renaming = this.#renaming;
    return sort === 'namespace' ? (value) => schemasIn(value, renaming) : (value) => named(value, renaming);
  }
}
