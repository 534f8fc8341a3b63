import type { ArchiveTime } from '../toc/entry.ts';
import { zoneAbbreviation } from './time-zone.ts';

/** A header's time as a moment, its zone being taken for ours, as pg_restore does: the file does not say. */
export const archiveTime = ({ year, month, day, hour, minute, second }: ArchiveTime): Date =>
  new Date(year, month - 1, day, hour, minute, second);

const digits = (value: number, width = 2): string => String(value).padStart(width, '0');

/** Local time as pg_dump prints it: `2026-11-21 02:41:12 UTC` (PGDUMP_STRFTIME_FMT). */
export function shownTime(time: Date): string {
  const date = `${digits(time.getFullYear(), 4)}-${digits(time.getMonth() + 1)}-${digits(time.getDate())}`;
  const clock = `${digits(time.getHours())}:${digits(time.getMinutes())}:${digits(time.getSeconds())}`;
  return `${date} ${clock} ${zoneAbbreviation(time)}`;
}
