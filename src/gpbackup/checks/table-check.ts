import { type ByteString, shown } from '../../model/text.ts';
import { createTableOf } from '../../sql/create-table.ts';
import { TokenCursor } from '../../sql/token-cursor.ts';
import type { ReadSlice } from '../entries/read-slice.ts';
import { qualified, unquoted } from '../names.ts';
import type { PlannedTable } from '../planned-tables.ts';
import type { DataEntry } from '../table-of-contents.ts';
import type { Backup } from '../backup.ts';
import type { Findings } from './findings.ts';

/** What the list of tables with rows says of each, against the statement that makes it. */
export class TableCheck {
  readonly #set: Backup;
  readonly #findings: Findings;
  readonly #tables = new Map<ByteString, PlannedTable>();
  readonly #made = new Set<ByteString>();
  /** And the statements that make them. */
  readonly #partitioned = new Map<ByteString, ByteString>();
  /** External and foreign ones, of which no rows are copied. */
  readonly #elsewhere = new Set<ByteString>();
  /** Roots of partitions, as the table of contents says. */
  readonly #roots = new Map<ByteString, ByteString>();
  readonly #parents = new Map<ByteString, ByteString>();

  constructor(set: Backup, tables: readonly PlannedTable[], findings: Findings) {
    this.#set = set;
    this.#findings = findings;
    for (const table of tables) this.#tables.set(qualified(table.entry), table);
  }

  look({ slice, statements, said }: ReadSlice): void {
    const [first] = said;
    if (first?.kind !== 'object') return;
    const name = qualified(slice);
    if (first.desc === 'TABLE ATTACH') {
      const cursor = statements[0]!.cursor();
      if (cursor.take('alter', 'table', 'only')) this.#parents.set(name, writtenName(cursor));
    } else if (first.desc === 'EXTERNAL TABLE' || first.desc === 'FOREIGN TABLE') this.#elsewhere.add(name);
    else if (first.desc === 'TABLE') {
      this.#made.add(name);
      if (slice.reference !== '') this.#roots.set(name, slice.reference);
      const made = createTableOf(statements[0]!.cursor());
      if (made === null) return;
      if (made.isPartitioned) this.#partitioned.set(name, slice.text);
      const table = this.#tables.get(name);
      if (table !== undefined) this.#compare(table, made, slice.text);
    }
  }

  /** Once all have been looked at. */
  finish(): void {
    const { config } = this.#set;
    if (this.#roots.size > 0) this.#compareRoots();
    if (config.dataOnly) return;
    const leaves = new Map<ByteString, ReadonlySet<ByteString>>();
    for (const [name, { entry }] of this.#tables) {
      if (this.#made.has(name)) continue;
      const root = [rootOf(entry), rootOf(entry, quoted)].find((each) => this.#partitioned.has(each));
      if (root !== undefined && !leaves.has(root)) leaves.set(root, leavesIn(this.#partitioned.get(root)!));
      if (root !== undefined && leaves.get(root)!.has(unquoted(entry.name))) continue;
      this.#findings.warning('no statement makes tables that have rows', shown(name));
    }
  }

  /** Those of Greenplum 7 are attached one to the other. */
  #compareRoots(): void {
    for (const table of this.#parents.keys()) {
      let top = table;
      for (let parent = this.#parents.get(top); parent !== undefined; parent = this.#parents.get(top)) top = parent;
      const root = this.#roots.get(table) ?? '';
      this.#roots.delete(table);
      // External ones do not say.
      if (root === top || !this.#made.has(top) || this.#elsewhere.has(table)) continue;
      this.#findings.error(`table ${shown(table)} is a partition of ${shown(top)}, in toc.yaml of "${shown(root)}"`);
    }
    for (const [table, root] of this.#roots) {
      this.#findings.warning(
        'tables are no partitions of what they should be ones of',
        `${shown(table)} of ${shown(root)}`,
      );
    }
  }

  readonly isWithoutRows = (table: ByteString): boolean =>
    this.#set.config.dataOnly || this.#elsewhere.has(table) || this.#elsewhere.has(asExternalPartition(table));

  #compare(
    { entry, backup }: PlannedTable,
    made: NonNullable<ReturnType<typeof createTableOf>>,
    text: ByteString,
  ): void {
    const name = shown(qualified(entry));
    const own = made.columns.filter(({ isGenerated }) => !isGenerated).map((column) => column.name);
    const copied = columnsOf(entry);
    const isPartition = entry.columns === '' && (entry.partitionRoot !== '' || /_prt_/.test(entry.name));
    // Columns of a type are not said; an older backup may have had fewer.
    const isLike =
      backup.files === this.#set.files
        ? copied.length === own.length && copied.every((column, i) => column === own[i])
        : copied.every((column) => own.includes(column));
    if (made.ofType === null && !isPartition && !isLike) {
      this.#findings.error(
        `table ${name} has columns (${shown(own.join(', '))}), its rows have (${shown(copied.join(', '))})`,
      );
    }
    const clause = made.distribution;
    if (clause === null || entry.isReplicated === null) return;
    const isReplicated = /REPLICATED$/i.test(text.slice(clause.start, clause.end));
    if (isReplicated === entry.isReplicated) return;
    this.#findings.error(`table ${name} is ${isReplicated ? '' : 'not '}replicated, toc.yaml says otherwise`);
  }
}

const columnsOf = ({ columns }: DataEntry): readonly ByteString[] =>
  new TokenCursor(columns).takeList()?.items.map((item) => item.takeName() ?? '') ?? [];

const writtenName = (cursor: TokenCursor): ByteString => {
  const { start } = cursor;
  cursor.takeQualifiedName();
  return cursor.textOf({ start, end: cursor.end });
};

const quoted = (name: ByteString): ByteString => `"${name.replaceAll('"', '""')}"`;

const rootOf = ({ schema, partitionRoot }: DataEntry, spell = (name: ByteString): ByteString => name): ByteString =>
  `${schema}.${spell(partitionRoot)}`;

/** Before Greenplum 7 the statement of the whole says what its partitions are called. */
const leavesIn = (text: ByteString): ReadonlySet<ByteString> =>
  new Set([...text.matchAll(/\btablename='((?:[^']|'')*)'/g)].map(([, name = '']) => name.replaceAll("''", "'")));

/** Name of the table that is exchanged for such a partition, before Greenplum 7. */
function asExternalPartition(table: ByteString): ByteString {
  const suffix = '_ext_part_';
  return table.endsWith('"') ? `${table.slice(0, -1)}${suffix}"` : `${table}${suffix}`;
}
