import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { eachPartition, tableOf } from '../sql/classic-partitions.ts';
import { createTableOf, type CreateTable } from '../sql/create-table.ts';
import { standardLexing, tokensOf, type Lexing, type Token } from '../sql/lexer.ts';
import { statementsOf, type Statement } from '../sql/statements.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import { ArchiveKeys } from './archive-keys.ts';
import { ArchiveTypes } from './archive-types.ts';
import { Inheritance } from './inheritance.ts';
import { PartitionFamilies } from './partition-families.ts';
import { keyOf, nameOf, resolved, type QualifiedName } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';

/** A table as its entry's definition tells it. */
export interface TableText {
  readonly entry: Rewritable;
  readonly text: ByteString;
  readonly table: CreateTable;
  /** What follows CREATE TABLE in the definition. */
  readonly commands: readonly Statement[];
}

/** What a whole table of contents says, for rules that must know of other entries. */
export class ArchiveIndex {
  readonly #tables = new Map<string, Rewritable>();
  /** What their definitions have become. */
  readonly #rewritten = new Map<string, Rewritable>();
  /** Foreign tables that are Greenplum 7's external tables. */
  readonly #externals = new Set<string>();
  /** How many procedures have a name and arguments, IN and OUT alike. */
  readonly #procedures = new Map<string, number>();
  /** Names without schemas. */
  readonly #functions = new Set<ByteString>();
  readonly #extensions = new Map<ByteString, ByteString>();
  readonly #identities = new Map<string, Rewritable[]>();
  readonly types: ArchiveTypes;
  readonly keys: ArchiveKeys;
  readonly families: PartitionFamilies;
  readonly inheritance: Inheritance;
  /** As what the archive's session has for strings. */
  readonly #lexing: Lexing;
  /** The definition read last: rules ask about one entry after another. */
  #last: TableText | null = null;

  /** Types of which the source may have infinite values. */
  readonly infiniteTypes: readonly ByteString[];

  constructor(entries: readonly Rewritable[], lexing = standardLexing, infiniteTypes: readonly ByteString[] = []) {
    this.#lexing = lexing;
    this.infiniteTypes = infiniteTypes;
    this.types = new ArchiveTypes(entries, this);
    this.keys = new ArchiveKeys(entries, this);
    this.families = new PartitionFamilies(entries, lexing);
    this.inheritance = new Inheritance(entries, this);
    for (const entry of entries) {
      const { desc } = entry;
      if (desc === 'TABLE' || desc === 'EXTERNAL TABLE') this.#tables.set(keyOf(nameOf(entry)), entry);
      else if (desc === 'EXTENSION') this.#addExtension(entry);
      else if (desc === 'SEQUENCE') this.#addIdentity(entry);
      else if (desc === 'FOREIGN TABLE' && isExternal.test(entry.definition ?? '')) {
        this.#externals.add(keyOf(nameOf(entry)));
      }
      if (functionKinds.has(desc)) this.#functions.add(entry.tag.slice(0, entry.tag.indexOf('(')));
      if (desc === 'PROCEDURE') {
        const key = this.#argumentsOf(entry);
        this.#procedures.set(key, (this.#procedures.get(key) ?? 0) + 1);
      }
    }
  }

  tokensOf(text: ByteString): Token[] {
    return tokensOf(text, this.#lexing);
  }

  statementsOf(text: ByteString): Statement[] {
    return statementsOf(text, this.#lexing);
  }

  cursorOf(text: ByteString): TokenCursor {
    return new TokenCursor(text, this.tokensOf(text));
  }

  /** What an entry's CREATE TABLE says; null: it is none, or one that cannot be read. */
  read(entry: Rewritable): TableText | null {
    const { definition: text } = entry;
    if (text === null) return null;
    if (this.#last?.text === text) return this.#last;
    const [first, ...commands] = this.statementsOf(text);
    const table = first === undefined ? null : createTableOf(first.cursor());
    if (table === null) return null;
    return (this.#last = { entry, text, table, commands });
  }

  /** The table of that name, as the archive has it itself. */
  source(name: readonly ByteString[], namespace: ByteString | null): Rewritable | undefined {
    return this.#tables.get(keyOf(resolved(name, namespace)));
  }

  /** Goes by what a table's definition has become. */
  update(entry: Rewritable): void {
    this.#rewritten.set(keyOf(nameOf(entry)), entry);
  }

  /** The table that a definition in `namespace` calls so. */
  table(name: readonly ByteString[], namespace: ByteString | null): Rewritable | undefined {
    const key = keyOf(resolved(name, namespace));
    return this.#rewritten.get(key) ?? this.#tables.get(key);
  }

  /** What the CREATE TABLE says of that table; null: there is none, or one that cannot be read. */
  tableText(name: readonly ByteString[], namespace: ByteString | null): TableText | null {
    const table = this.table(name, namespace);
    return table === undefined ? null : this.read(table);
  }

  /** The tables that hold the rows of a partitioned one; null: the archive tells of no such table. */
  leavesOf(name: readonly ByteString[], namespace: ByteString | null): readonly QualifiedName[] | null {
    const text = this.tableText(name, namespace);
    if (text !== null && text.table.partitioning !== null) return leavesOf(text);
    const parts = this.families.partsOf(resolved(name, namespace));
    if (parts.length === 0) return text?.table.isPartitioned === true ? [] : null;
    return parts.flatMap((part) => this.leavesOf(part.name, null) ?? [part.name]);
  }

  /** Whether it is an external table, which in Greenplum 7 may be said as a foreign one. */
  isExternal(name: readonly ByteString[], namespace: ByteString | null): boolean {
    return (
      this.#externals.has(keyOf(resolved(name, namespace))) || this.source(name, namespace)?.desc === 'EXTERNAL TABLE'
    );
  }

  /** Whether the archive itself has a function of that name, in whatever schema. */
  hasFunction(name: ByteString): boolean {
    return this.#functions.has(name);
  }

  /** How many procedures there are that differ from one, which is among them, by nothing but which arguments are IN and OUT. */
  proceduresLike(procedure: Rewritable): number {
    return this.#procedures.get(this.#argumentsOf(procedure)) ?? 0;
  }

  #argumentsOf({ definition }: Rewritable): string {
    const cursor = this.cursorOf(definition ?? '');
    cursor.take('create', 'procedure');
    const name = cursor.takeQualifiedName() ?? [];
    const items = cursor.takeList()?.items ?? [];
    const each = items.map((item) => {
      if (!item.take('in') && !item.take('out')) item.take('inout');
      return item.textOf(item.rest);
    });
    return [...name, ...each].join('\0');
  }

  /** Where the archive has an extension; undefined: it has none such. */
  schemaOfExtension(name: ByteString): ByteString | undefined {
    return this.#extensions.get(name);
  }

  #addExtension({ tag, definition }: Rewritable): void {
    const cursor = this.cursorOf(definition ?? '');
    if (!cursor.skipTo('schema') || !cursor.take('schema')) return;
    this.#extensions.set(tag, cursor.takeName() ?? '');
  }

  /** Entries that make sequences of a table's identity columns. */
  identitiesOf(table: Rewritable): readonly Rewritable[] {
    return this.#identities.get(keyOf(nameOf(table))) ?? [];
  }

  /** `ALTER TABLE t ALTER COLUMN c ADD GENERATED …`. */
  #addIdentity(entry: Rewritable): void {
    if (!/^\s*ALTER\s+TABLE\b/i.test(entry.definition ?? '')) return;
    const cursor = this.cursorOf(entry.definition ?? '');
    const name = cursor.take('alter', 'table') ? cursor.takeQualifiedName() : null;
    if (name !== null) addTo(this.#identities, keyOf(resolved(name, entry.namespace)), entry);
  }
}

/** The tables that hold a partitioned one's rows, as its clauses name them. */
export function leavesOf({ entry, table, commands }: TableText): readonly QualifiedName[] {
  if (table.partitioning === null) return [];
  const moved = new Map<ByteString, ByteString>();
  for (const command of commands) {
    const cursor = command.cursor();
    if (!cursor.take('alter', 'table')) continue;
    const name = cursor.takeQualifiedName();
    if (name !== null && cursor.take('set', 'schema')) moved.set(name.at(-1)!, cursor.takeName() ?? '');
  }
  return [...eachPartition(table.partitioning.parts)].flatMap((partition) => {
    const name = tableOf(partition);
    return partition.parts !== null || name === null ? [] : [[moved.get(name) ?? entry.namespace ?? '', name] as const];
  });
}

const isExternal = /\sSERVER\s+gp_exttable_server\b/i;

const functionKinds = new Set(['FUNCTION', 'PROCEDURE', 'AGGREGATE']);
