import type { ListedSet } from '../gpbackup/list-sets.ts';
import { shown } from '../model/text.ts';
import { aligned } from './listing.ts';
import { shownBytes } from './quantities.ts';

/** Backup sets, for reading. */
export function setListing(sets: readonly ListedSet[]): string {
  const rows = sets.map(({ timestamp, database, kind, version, segments: { found, of }, needs, bytes, status }) => [
    '',
    timestamp,
    database === null ? '' : shown(database),
    kind,
    of === null || of === found ? String(found) : `${found} of ${of}`,
    bytes === null ? '' : shownBytes(bytes),
    version,
    status,
    needs.join(', '),
    '',
  ]);
  // The first and the last column are set to the right.
  return aligned([
    ['', 'TIMESTAMP', 'DATABASE', 'KIND', 'SEGMENTS', 'SIZE', 'GPBACKUP', 'STATUS', 'NEEDS', ''],
    ...rows,
  ]);
}

/** The same for programs. */
export const jsonSetListing = (sets: readonly ListedSet[]): string =>
  `${JSON.stringify({ sets: sets.map((set) => ({ ...set, database: set.database === null ? null : shown(set.database) })) }, null, 2)}\n`;
