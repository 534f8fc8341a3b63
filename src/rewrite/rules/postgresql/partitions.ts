import { quoteIdent, quoteQualified } from '../../../ddl/quote.ts';
import type { ByteString } from '../../../model/text.ts';
import {
  tableOf,
  type ClassicBound,
  type ClassicPartition,
  type ClassicParts,
  type ClassicPartitioning,
} from '../../../sql/classic-partitions.ts';
import type { Span } from '../../../sql/edits.ts';
import type { TableText } from '../../archive-index.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Greenplum's own PARTITION BY, which lists all partitions, as tables that are PARTITION OF it. */
export const declaredPartitions: Rule = {
  name: 'declared-partitions',
  descs: ['TABLE'],
  isUnread: true,
  pattern: /\bPARTITION\s+BY\b/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    if (text === null || partitioning === null) return null;
    const rewriting = new Rewriting(text.text);
    const schema = entry.namespace ?? '';
    rewriting.edits.replace(partitioning, partitionBy(partitioning, 0));
    const created = [...new Partitions(text, partitioning, schema).of(0, entry.tag, partitioning.parts)];
    rewriting.edits.insert(endOfStatement(text), `\n${created.map((statement) => `${statement};\n`).join('')}`);
    for (const command of text.commands) {
      const cursor = command.cursor();
      const isAlter = cursor.take('alter', 'table') && cursor.takeQualifiedName() !== null;
      // Partitions in other schemas are moved there as before; templates and external partitions have no place.
      if (isAlter && cursor.sees('set', 'schema')) continue;
      const isExchange = command.cursor().skipTo('exchange') || command.cursor().skipTo('external');
      rewriting.edits.remove({ start: command.span.start, end: command.after });
      rewriting.note(
        isExchange
          ? 'a partition that was an external table is an empty table'
          : 'without subpartition templates, which PostgreSQL does not have',
      );
    }
    return rewriting.outcome;
  },
};

/** Behind the semicolon of CREATE TABLE. */
const endOfStatement = ({ text, table }: TableText): number => {
  const semicolon = text.indexOf(';', table.end);
  return semicolon < 0 ? text.length : semicolon + 1;
};

function partitionBy({ levels }: ClassicPartitioning, depth: number): ByteString {
  const { strategy, columns } = levels[depth]!;
  return `PARTITION BY ${strategy.toUpperCase()} (${columns.map(quoteIdent).join(', ')})`;
}

/** As the clause calls it, or as Greenplum would. */
const tableName = (part: ClassicPartition, whole: ByteString, depth: number, count: number): ByteString =>
  tableOf(part) ?? `${whole}_${depth + 1}_prt_${part.name ?? count}`;

class Partitions {
  readonly #text: TableText;
  readonly #partitioning: ClassicPartitioning;
  readonly #schema: ByteString;

  constructor(text: TableText, partitioning: ClassicPartitioning, schema: ByteString) {
    this.#text = text;
    this.#partitioning = partitioning;
    this.#schema = schema;
  }

  /** CREATE TABLE of each partition, those that have others ahead of these. */
  *of(depth: number, whole: ByteString, { partitions }: ClassicParts): Generator<ByteString> {
    const of = quoteQualified(this.#schema, whole);
    const ranges = partitions.filter(({ isDefault, values }) => !isDefault && values === null);
    let count = 0;
    for (const partition of partitions) {
      count += 1;
      const name = tableName(partition, whole, depth, count);
      const sub = partition.parts === null ? '' : ` ${partitionBy(this.#partitioning, depth + 1)}`;
      const bounds = partition.isDefault ? 'DEFAULT' : `FOR VALUES ${this.#bounds(partition, depth, ranges)}`;
      yield `CREATE TABLE ${quoteQualified(this.#schema, name)} PARTITION OF ${of} ${bounds}${sub}`;
      if (partition.parts !== null) yield* this.of(depth + 1, name, partition.parts);
    }
  }

  #bounds(partition: ClassicPartition, depth: number, ranges: readonly ClassicPartition[]): ByteString {
    if (partition.values !== null) return `IN (${partition.values.items.map((item) => this.#of(item)).join(', ')})`;
    const at = ranges.indexOf(partition);
    const before = ranges[at - 1]?.to ?? null;
    const behind = ranges[at + 1]?.from ?? null;
    const from = partition.from === null ? this.#lower(before, depth, 'MINVALUE') : this.#lower(partition.from, depth);
    const to = partition.to === null ? this.#lower(behind, depth, 'MAXVALUE') : this.#lower(partition.to, depth);
    return `FROM (${from}) TO (${to})`;
  }

  /** Where a partition begins that a bound ends, or begins: behind it where the bound is not as PostgreSQL's are. */
  #lower(bound: ClassicBound | null, depth: number, otherwise = ''): ByteString {
    if (bound === null) return otherwise;
    const value = this.#of(bound.value);
    const isStart = /^START/i.test(this.#of(bound));
    if (isStart === bound.isInclusive) return value;
    return `(${value} + ${this.#step(depth)})`;
  }

  /** What leads to the next value; numbers, text and the like have been moved by a rule ahead. */
  #step(depth: number): ByteString {
    const column = this.#partitioning.levels[depth]!.columns[0];
    const type = this.#text.table.columns.find(({ name }) => name === column)?.type;
    return type !== undefined && /^(?:time|interval)/i.test(this.#of(type)) ? `'1 microsecond'::interval` : '1';
  }

  #of({ start, end }: Span): ByteString {
    return this.#text.text.slice(start, end);
  }
}
