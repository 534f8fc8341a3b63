import { addTo } from '../model/group-by.ts';
import { statementsOf } from '../sql/statements.ts';
import { createTableOf } from '../sql/create-table.ts';
import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from '../toc/entry.ts';
import { copyStatement } from './columns.ts';
import { databaseEntries, type DatabaseEntries } from './entries/database-entries.ts';
import { draft, numbered, type Draft } from './entries/draft.ts';
import { ObjectEntries } from './entries/object-entries.ts';
import { readSlice, type ReadSlice } from './entries/read-slice.ts';
import type { MetadataSlice, MetadataSlices } from './metadata-slices.ts';
import { qualified, unquoted } from './names.ts';
import type { PlannedTable } from './planned-tables.ts';
import type { DataEntry } from './table-of-contents.ts';

export interface SetEntries extends Pick<DatabaseEntries, 'encoding' | 'globals'> {
  readonly entries: readonly TocEntry[];
  /** Tables by the number of the entry of their data. */
  readonly tables: ReadonlyMap<DumpId, PlannedTable>;
  /** Types of objects that nobody knows here. */
  readonly unknown: ReadonlySet<string>;
}

export interface SetEntriesOptions {
  readonly hasAccessMethods: boolean;
  /** Rows stay CSV. */
  readonly keepsCsv?: boolean;
  /** Called with each part of the metadata, in their order. */
  readonly onSlice?: (read: ReadSlice, section: 'pre-data' | 'post-data') => void;
}

/** The table of contents that pg_dump would have written: what is before the data, the data, and what comes after. */
export function setEntries(slices: MetadataSlices, tables: readonly PlannedTable[], of: SetEntriesOptions): SetEntries {
  const { entries: ofDatabase, encoding, globals } = databaseEntries(slices.global);
  const objects = new ObjectEntries(of);
  const add = (slice: MetadataSlice, section: 'pre-data' | 'post-data'): void => {
    const read = readSlice(slice);
    of.onSlice?.(read, section);
    objects.add(read, section);
  };
  for (const slice of slices.preData) add(slice, 'pre-data');
  for (const slice of slices.postData) add(slice, 'post-data');
  objects.linkForeignKeys();
  const data = tables.map(({ entry }) =>
    tableData(entry, objects, { first: ofDatabase[0]!, isCsv: of.keepsCsv ?? false }),
  );
  waitForPartitions(objects, tables, data);
  const drafts = [...ofDatabase, ...objects.preData, ...data, ...objects.sequenceSets, ...objects.postData];
  const entries = numbered(drafts);
  const first = ofDatabase.length + objects.preData.length;
  return {
    entries,
    encoding,
    globals,
    tables: new Map(tables.map((table, i) => [entries[first + i]!.dumpId, table])),
    unknown: objects.unknown,
  };
}

interface DataOptions {
  /** Stands before all others. */
  readonly first: Draft;
  readonly isCsv: boolean;
}

function tableData(entry: DataEntry, objects: ObjectEntries, { first, isCsv }: DataOptions): Draft {
  const own = objects.relation(qualified(entry));
  const table = own ?? partitioned(entry, objects);
  const isWhole = own !== undefined && isPartitioned(own);
  return draft({
    desc: 'TABLE DATA',
    tag: unquoted(entry.name),
    namespace: unquoted(entry.schema),
    // As pg_dump --load-via-partition-root says it.
    definition: isWhole ? `-- load via partition root ${qualified(entry)}` : '',
    copyStatement: copyStatement(entry, { isCsv }),
    hasData: true,
    needs: table === undefined ? [] : isWhole ? [first, table] : [table],
  });
}

/**
 * Rows of such a table come through it. A parallel restore empties a table that it has made before it loads it, which is
 * refused of one that is partitioned: newer ones are held off by what the entry says of itself, those that come with
 * Greenplum by not finding the table where they look for it, as the first of what the rows need.
 */
const isPartitioned = ({ definition }: Draft): boolean =>
  /\sPARTITION BY\s/i.test(definition) &&
  statementsOf(definition).some((statement) => createTableOf(statement.cursor())?.isPartitioned === true);

/** Before Greenplum 7 the statement of the whole makes its partitions. */
const partitioned = (entry: DataEntry, objects: ObjectEntries): Draft | undefined =>
  entry.partitionRoot === ''
    ? undefined
    : (objects.relation(`${entry.schema}.${entry.partitionRoot}`) ??
      objects.relation(`${entry.schema}."${entry.partitionRoot.replaceAll('"', '""')}"`));

/**
 * pg_restore -j has what needs a table wait for its data by itself, but for one entry of data alone, and not for rows that
 * come through the whole or go into its partitions.
 */
function waitForPartitions(objects: ObjectEntries, tables: readonly PlannedTable[], data: readonly Draft[]): void {
  const ofTree = new Map<Draft, Draft[]>();
  for (const [i, { entry }] of tables.entries()) {
    const root = objects.rootOf(qualified(entry)) ?? data[i]!.needs.at(-1);
    if (root !== undefined) addTo(ofTree, root, data[i]!);
  }
  const roots = new Map<Draft, Draft>();
  for (const each of objects.postData) {
    const [table] = each.needs;
    if (table === undefined || table.desc !== 'TABLE') continue;
    let root = roots.get(table);
    if (root === undefined) roots.set(table, (root = objects.rootOfEntry(table)));
    const rows = ofTree.get(root) ?? [];
    // Of a table that is the only one it does that by itself.
    if (rows.length > 1 || root !== table || rows[0]?.needs[0] !== table) each.needs.push(...rows);
  }
}

/** By the statement that makes it; gpbackup says it since 1.27. */
export function replicatedTables(slices: MetadataSlices): ReadonlySet<string> {
  const replicated = slices.preData.filter(
    ({ objectType, text }) =>
      objectType === 'TABLE' &&
      /DISTRIBUTED REPLICATED/i.test(text) &&
      statementsOf(text).some((statement) => {
        const table = createTableOf(statement.cursor());
        const clause = table?.distribution;
        return clause !== null && clause !== undefined && /REPLICATED$/i.test(text.slice(clause.start, clause.end));
      }),
  );
  return new Set(replicated.map(qualified));
}
