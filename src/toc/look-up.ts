import type { DumpId } from '../model/catalog-id.ts';
import type { TocEntry } from './entry.ts';

/** Finds entries by number. Few restores ask, so that nothing is made ready before one does. */
export function lookUp(entries: readonly TocEntry[]): (dumpId: DumpId) => TocEntry | undefined {
  let byDumpId: ReadonlyMap<DumpId, TocEntry> | undefined;
  return (dumpId) => {
    byDumpId ??= new Map(entries.map((entry) => [entry.dumpId, entry]));
    return byDumpId.get(dumpId);
  };
}
