import type { Reporter } from '../log.ts';
import type { ArchiveIndex } from './archive-index.ts';
import { fits } from './distribution/wishes.ts';
import type { Preferences } from './preferences.ts';
import { nameOf, type QualifiedName } from './qualified-name.ts';
import type { Rewritable } from './rewritable.ts';

/** Tells of lines of the distribution map that say nothing of any table: a misspelt name is not to go unnoticed. */
export function tellUnusedWishes(
  entries: readonly Rewritable[],
  archive: ArchiveIndex,
  { wishes, storageWishes }: Pick<Preferences, 'wishes' | 'storageWishes'>,
  spreads: boolean,
  reporter: Reporter,
): void {
  if (wishes.length === 0 && storageWishes.length === 0) return;
  const tell = (message: string): void => reporter.diagnostic({ severity: 'info', subject: null, message });
  if (!spreads) return tell('the distribution map says nothing here: the target does not spread rows');
  const tables = entries.filter(({ desc }) => desc === 'TABLE' || desc === 'MATERIALIZED VIEW');
  const roots: QualifiedName[] = [];
  const parts: QualifiedName[] = [];
  for (const name of tables.map(nameOf)) {
    if (archive.families.isPart(name)) parts.push(name);
    else roots.push(name);
    parts.push(...(archive.leavesOf(name, null) ?? []));
  }
  const patterns = new Set([...wishes, ...storageWishes].map(({ pattern }) => pattern));
  const distributes = new Set(wishes.map(({ pattern }) => pattern));
  for (const pattern of patterns) {
    if (roots.some((name) => fits(pattern, name))) continue;
    if (!parts.some((name) => fits(pattern, name))) {
      tell(`the archive has no table "${pattern}" that the distribution map could say something of`);
    } else if (distributes.has(pattern)) {
      tell(`"${pattern}" of the distribution map is a partition, which is distributed as its table is`);
    }
  }
}
