import { readFileSync } from 'node:fs';

/** Which name holds from when on: the transitions of a TZif file (RFC 8536). */
interface ZoneNames {
  readonly transitions: readonly { readonly at: number; readonly name: string }[];
  /** Before the first transition. */
  readonly first: string;
  /** POSIX rule after the last transition: `CET-1CEST,M3.5.0,M10.5.0/3`. */
  readonly rule: string;
}

/** The local zone's short name at a moment, as strftime's %Z gives it: `UTC`, `CET`, `CEST`. */
export function zoneAbbreviation(time: Date): string {
  const zone = process.env['TZ']?.replace(/^:/, '');
  const path = zone === undefined ? '/etc/localtime' : `/usr/share/zoneinfo/${zone === '' ? 'UTC' : zone}`;
  const names = readZone(path);
  if (names === null) return nameByIntl(time);
  const seconds = time.getTime() / 1000;
  const last = names.transitions.at(-1);
  if ((last === undefined || seconds >= last.at) && names.rule !== '')
    return nameByRule(names.rule, time) ?? names.first;
  return names.transitions.findLast(({ at }) => at <= seconds)?.name ?? names.first;
}

const nameByIntl = (time: Date): string =>
  new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' }).formatToParts(time).find((p) => p.type === 'timeZoneName')
    ?.value ?? 'UTC';

/** Standard or daylight name of a POSIX rule, whichever has the offset that the runtime knows for the moment. */
function nameByRule(rule: string, time: Date): string | null {
  const parts = /^(<[^>]+>|[A-Za-z]{3,})([+-]?\d+(?::\d+){0,2})(<[^>]+>|[A-Za-z]{3,})?/.exec(rule);
  const [, standard, offset, daylight] = parts ?? [];
  if (standard === undefined || offset === undefined) return null;
  const [hours = 0, minutes = 0] = offset.split(':').map((part) => Math.abs(Number(part)));
  const west = (hours * 60 + minutes) * (offset.startsWith('-') ? -1 : 1);
  const name = daylight !== undefined && time.getTimezoneOffset() !== west ? daylight : standard;
  return name.replace(/[<>]/g, '');
}

function readZone(path: string): ZoneNames | null {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return null;
  }
  if (file.toString('latin1', 0, 4) !== 'TZif' || (file[4] ?? 0) < 0x32) return null;
  // The first block has 32-bit times, for old readers; the second repeats them with 64 bits.
  const counts = (at: number) => [20, 24, 28, 32, 36, 40].map((field) => file.readUInt32BE(at + field));
  const [isUt = 0, isStandard = 0, leaps = 0, times = 0, types = 0, characters = 0] = counts(0);
  const second = 44 + times * 5 + types * 6 + characters + leaps * 8 + isStandard + isUt;
  return readBlock(file, second + 44, counts(second));
}

function readBlock(file: Buffer, start: number, counts: readonly number[]): ZoneNames {
  const [isUt = 0, isStandard = 0, leaps = 0, times = 0, types = 0, characters = 0] = counts;
  const indexes = start + times * 8;
  const records = indexes + times;
  const names = records + types * 6;
  const end = names + characters + leaps * 12 + isStandard + isUt;
  const nameOf = (type: number): string => {
    const from = names + file.readUInt8(records + type * 6 + 5);
    return file.toString('latin1', from, file.indexOf(0, from));
  };
  const transitions = Array.from({ length: times }, (_, index) => ({
    at: Number(file.readBigInt64BE(start + index * 8)),
    name: nameOf(file.readUInt8(indexes + index)),
  }));
  return { transitions, first: nameOf(0), rule: file.toString('latin1', end + 1, file.indexOf('\n', end + 1)) };
}
