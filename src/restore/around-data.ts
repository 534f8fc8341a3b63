import { quoteQualified } from '../ddl/quote.ts';
import { addTo } from '../model/group-by.ts';
import type { DumpId } from '../model/catalog-id.ts';
import type { ByteString } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { PickedEntry } from './pick.ts';
import type { Lane } from './restore-entry.ts';

/**
 * gprestore's --truncate-table, before the first row comes. A table that cannot be emptied gets no rows: those that are in it
 * would be there twice.
 */
export async function truncateTables(lane: Lane, picked: readonly PickedEntry[]): Promise<void> {
  if (!lane.options.truncate) return;
  const data = picked.filter(hasRows).map(({ entry }) => entry);
  for (const together of referringToEachOther(data, lane.reader.entries)) {
    const done = await lane.replay.statement(`TRUNCATE TABLE ${together.map(nameOf).join(', ')};\n\n`);
    if (!done) for (const each of together) lane.tables.inhibit(each);
  }
}

/** gprestore's --run-analyze. */
export async function analyzeTables({ replay, options, tables }: Lane, picked: readonly PickedEntry[]): Promise<void> {
  if (!options.analyze) return;
  const loaded = picked.filter((each) => hasRows(each) && !tables.isInhibited(each.entry));
  for (const { entry } of loaded) await replay.statement(`ANALYZE ${nameOf(entry)};\n`);
}

export const hasRows = ({ entry, data }: PickedEntry): boolean => data && entry.hasData && entry.desc === 'TABLE DATA';

const nameOf = ({ namespace, tag }: TocEntry): ByteString => quoteQualified(namespace, tag);

/** A table that others refer to is emptied with them only, in one statement. */
function referringToEachOther(
  data: readonly TocEntry[],
  entries: readonly TocEntry[],
): readonly (readonly TocEntry[])[] {
  const tables = new Set(entries.flatMap(({ desc, dumpId }) => (desc === 'TABLE' ? [dumpId] : [])));
  const first = new Map<DumpId, DumpId>();
  const firstOf = (table: DumpId): DumpId => {
    let found = table;
    for (let next = first.get(found); next !== undefined; next = first.get(found)) found = next;
    return found;
  };
  for (const { desc, dependencies } of entries) {
    if (desc !== 'FK CONSTRAINT') continue;
    const [one, ...others] = dependencies.filter((each) => tables.has(each)).map(firstOf);
    for (const other of others) if (firstOf(other) !== firstOf(one!)) first.set(firstOf(other), firstOf(one!));
  }
  const groups = new Map<DumpId, TocEntry[]>();
  for (const entry of data) {
    const table = entry.dependencies.find((each) => tables.has(each));
    addTo(groups, table === undefined ? entry.dumpId : firstOf(table), entry);
  }
  return [...groups.values()];
}
