import { quoteIdent } from '../../ddl/quote.ts';
import { groupBy } from '../../model/group-by.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { ClassicPartition, ClassicPartitioning } from '../../sql/classic-partitions.ts';
import type { Span } from '../../sql/edits.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** One combination of values and the partition it belongs to. */
interface Combination {
  readonly values: readonly ByteString[];
  readonly partition: ClassicPartition;
}

/**
 * Lists by several columns, which PostgreSQL's partitions do not know: partitions by the first column, in them such by
 * the next. What was one partition may be several, each with the rows of one value of the columns ahead.
 */
export const multiColumnList: Rule = {
  name: 'multi-column-list',
  descs: ['TABLE'],
  pattern: /PARTITION\s+BY\s+LIST\s*\([^)]*,/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    const level = partitioning?.levels[0];
    if (text === null || partitioning === null || level === undefined || level.columns.length < 2) return null;
    const rewriting = new Rewriting(text.text);
    const levels = level.columns.map((column, i) => `${i === 0 ? '' : 'SUB'}PARTITION BY LIST (${quoteIdent(column)})`);
    rewriting.edits.replace(level, levels.join(' '));
    rewriting.edits.replace(partitioning.parts, new Nested(text.text, partitioning).text);
    rewriting.note(
      `LIST(${level.columns.map(shown).join(', ')}) is partitions by ${level.columns.map(shown).join(' with partitions by ')}, since the target lists one column only`,
    );
    return rewriting.outcome;
  },
};

/** Writes the partitions of a clause one column at a time. */
class Nested {
  readonly #text: ByteString;
  readonly #columns: readonly ByteString[];
  readonly #rest: ClassicPartition | undefined;
  /** How often the name of a partition's table has been given away. */
  readonly #given = new Map<ByteString, number>();
  readonly text: ByteString;

  constructor(text: ByteString, { levels, parts }: ClassicPartitioning) {
    this.#text = text;
    this.#columns = levels[0]!.columns;
    this.#rest = parts.partitions.find(({ isDefault }) => isDefault);
    this.text = this.#level(
      0,
      parts.partitions.flatMap((partition) => this.#combinations(partition)),
    );
  }

  #combinations(partition: ClassicPartition): Combination[] {
    return (partition.values?.items ?? []).map((item) => {
      const list = new TokenCursor(this.#of(item)).takeList();
      const values = list?.items.map((value) => value.textOf(value.rest)) ?? [this.#of(item)];
      return { values, partition };
    });
  }

  #level(depth: number, combinations: readonly Combination[]): ByteString {
    const isLast = depth === this.#columns.length - 1;
    const word = depth === 0 ? 'PARTITION' : 'SUBPARTITION';
    const groups = groupBy(combinations, ({ values, partition }) => (isLast ? partition : values[depth]!));
    const items = [...groups.values()].map((group, i) => {
      const { partition } = group[0]!;
      const values = [...new Set(group.map((each) => each.values[depth]!))].join(', ');
      const name = isLast && partition.name !== null ? partition.name : `${this.#columns[depth]}_${i + 1}`;
      const body = isLast ? this.#storage(partition) : ` ${this.#level(depth + 1, group)}`;
      return `${word} ${quoteIdent(name)} VALUES (${values})${body}`;
    });
    if (this.#rest !== undefined) {
      const body = isLast ? this.#storage(this.#rest) : ` ${this.#level(depth + 1, [])}`;
      // Its table takes its name, and that of the partition itself is given to the innermost.
      const name = isLast ? (this.#rest.name ?? 'other') : `${this.#columns[depth]}_other`;
      items.push(`DEFAULT ${word} ${quoteIdent(name)}${body}`);
    }
    return `(\n${items.map((item) => `          ${item}`).join(',\n')}\n          )`;
  }

  /** What a partition says behind its values. A table's name is its first part's; those of others have a number behind it. */
  #storage({ storage, end }: ClassicPartition): ByteString {
    if (storage === null) return '';
    const text = this.#of({ start: storage.start, end });
    return ` ${text.replace(/\btablename\s*=\s*'((?:[^']|'')*)'/gi, (said, name: ByteString) => {
      const given = (this.#given.get(name) ?? 0) + 1;
      this.#given.set(name, given);
      return given === 1 ? said : `tablename='${name}_${given}'`;
    })}`;
  }

  #of({ start, end }: Span): ByteString {
    return this.#text.slice(start, end);
  }
}
