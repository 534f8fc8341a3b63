import type { ArchiveReader } from '../archive/archive.ts';
import type { ByteString } from '../model/text.ts';
import { placement, type KeyColumn } from '../placement/placement.ts';
import type { KeyStatistics } from '../placement/sample/row-sample.ts';
import type { ArchiveIndex } from '../rewrite/archive-index.ts';
import { candidatesOf } from '../rewrite/distribution/candidates.ts';
import type { ChoiceOptions } from '../rewrite/distribution/choose.ts';
import { familiesOf, keyOfTable, type Family } from '../rewrite/distribution/families.ts';
import { keyTypeOf } from '../rewrite/distribution/key-column.ts';
import type { NotSampled, SampleSize } from '../rewrite/distribution/sample.ts';
import { evenly, unevenness } from '../rewrite/distribution/unevenness.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { TableRows } from './table-rows.ts';

/** How a table's rows are spread by a column, or by several together. */
export interface ColumnSpread extends KeyStatistics {
  readonly columns: readonly ByteString[];
}

/** Where the rows of a table would be, by those that were looked at. */
export interface TableSpread {
  readonly table: TocEntry;
  readonly clause: ByteString;
  readonly rows: number;
  /** There are no others. */
  readonly isWhole: boolean;
  /** null: it is not distributed by columns. */
  readonly key: ColumnSpread | null;
  /** Each column that it could be distributed by. */
  readonly candidates: readonly ColumnSpread[];
  /** Why segments would have much more to do than others; null: they would not, or there are too few rows to tell. */
  readonly uneven: string | null;
  /** What would be better then; null: nothing is known to be. */
  readonly better: readonly ByteString[] | 'randomly' | null;
}

/** A table that has rows, and why nobody has looked at them. */
export interface UnseenTable extends NotSampled {
  readonly table: TocEntry;
}

interface Looking {
  readonly segments: number;
  readonly sample: SampleSize;
  readonly enums: ChoiceOptions['enums'];
  readonly isConverted: boolean;
  readonly isWanted: (data: TocEntry) => boolean;
}

/** Where rows would be: of each table that the rewritten entries make, by its clause there. */
export async function* spreadsOf(
  reader: ArchiveReader,
  archive: ArchiveIndex,
  rewritten: readonly TocEntry[],
  rows: TableRows,
  looking: Looking,
): AsyncGenerator<TableSpread | UnseenTable> {
  const isTable = ({ desc }: TocEntry): boolean => desc === 'TABLE';
  const tables = new Map(rewritten.filter(isTable).map((entry) => [entry.dumpId, entry]));
  const ids = new Map(reader.entries.filter(isTable).map((entry) => [keyOfTable(entry), entry.dumpId]));
  const planned = familiesOf(reader.entries, archive).flatMap((family) => {
    const id = ids.get(keyOfTable(family.members[0]!.entry));
    const table = id === undefined ? undefined : tables.get(id);
    return table === undefined || !rows.entriesOf(family).some(looking.isWanted) ? [] : [{ table, family }];
  });
  rows.tablesTotal = planned.length;
  for (const { table, family } of planned) {
    const spread = await spreadOf(table, family, archive, rows, looking);
    if (spread !== null) yield spread;
  }
}

async function spreadOf(
  table: TocEntry,
  family: Family,
  archive: ArchiveIndex,
  rows: TableRows,
  { segments, sample, enums, isConverted }: Looking,
): Promise<TableSpread | UnseenTable | null> {
  const text = archive.read(table);
  const clause = text?.table.distribution ?? null;
  if (text === null || clause === null) return null;
  const typeOf = (name: ByteString): ByteString => {
    const own = text.table.columns.find((column) => column.name === name)?.type;
    if (own !== undefined) return text.text.slice(own.start, own.end);
    return family.members[0]!.columns?.find((column) => column.name === name)?.type ?? '';
  };
  const keyColumn = (name: ByteString, operatorClass: string | null): KeyColumn => ({
    name,
    type: keyTypeOf(typeOf(name), table.namespace, archive),
    operatorClass,
  });
  const candidates = candidatesOf(family, archive, enums);
  const keys = [
    ...(clause.keys === null
      ? []
      : [clause.keys.map(({ column, operatorClass }) => keyColumn(column, operatorClass?.name ?? null))]),
    ...candidates.map(({ name }) => [keyColumn(name, null)]),
  ];
  const columns = [...new Set(keys.flat().map(({ name }) => name))];
  const seen = await rows.look(
    family,
    {
      columns,
      keys: keys.map((key) => ({
        columns: key.map(({ name }) => columns.indexOf(name)),
        placement: placement(key, segments, { isConverted }),
      })),
      segments,
    },
    sample,
  );
  if ('notSampled' in seen) return { table, ...seen };
  if (seen.rows === 0) return null;
  const spreads = keys.map((key, at) => ({ columns: key.map(({ name }) => name), ...seen.keys[at]! }));
  const key = clause.keys === null ? null : spreads[0]!;
  const others = clause.keys === null ? spreads : spreads.slice(1);
  const uneven = key === null ? null : unevenness(key, segments);
  const inOrder = candidates.map((candidate, at) => ({ ...candidate, values: others[at]! }));
  return {
    table,
    clause: text.text.slice(clause.start, clause.end),
    rows: seen.rows,
    isWhole: seen.isWhole,
    key,
    candidates: others,
    uneven,
    better: uneven === null ? null : evenly(family, inOrder, segments),
  };
}
