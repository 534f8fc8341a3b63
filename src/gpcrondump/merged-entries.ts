import type { DumpId } from '../model/catalog-id.ts';
import { addTo } from '../model/group-by.ts';
import type { ByteString } from '../model/text.ts';
import { mentionedNames } from '../script/mentioned-names.ts';
import { eachPartition, tableOf } from '../sql/classic-partitions.ts';
import { createTableOf } from '../sql/create-table.ts';
import { statementsOf } from '../sql/statements.ts';
import { blankEntry } from '../toc/blank-entry.ts';
import type { TocEntry } from '../toc/entry.ts';
import { type DumpRows, hasRows, type PlannedTable } from './planned-rows.ts';
import { listed } from './segment-script.ts';

export interface MergedEntries {
  readonly entries: readonly TocEntry[];
  readonly tables: ReadonlyMap<DumpId, PlannedTable>;
  /** Tables that the master tells of and that nobody has rows of, not even none. */
  readonly missing: readonly ByteString[];
}

/**
 * The master's entries with the rows of all segments between those that come before and after. Partitions are in the
 * catalogs of the master alone, so that segments have rows of them as of tables of their own.
 */
export function mergedEntries(ofMaster: readonly TocEntry[], rows: DumpRows): MergedEntries {
  const others = ofMaster.filter(({ desc }) => !['TABLE DATA', 'INSERT', 'BLOBS', 'BLOB COMMENTS'].includes(desc));
  const announced = new Map(
    ofMaster.filter(({ desc }) => desc === 'TABLE DATA').map((entry) => [listed(entry), entry]),
  );
  const partitions = new Partitions(others);
  const tables = new Map<DumpId, PlannedTable>();
  const data: TocEntry[] = [];
  const ofRoot = new Map<DumpId, DumpId[]>();
  const leaves = new Map<string, TocEntry>();
  let last = ofMaster.reduce((most, { dumpId }) => Math.max(most, dumpId), 0);
  for (const [name, table] of rows) {
    const known = announced.get(name);
    // Restoring nothing into the whole might take away what its partitions have.
    if (isEmpty(table) && partitions.isRoot(name)) continue;
    const root = known === undefined ? partitions.rootOf(table) : undefined;
    const entry =
      known === undefined ? leafEntry((last += 1), table, root) : { ...known, copyStatement: table.copyStatement };
    if (root !== undefined) addTo(ofRoot, root.dumpId, entry.dumpId);
    if (known === undefined) leaves.set(`${table.namespace ?? ''}\0${table.tag}`, entry);
    data.push(entry);
    tables.set(entry.dumpId, table);
  }
  const after = others.findIndex(({ section }) => section === 'post-data');
  const before = after < 0 ? others : others.slice(0, after);
  const isSequenceSet = ({ desc }: TocEntry): boolean => desc === 'SEQUENCE SET';
  return {
    entries: [
      ...before.filter((entry) => !isSequenceSet(entry)),
      ...data,
      ...before.filter(isSequenceSet),
      ...(after < 0 ? [] : others.slice(after)).map((entry) => waitingForRows(entry, ofRoot, leaves)),
    ],
    tables,
    missing: [...[...announced.keys()].filter((name) => !partitions.isRoot(name)), ...partitions.leaves].filter(
      (name) => !rows.has(name),
    ),
  };
}

const isEmpty = ({ parts }: PlannedTable): boolean => !parts.some(({ rows }) => hasRows(rows));

const leafEntry = (dumpId: DumpId, table: PlannedTable, root: TocEntry | undefined): TocEntry => ({
  ...blankEntry,
  dumpId,
  desc: 'TABLE DATA',
  tag: table.tag,
  namespace: table.namespace,
  owner: root?.owner ?? table.owner,
  section: 'data',
  copyStatement: table.copyStatement,
  dependencies: root === undefined ? [] : [root.dumpId],
  hasData: true,
});

/**
 * pg_restore -j has what needs a table wait for its rows by itself, but for one entry of rows alone: of a partitioned
 * table there are many.
 */
function waitingForRows(
  entry: TocEntry,
  ofRoot: ReadonlyMap<DumpId, readonly DumpId[]>,
  leaves: ReadonlyMap<string, TocEntry>,
): TocEntry {
  if (leaves.size === 0) return entry;
  const waits = entry.dependencies.flatMap((dumpId) => ofRoot.get(dumpId) ?? []);
  for (const name of mentionedNames(entry.desc, entry.definition, entry.namespace)) {
    const leaf = leaves.get(name);
    if (leaf !== undefined) waits.push(leaf.dumpId, ...leaf.dependencies);
  }
  return waits.length === 0 ? entry : { ...entry, dependencies: [...new Set([...entry.dependencies, ...waits])] };
}

/** Which tables are partitioned, and into which. */
class Partitions {
  /** Those that have rows. */
  readonly leaves: ByteString[] = [];
  readonly #roots = new Map<ByteString, TocEntry>();
  /** By the table of a partition, as far as the statement says it. */
  readonly #ofLeaf = new Map<ByteString, TocEntry>();

  constructor(entries: readonly TocEntry[]) {
    for (const entry of entries) {
      if (entry.desc !== 'TABLE' || !/PARTITION BY/i.test(entry.definition ?? '')) continue;
      const table = statementsOf(entry.definition ?? '')
        .map((statement) => createTableOf(statement.cursor()))
        .find((each) => each?.isPartitioned === true);
      if (table === undefined || table === null) continue;
      this.#roots.set(listed(entry), entry);
      // What stands in the place of an external partition is made and taken away again.
      const isExchanged = /EXCHANGE PARTITION/i.test(entry.definition ?? '');
      for (const partition of table.partitioning === null ? [] : eachPartition(table.partitioning.parts)) {
        const tag = tableOf(partition);
        if (tag === null) continue;
        const name = listed({ namespace: entry.namespace, tag });
        this.#ofLeaf.set(name, entry);
        if (partition.parts === null && !isExchanged) this.leaves.push(name);
      }
    }
  }

  isRoot(name: ByteString): boolean {
    return this.#roots.has(name);
  }

  /** Servers call a partition `root_1_prt_name`, and cut a long name of the whole. */
  rootOf(table: PlannedTable): TocEntry | undefined {
    const said = this.#ofLeaf.get(listed(table));
    if (said !== undefined) return said;
    const [start] = table.tag.split('_1_prt_', 1);
    if (start === undefined || start === table.tag) return undefined;
    const exact = this.#roots.get(listed({ namespace: table.namespace, tag: start }));
    if (exact !== undefined || table.tag.length < longest) return exact;
    const near = [...this.#roots.values()].filter(
      ({ namespace, tag }) => namespace === table.namespace && tag.startsWith(start),
    );
    return near.length === 1 ? near[0] : undefined;
  }
}

/** Names that were cut have nearly as many bytes as names may have: not half a character. */
const longest = 60;
