import { byteStringOf, type ByteString } from '../../model/text.ts';
import { fnv1Word } from '../fnv.ts';
import { hashUint32 } from '../hash-any.ts';
import { fnv1Int8, hashInt8, microseconds, type Int64 } from '../int64.ts';
import { matched, UnpredictableValueError, type ValueHash } from '../value-hash.ts';

const lowestInt64 = -(2n ** 63n);
const highestInt64 = 2n ** 63n - 1n;

const datePart = String.raw`(\d{4,})-(\d\d)-(\d\d)`;
const timePart = String.raw`(\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?`;
const zonePart = String.raw`([+-])(\d\d)(?::(\d\d)(?::(\d\d))?)?`;
const era = String.raw`( BC)?`;

/** Days from 2000-01-01 in the Gregorian calendar without a beginning or an end. */
function daysOf(year: number, month: number, day: number): number {
  // Years that begin in March have the leap day last; 146097 days are 400 years.
  const y = month > 2 ? year : year - 1;
  const cycle = Math.floor(y / 400);
  const yearOfCycle = y - cycle * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * 146_097 + dayOfCycle - 730_425;
}

type Part = string | undefined;

const days = (year: Part, month: Part, day: Part, bc: Part): number =>
  daysOf(bc === undefined ? Number(year) : 1 - Number(year), Number(month), Number(day));

export const timeOf = (hour: Part, minute: Part, second: Part, fraction: Part): number =>
  ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000_000 + Number((fraction ?? '').padEnd(6, '0'));

/** Seconds east of Greenwich. */
const zoneOf = (sign: Part, hour: Part, minute: Part, second: Part): number =>
  (sign === '-' ? -1 : 1) * ((Number(hour) * 60 + Number(minute ?? 0)) * 60 + Number(second ?? 0));

const dateForm = new RegExp(`^${datePart}${era}$`);
const timeForm = new RegExp(`^${timePart}$`);
const timetzForm = new RegExp(`^${timePart}${zonePart}$`);
const timestampForm = new RegExp(`^${datePart} ${timePart}${era}$`);
const timestamptzForm = new RegExp(`^${datePart} ${timePart}${zonePart}${era}$`);

function date(text: Uint8Array): number {
  const printed = byteStringOf(text);
  if (printed === 'infinity') return 0x7fff_ffff;
  if (printed === '-infinity') return -0x8000_0000;
  const [, year, month, day, bc] = matched('date', dateForm, printed);
  return days(year, month, day, bc);
}

function time(text: Uint8Array): number {
  const [, hour, minute, second, fraction] = matched('time', timeForm, byteStringOf(text));
  return timeOf(hour, minute, second, fraction);
}

/** Time of day and seconds west of Greenwich. */
function timetz(text: Uint8Array): [time: number, zone: number] {
  const [, hour, minute, second, fraction, ...zone] = matched('time with time zone', timetzForm, byteStringOf(text));
  return [timeOf(hour, minute, second, fraction), -zoneOf(zone[0], zone[1], zone[2], zone[3])];
}

const infinite = (printed: ByteString): Int64 | undefined =>
  printed === 'infinity' ? highestInt64 : printed === '-infinity' ? lowestInt64 : undefined;

function timestamp(text: Uint8Array): Int64 {
  const printed = byteStringOf(text);
  const endless = infinite(printed);
  if (endless !== undefined) return endless;
  const [, year, month, day, hour, minute, second, fraction, bc] = matched('timestamp', timestampForm, printed);
  return microseconds(days(year, month, day, bc), timeOf(hour, minute, second, fraction));
}

function timestamptz(text: Uint8Array): Int64 {
  const type = 'timestamp with time zone';
  const printed = byteStringOf(text);
  const endless = infinite(printed);
  if (endless !== undefined) return endless;
  if (timestampForm.test(printed)) {
    throw new UnpredictableValueError(type, text, 'it has no time zone, and that of the session is not known');
  }
  const match = matched(type, timestamptzForm, printed);
  const [, year, month, day, hour, minute, second, fraction, sign, zoneHour, zoneMinute, zoneSecond, bc] = match;
  const zone = zoneOf(sign, zoneHour, zoneMinute, zoneSecond) * 1_000_000;
  return microseconds(days(year, month, day, bc), timeOf(hour, minute, second, fraction) - zone);
}

const int64Hash = (value: (text: Uint8Array) => Int64): ValueHash => ({
  hash: (text) => hashInt8(value(text)),
  legacyHash: (text, hash) => fnv1Int8(value(text), hash),
});

export const datetime = {
  date: {
    hash: (text) => hashUint32(date(text)),
    legacyHash: (text, hash) => fnv1Word(date(text), hash),
  },
  time: int64Hash(time),
  timetz: {
    hash(text) {
      const [timeOfDay, zone] = timetz(text);
      return hashInt8(timeOfDay) ^ hashUint32(zone);
    },
    legacyHash(text, hash) {
      const [timeOfDay, zone] = timetz(text);
      return fnv1Word(zone, fnv1Int8(timeOfDay, hash));
    },
  },
  timestamp: int64Hash(timestamp),
  timestamptz: int64Hash(timestamptz),
} satisfies Record<string, ValueHash>;
