import type { ClassicPartition } from '../../sql/classic-partitions.ts';
import type { Edits } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import type { ByteString } from '../../model/text.ts';

/** Takes `ENCODING (…)` away behind columns, and `COLUMN a ENCODING (…)` among them; false: there is none. */
export function removeColumnEncodings(edits: Edits, create: TokenCursor): boolean {
  if (!create.take('create') || !create.skipTo('(')) return false;
  let isFound = false;
  let lastKept: number | null = null;
  for (const item of create.takeList()?.items ?? []) {
    const { start, end } = item.rest;
    if (item.sees('column') || item.sees('default', 'column')) {
      // With the comma ahead of it: it stands behind the columns.
      edits.replace({ start: lastKept ?? start, end }, '');
      lastKept = end;
      isFound = true;
      continue;
    }
    lastKept = end;
    if (!item.skipTo('encoding')) continue;
    const from = item.start;
    item.next();
    item.takeList();
    edits.remove({ start: from, end: item.end });
    isFound = true;
  }
  return isFound;
}

/** Takes `COLUMN a ENCODING (…)` away behind a partition; false: there is none. */
export function removePartEncodings(
  edits: Edits,
  text: ByteString,
  { start, end, parts }: ClassicPartition,
  archive: ArchiveIndex,
): boolean {
  const span = { start, end: parts?.start ?? end };
  const own = archive.cursorOf(text.slice(span.start, span.end));
  let isFound = false;
  while (own.skipTo('column', 'default')) {
    const from = own.start;
    own.take('default');
    if (!own.take('column')) continue;
    if (!own.sees('encoding')) own.takeName();
    if (!own.take('encoding')) continue;
    own.takeList();
    edits.remove({ start: span.start + from, end: span.start + own.end });
    isFound = true;
  }
  return isFound;
}
