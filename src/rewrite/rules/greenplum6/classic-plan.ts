import { quoteIdent, quoteLiteral, quoteQualified } from '../../../ddl/quote.ts';
import { shown, type ByteString } from '../../../model/text.ts';
import type { PartitionKey } from '../../../sql/declared-partitions.ts';
import { appendOptimizedOptions, optionOf } from '../../../sql/storage-options.ts';
import type { ArchiveIndex } from '../../archive-index.ts';
import { freeName } from '../../free-name.ts';
import type { Part } from '../../partition-families.ts';
import { keyOf, type QualifiedName } from '../../qualified-name.ts';
import { storageOfMethod } from './greenplum7.ts';

/** How a table with PostgreSQL's partitions is said in one CREATE TABLE with Greenplum's own. */
export interface ClassicPlan {
  /** `PARTITION BY …` with all partitions. */
  readonly clause: ByteString;
  /** What puts partitions where they were, behind the table. */
  readonly moves: readonly ByteString[];
  /** Partitions that have another name there, or none, by `keyOf`. */
  readonly renamed: ReadonlySet<string>;
  /** Partitions that are external tables, by `keyOf`: each takes the place of one that is made with the table. */
  readonly exchanges: ReadonlyMap<string, Exchange>;
  /** What gets lost of partitions. */
  readonly notes: readonly string[];
}

export interface Exchange {
  /** The external table until then, quoted. */
  readonly helper: ByteString;
  readonly statements: ByteString;
}

/** Or why it cannot be: `hash partitions`. */
export type Plan = ClassicPlan | { readonly reason: string };

const plans = new WeakMap<ArchiveIndex, Map<string, Plan>>();

/** The plan for the table at the top of a family, made once. */
export function classicPlanOf(root: QualifiedName, archive: ArchiveIndex): Plan {
  const known = plans.get(archive) ?? new Map<string, Plan>();
  plans.set(archive, known);
  const id = keyOf(root);
  const found = known.get(id);
  if (found !== undefined) return found;
  const plan = new Planner(root, archive).plan();
  known.set(id, plan);
  return plan;
}

class Planner {
  readonly #root: QualifiedName;
  readonly #archive: ArchiveIndex;
  readonly #levels: PartitionKey[] = [];
  /** Whether partitions of a depth have others in them. */
  readonly #isSplit: boolean[] = [];
  readonly #names = new Set<ByteString>();
  readonly #moves: ByteString[] = [];
  readonly #renamed = new Set<string>();
  readonly #exchanges = new Map<string, Exchange>();
  readonly #notes = new Set<string>();

  constructor(root: QualifiedName, archive: ArchiveIndex) {
    this.#root = root;
    this.#archive = archive;
  }

  plan(): Plan {
    try {
      const parts = this.#parts(this.#root, []);
      const levels = this.#levels.map(({ strategy, columns }, depth) => {
        const word = depth === 0 ? 'PARTITION' : 'SUBPARTITION';
        return `${word} BY ${strategy.toUpperCase()} (${quoteIdent(columns[0]!)})`;
      });
      const clause = `${levels.join('\n    ')}\n${parts}`;
      return {
        clause,
        moves: this.#moves,
        renamed: this.#renamed,
        exchanges: this.#exchanges,
        notes: [...this.#notes],
      };
    } catch (error) {
      if (error instanceof Impossible) return { reason: error.message };
      throw error;
    }
  }

  /** `path`: names of the partitions that it is in. */
  #parts(table: QualifiedName, path: readonly ByteString[]): ByteString {
    const { families } = this.#archive;
    const depth = path.length;
    const key = families.keyOf(table);
    if (key === undefined) throw new Impossible('partitions of what is no partitioned table');
    this.#takeLevel(key, depth);
    const indent = ' '.repeat(4 * (depth + 1));
    const elements = families.partsOf(table).map((part) => indent + this.#element(part, path));
    if (elements.length === 0) throw new Impossible('partitioned tables without partitions');
    return `${indent}(\n${elements.join(',\n')}\n${indent})`;
  }

  /** Greenplum splits all parts of a level in one manner. */
  #takeLevel(key: PartitionKey, depth: number): void {
    if (key.strategy !== 'range' && key.strategy !== 'list') throw new Impossible(`partitions by ${key.strategy}`);
    if (key.columns.length !== 1) throw new Impossible('ranges of several columns');
    if (key.columns[0] === null) throw new Impossible('partitions by expressions');
    const other = this.#levels[depth];
    if (other === undefined) this.#levels[depth] = key;
    else if (other.strategy !== key.strategy || other.columns[0] !== key.columns[0]) {
      throw new Impossible('partitions that are split each in another manner');
    }
  }

  #element(part: Part, path: readonly ByteString[]): ByteString {
    const [schema, name] = part.name;
    const depth = path.length;
    const { families } = this.#archive;
    const isExternal = this.#archive.isExternal(part.name, null);
    if (!isExternal && this.#archive.tableText([schema, name], null) === null)
      throw new Impossible(`partitions that are no tables, as ${shown(name)}`);
    const isSplit = families.keyOf(part.name) !== undefined;
    if ((this.#isSplit[depth] ??= isSplit) !== isSplit) throw new Impossible('partitions of which only some are split');
    const own = this.#nameFor(part.name);
    if (isExternal) this.#exchange(part.name, own, path);
    const storage = isExternal ? [] : this.#storageOf(part.name);
    const options = [`tablename=${quoteLiteral(own)}`, ...storage].join(', ');
    const word = depth === 0 ? 'PARTITION' : 'SUBPARTITION';
    const head = `${word} ${quoteIdent(own)}`;
    const inner = isSplit ? `\n${this.#parts(part.name, [...path, own])}` : '';
    if (!isExternal) this.#noteLost(part.name);
    return `${boundOf(part, head)} WITH (${options})${inner}`;
  }

  /** Its own name where that is free. All are made in the schema of the root. */
  #nameFor([schema, name]: QualifiedName): ByteString {
    const [rootSchema] = this.#root;
    const isHome = schema === rootSchema;
    const isTaken = (each: ByteString): boolean =>
      this.#names.has(each) || (!isHome && this.#archive.table([rootSchema, each], null) !== undefined);
    const own = isTaken(name) ? freeName(name, isTaken) : name;
    this.#names.add(own);
    if (own !== name) {
      this.#renamed.add(keyOf([schema, name]));
      this.#notes.add(`partition ${shown(name)} of schema ${shown(schema)} is ${shown(own)}`);
    } else if (!isHome) {
      this.#moves.push(`ALTER TABLE ${quoteQualified(rootSchema, own)} SET SCHEMA ${quoteIdent(schema)};\n`);
    }
    return own;
  }

  /** As Greenplum 6's own pg_dump and gpbackup say it. */
  #exchange([schema, name]: QualifiedName, own: ByteString, path: readonly ByteString[]): void {
    if (own !== name || schema !== this.#root[0]) throw new Impossible('external partitions in another schema');
    const isTaken = (each: ByteString): boolean => this.#archive.table([schema, each], null) !== undefined;
    const helper = quoteQualified(schema, freeName(`${name}_ext_part_`, isTaken));
    const inside = path.map((each) => `ALTER PARTITION ${quoteIdent(each)} `).join('');
    const exchange = `EXCHANGE PARTITION ${quoteIdent(own)} WITH TABLE ${helper} WITHOUT VALIDATION`;
    const statements = `ALTER TABLE ${quoteQualified(...this.#root)} ${inside}${exchange};\n\nDROP TABLE ${helper};\n`;
    this.#exchanges.set(keyOf([schema, name]), { helper, statements });
  }

  #storageOf(name: QualifiedName): readonly ByteString[] {
    const text = this.#archive.tableText(name, null);
    const options = text?.table.storage?.options ?? null;
    const method = storageOfMethod(text?.entry.tableAccessMethod ?? null);
    const said = storageOptions.flatMap((each) => {
      const option = optionOf(options, each);
      return option === undefined || text === null ? [] : [text.text.slice(option.start, option.end)];
    });
    return [...method, ...said];
  }

  /** Constraints of single partitions. */
  #noteLost(name: QualifiedName): void {
    const constraints = (table: QualifiedName): readonly string[] =>
      this.#archive.tableText(table, null)?.table.constraints ?? [];
    const whole = constraints(this.#root);
    if (constraints(name).some((each) => !whole.includes(each))) {
      this.#notes.add(`constraints that partition ${shown(name[1])} alone has are left out`);
    }
  }
}

const storageOptions = [...appendOptimizedOptions, 'fillfactor'];

class Impossible extends Error {}

function boundOf({ bound }: Part, head: ByteString): ByteString {
  switch (bound.kind) {
    case 'default':
      return `DEFAULT ${head}`;
    case 'list':
      return `${head} VALUES (${bound.values.join(', ')})`;
    case 'hash':
      throw new Impossible('partitions by hash');
    default: {
      const [from, to] = [bound.from[0] ?? '', bound.to[0] ?? ''];
      const words = [
        ...(/^minvalue$/i.test(from) ? [] : [`START (${from})`]),
        ...(/^maxvalue$/i.test(to) ? [] : [`END (${to})`]),
      ];
      if (words.length === 0) throw new Impossible('ranges without bounds');
      return [head, ...words].join(' ');
    }
  }
}
