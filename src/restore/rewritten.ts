import type { ArchiveReader } from '../archive/archive.ts';
import { withEntries } from '../archive/with-entries.ts';
import type { Reporter } from '../log.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { rewriteEntries, type RewriteSummary } from '../rewrite/rewrite-entries.ts';
import { targets, type TargetName } from '../rewrite/targets.ts';
import { withoutFirstColumn } from '../rewrite/without-first-column.ts';
import type { TocEntry } from '../toc/entry.ts';
import { archiveSettings } from './archive-settings.ts';

/** An archive as an engine wants it said; `rewrite` null: as it is. Only of wanted entries it is told what was changed. */
export function rewrittenFor(
  engine: TargetName | null,
  reader: ArchiveReader,
  reporter: Reporter,
  isWanted?: (dumpId: DumpId) => boolean,
): { readonly reader: ArchiveReader; readonly rewrite: RewriteSummary | null } {
  if (engine === null) return { reader, rewrite: null };
  const { standardStrings } = archiveSettings(reader.entries, reader.header.version, { clean: false });
  const rewritten = rewriteEntries(reader.entries, targets[engine], reporter, {
    lexing: { standardStrings },
    ...(isWanted === undefined ? {} : { isWanted }),
  });
  const payload = ({ dumpId }: TocEntry, data: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> =>
    rewritten.withoutFirstColumn.has(dumpId) ? withoutFirstColumn(data) : data;
  return { reader: withEntries(reader, rewritten.entries, payload), rewrite: rewritten.summary };
}
