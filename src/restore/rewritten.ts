import type { ArchiveReader } from '../archive/archive.ts';
import { withEntries } from '../archive/with-entries.ts';
import type { Reporter } from '../log.ts';
import { rewriteEntries, type RewriteSummary } from '../rewrite/rewrite-entries.ts';
import { targets, type TargetName } from '../rewrite/targets.ts';

/** An archive as an engine wants it said; `rewrite` null: as it is. */
export function rewrittenFor(
  engine: TargetName | null,
  reader: ArchiveReader,
  reporter: Reporter,
): { readonly reader: ArchiveReader; readonly rewrite: RewriteSummary | null } {
  if (engine === null) return { reader, rewrite: null };
  const { entries, summary } = rewriteEntries(reader.entries, targets[engine], reporter);
  return { reader: withEntries(reader, entries), rewrite: summary };
}
