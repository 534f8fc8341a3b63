import type { DumpId } from '../model/catalog-id.ts';
import { shown } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

const named = ({ dumpId, desc, namespace, tag }: TocEntry): string =>
  `entry ${dumpId} ${desc} ${shown(namespace === null || namespace === '' ? tag : `${namespace}.${tag}`)}`;

/** What would make a restore of these entries go wrong, however whole their data are. */
export function tocProblems(entries: readonly TocEntry[]): readonly string[] {
  return [...doubled(entries), ...doubledRows(entries), ...circle(entries)];
}

function* doubled(entries: readonly TocEntry[]): Generator<string> {
  const seen = new Map<DumpId, TocEntry>();
  for (const entry of entries) {
    const other = seen.get(entry.dumpId);
    // Greenplum's own pg_dump gives a type and its storage options one number.
    const isOfType = other?.desc === 'TYPE' && entry.desc === 'TYPE STORAGE OPTIONS';
    if (other !== undefined && !isOfType) yield `${named(entry)} has the number of ${named(other)}`;
    else seen.set(entry.dumpId, entry);
  }
}

/** pg_restore -j empties a table ahead of its rows: of two entries' rows it keeps one's. */
function* doubledRows(entries: readonly TocEntry[]): Generator<string> {
  const seen = new Map<string, TocEntry>();
  for (const entry of entries) {
    if (entry.desc !== 'TABLE DATA') continue;
    const key = `${entry.namespace}\0${entry.tag}`;
    const other = seen.get(key);
    if (other !== undefined) yield `${named(entry)} has rows of the same table as entry ${other.dumpId}`;
    else seen.set(key, entry);
  }
}

/** Entries that wait for each other, the first circle of them: no order of restoring is right. */
function* circle(entries: readonly TocEntry[]): Generator<string> {
  const byId = new Map(entries.map((entry) => [entry.dumpId, entry]));
  const done = new Set<DumpId>();
  for (const entry of entries) {
    const path: { readonly entry: TocEntry; readonly next: Iterator<DumpId> }[] = [];
    const onPath = new Set<DumpId>();
    const enter = (each: TocEntry): void => {
      path.push({ entry: each, next: each.dependencies.values() });
      onPath.add(each.dumpId);
    };
    if (!done.has(entry.dumpId)) enter(entry);
    for (let last = path.at(-1); last !== undefined; last = path.at(-1)) {
      const { value: dumpId, done: isDone } = last.next.next();
      if (isDone === true) {
        path.pop();
        onPath.delete(last.entry.dumpId);
        done.add(last.entry.dumpId);
      } else if (dumpId !== last.entry.dumpId && onPath.has(dumpId)) {
        const from = path.findIndex((each) => each.entry.dumpId === dumpId);
        yield `these wait for each other: ${path
          .slice(from)
          .map((each) => named(each.entry))
          .join(', ')}`;
        return;
      } else {
        const needed = byId.get(dumpId);
        if (needed !== undefined && !done.has(dumpId) && !onPath.has(dumpId)) enter(needed);
      }
    }
  }
}
