import { byteStringOf } from '../../model/text.ts';
import { fnv1Word } from '../fnv.ts';
import { fnv1Int8, hashInt8, microseconds, type Int64 } from '../int64.ts';
import { matched, type ValueHash } from '../value-hash.ts';
import { timeOf } from './datetime.ts';

interface Interval {
  readonly months: number;
  readonly days: number;
  /** Microseconds. */
  readonly time: Int64;
}

/** IntervalStyle postgres, which a dump always has. */
const pattern = new RegExp(
  String.raw`^(?=.)(?:([+-]?\d+) years? ?)?(?:([+-]?\d+) mons? ?)?(?:([+-]?\d+) days? ?)?` +
    String.raw`(?:([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$`,
);

function interval(text: Uint8Array): Interval {
  const match = matched('interval', pattern, byteStringOf(text));
  const [, years = '0', months = '0', days = '0', sign, hours = '0', minutes = '0', seconds = '0', fraction] = match;
  const below = timeOf('0', minutes, seconds, fraction);
  // 24 hours are one day to microseconds(), and nothing else is asked of it here.
  const hoursOfDay = Number(hours) % 24;
  const time = microseconds((Number(hours) - hoursOfDay) / 24, hoursOfDay * 3_600_000_000 + below);
  return {
    months: Number(years) * 12 + Number(months),
    days: Number(days),
    time: sign === '-' ? -time : time,
  };
}

const daysPerMonth = 30;

export const intervals = {
  interval: {
    /** Of the whole length: 1 mon is 30 days is 720 hours. */
    hash(text) {
      const { months, days, time } = interval(text);
      return hashInt8(microseconds(months * daysPerMonth + days, time));
    },
    /** Of the first twelve bytes: months, which come last, have no part in it. */
    legacyHash(text, hash) {
      const { days, time } = interval(text);
      return fnv1Word(days, fnv1Int8(time, hash));
    },
  },
} satisfies Record<string, ValueHash>;
