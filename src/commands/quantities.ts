const units = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as a person reads them, in pg_size_pretty's units of 1024: `31.2 MB`. */
export function shownBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  // 1023.95 would be rounded to 1024.0.
  while (value >= (unit === 0 ? 1024 : 1023.95) && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

const inGroups = new Intl.NumberFormat('en-US');

/** `204,113`. */
export const shownCount = (count: number): string => inGroups.format(count);

/** `1 table`, `17 tables`. */
export const counted = (count: number, noun: string): string => `${shownCount(count)} ${noun}${count === 1 ? '' : 's'}`;

/** `2.1 s`, `4 min 10 s`, `2 h 5 min`. */
export function shownDuration(seconds: number): string {
  if (seconds < 59.5) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
