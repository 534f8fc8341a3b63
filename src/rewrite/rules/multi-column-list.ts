import { quoteIdent, quoteLiteral } from '../../ddl/quote.ts';
import { groupBy } from '../../model/group-by.ts';
import { shown, type ByteString } from '../../model/text.ts';
import {
  eachPartition,
  nameInTable,
  tableOf,
  type ClassicPartition,
  type ClassicPartitioning,
  type ClassicParts,
} from '../../sql/classic-partitions.ts';
import { Edits, type Span } from '../../sql/edits.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import { freeName } from '../free-name.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * Lists by several columns, which PostgreSQL's partitions do not know: partitions by the first column, in them such by
 * the next. What was one partition may be several, each with the rows of one value of the columns ahead.
 */
export const multiColumnList: Rule = {
  name: 'multi-column-list',
  descs: ['TABLE'],
  pattern: /PARTITION\s+BY\s+LIST\b/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    if (text === null || partitioning === null) return null;
    const rewriting = new Rewriting(text.text);
    partitioning.levels.forEach((level, depth) => {
      if (level.columns.length < 2) return;
      const levels = level.columns.map((column, i) => {
        const word = depth + i === 0 ? 'PARTITION' : 'SUBPARTITION';
        return `${word} BY LIST (${quoteIdent(column)})`;
      });
      rewriting.edits.replace(level, levels.join(' '));
      const columns = level.columns.map(shown);
      const said = `LIST(${columns.join(', ')}) is partitions by ${columns.join(' with partitions by ')}`;
      rewriting.note(`${said}, since the target lists one column only`);
    });
    if (rewriting.outcome === null) return null;
    for (const command of text.commands) {
      // What a new partition is split into is said level by level, and there are others now.
      if (!isTemplate(command.cursor())) continue;
      rewriting.edits.remove({ start: command.span.start, end: command.after });
      rewriting.note('its subpartition templates are left out, since they are of other levels');
    }
    rewriting.edits.replace(partitioning.parts, new OneColumnLists(text.text, partitioning).text);
    return rewriting.outcome;
  },
};

/** `ALTER TABLE … [ALTER PARTITION …] SET SUBPARTITION TEMPLATE`. */
function isTemplate(cursor: TokenCursor): boolean {
  return cursor.take('alter', 'table') && cursor.skipTo('set') && cursor.sees('set', 'subpartition', 'template');
}

/** One combination of values and the partition it belongs to. */
interface Combination {
  readonly values: readonly ByteString[];
  readonly partition: ClassicPartition;
}

/** Writes the partitions of a clause with lists of one column at a time. */
class OneColumnLists {
  readonly #text: ByteString;
  readonly #levels: ClassicPartitioning['levels'];
  /** Names of partitions' tables: all there are, and those that have been given away. */
  readonly #tables: Set<ByteString>;
  readonly #given = new Set<ByteString>();
  /** Names of partitions that stand in those. */
  readonly #inTables: Set<ByteString | null>;
  /** Partitions that hold what was one list: the server calls their tables after them. */
  readonly #outer = new Set<ByteString>();
  readonly text: ByteString;

  constructor(text: ByteString, { levels, parts }: ClassicPartitioning) {
    this.#text = text;
    this.#levels = levels;
    this.#tables = new Set([...eachPartition(parts)].flatMap((part) => tableOf(part) ?? []));
    this.#inTables = new Set([...this.#tables].map(nameInTable));
    this.text = this.#parts(0, parts);
  }

  #parts(depth: number, parts: ClassicParts): ByteString {
    const columns = this.#levels[depth]?.columns ?? [];
    if (columns.length > 1) {
      const combinations = parts.partitions.flatMap((partition) => this.#combinations(partition));
      const rest = parts.partitions.find(({ isDefault }) => isDefault);
      return this.#list(depth, 0, columns, combinations, rest);
    }
    const edits = new Edits(this.#of(parts));
    for (const { start, end, parts: inner } of parts.partitions) {
      const at = { start: start - parts.start, end: end - parts.start };
      const from = inner === null ? end : inner.start;
      const said = this.#renamed(this.#of({ start, end: from }));
      edits.replace(at, said + (inner === null ? '' : this.#parts(depth + 1, inner)));
    }
    return edits.result();
  }

  #combinations(partition: ClassicPartition): Combination[] {
    return (partition.values?.items ?? []).map((item) => {
      const list = new TokenCursor(this.#of(item)).takeList();
      const values = list?.items.map((value) => value.textOf(value.rest)) ?? [this.#of(item)];
      return { values, partition };
    });
  }

  #list(
    depth: number,
    at: number,
    columns: readonly ByteString[],
    combinations: readonly Combination[],
    rest: ClassicPartition | undefined,
  ): ByteString {
    const isLast = at === columns.length - 1;
    const word = depth + at === 0 ? 'PARTITION' : 'SUBPARTITION';
    const inner = (group: readonly Combination[]): ByteString => ` ${this.#list(depth, at + 1, columns, group, rest)}`;
    const outer = (suffix: string): ByteString => this.#outerName(`${columns[at]}_${suffix}`);
    const groups = groupBy(combinations, ({ values, partition }) => (isLast ? partition : values[at]!));
    const items = [...groups.values()].map((group, i) => {
      const { partition } = group[0]!;
      const values = [...new Set(group.map((each) => each.values[at]!))].join(', ');
      const name = isLast && partition.name !== null ? partition.name : outer(`${i + 1}`);
      return `${word} ${quoteIdent(name)} VALUES (${values})${isLast ? this.#tail(depth, partition) : inner(group)}`;
    });
    if (rest !== undefined) {
      const name = isLast ? (rest.name ?? 'other') : outer('other');
      items.push(`DEFAULT ${word} ${quoteIdent(name)}${isLast ? this.#tail(depth, rest) : inner([])}`);
    }
    return `(\n${items.map((item) => `          ${item}`).join(',\n')}\n          )`;
  }

  /** What a partition says behind its values. */
  #tail(depth: number, { storage, values, parts, start, end }: ClassicPartition): ByteString {
    const from = storage?.start ?? parts?.start ?? values?.end ?? start;
    if (storage === null && parts === null) return '';
    if (parts === null) return ` ${this.#renamed(this.#of({ start: from, end }))}`;
    return ` ${this.#renamed(this.#of({ start: from, end: parts.start }))}${this.#parts(depth + 1, parts)}`;
  }

  #outerName(stem: ByteString): ByteString {
    const name = freeName(stem, (each) => this.#inTables.has(each));
    this.#outer.add(name);
    return name;
  }

  /** A table's name is its first partition's; those of others have a number behind it. */
  #renamed(text: ByteString): ByteString {
    return text.replace(/\btablename\s*=\s*'((?:[^']|'')*)'/gi, (said, quoted: ByteString) => {
      const stem = quoted.replaceAll("''", "'");
      const isFirst = !this.#given.has(stem);
      const name = isFirst
        ? stem
        : freeName(stem, (each) => this.#tables.has(each) || this.#outer.has(nameInTable(each) ?? ''));
      this.#given.add(name);
      this.#tables.add(name);
      this.#inTables.add(nameInTable(name));
      return isFirst ? said : `tablename=${quoteLiteral(name)}`;
    });
  }

  #of({ start, end }: Span): ByteString {
    return this.#text.slice(start, end);
  }
}
