import type { Oid } from '../../model/catalog-id.ts';
import { byteStringOf, type ByteString } from '../../model/text.ts';

/** Texts of values of the server's own types, by the types' OIDs, from the bytes that it keeps in memory. */
export const datumTexts: ReadonlyMap<Oid, (bytes: Buffer) => ByteString> = new Map<Oid, (bytes: Buffer) => ByteString>([
  [16, (bytes) => String(bytes[0] !== 0)],
  [17, (bytes) => `\\x${content(bytes).toString('hex')}`],
  [18, (bytes) => byteStringOf(bytes.subarray(0, 1))],
  [19, (bytes) => byteStringOf(bytes.subarray(0, bytes.indexOf(0)))],
  [20, (bytes) => String(bytes.readBigInt64LE())],
  [21, (bytes) => String(bytes.readInt16LE())],
  [23, (bytes) => String(bytes.readInt32LE())],
  [25, (bytes) => byteStringOf(content(bytes))],
  [26, (bytes) => String(bytes.readUInt32LE())],
  [700, (bytes) => String(bytes.readFloatLE())],
  [701, (bytes) => String(bytes.readDoubleLE())],
  [1042, (bytes) => byteStringOf(content(bytes))],
  [1043, (bytes) => byteStringOf(content(bytes))],
  [1082, (bytes) => date(bytes.readInt32LE())],
  [1083, (bytes) => time(bytes.readBigInt64LE())],
  [1114, (bytes) => timestamp(bytes.readBigInt64LE(), '')],
  [1184, (bytes) => timestamp(bytes.readBigInt64LE(), '+00')],
  [1186, interval],
  [1560, (bytes) => bits(content(bytes))],
  [1562, (bytes) => bits(content(bytes))],
  [1700, (bytes) => numeric(content(bytes))],
  [2950, (bytes) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')],
]);

/** Types whose values are written without quotes. */
export const isBare = (type: Oid): boolean => [16, 20, 21, 23].includes(type);

/** Types whose bytes are characters. */
export const isCharacters = (type: Oid): boolean => [18, 19, 25, 1042, 1043].includes(type);

/** Values of no fixed length begin with their length, which Greenplum keeps with the highest byte first. */
function content(bytes: Buffer): Buffer {
  if (bytes.readUInt32BE() !== bytes.length) throw new Error('a value of another length than it says');
  return bytes.subarray(4);
}

function bits(bytes: Buffer): ByteString {
  const digits = [...bytes.subarray(4)].map((byte) => byte.toString(2).padStart(8, '0'));
  return digits.join('').slice(0, bytes.readInt32LE());
}

/** Days count from 2000; the first and the last stand for no end (date.h). */
function date(days: number): ByteString {
  if (days === -0x80000000) return '-infinity';
  if (days === 0x7fffffff) return 'infinity';
  const { day, era } = dayOf(days);
  return day + era;
}

function dayOf(days: number): { readonly day: ByteString; readonly era: ByteString } {
  const instant = new Date(Date.UTC(2000, 0, 1) + days * 86_400_000);
  if (Number.isNaN(instant.getTime())) throw new Error('a date beyond the year 275760');
  const year = instant.getUTCFullYear();
  const shownYear = String(year > 0 ? year : 1 - year).padStart(4, '0');
  return { day: shownYear + instant.toISOString().slice(-20, -14), era: year > 0 ? '' : ' BC' };
}

const microsecondsPerDay = 86_400_000_000n;

function timestamp(microseconds: bigint, zone: string): ByteString {
  if (microseconds === -(2n ** 63n)) return '-infinity';
  if (microseconds === 2n ** 63n - 1n) return 'infinity';
  const inDay = ((microseconds % microsecondsPerDay) + microsecondsPerDay) % microsecondsPerDay;
  const { day, era } = dayOf(Number((microseconds - inDay) / microsecondsPerDay));
  return `${day} ${time(inDay)}${zone}${era}`;
}

function time(microseconds: bigint): ByteString {
  const part = (size: bigint): string => String(microseconds / size).padStart(2, '0');
  const hours = part(3_600_000_000n);
  microseconds %= 3_600_000_000n;
  const minutes = part(60_000_000n);
  microseconds %= 60_000_000n;
  const fraction = String(microseconds % 1_000_000n).padStart(6, '0');
  return `${hours}:${minutes}:${part(1_000_000n)}${fraction === '000000' ? '' : `.${fraction}`}`;
}

function interval(bytes: Buffer): ByteString {
  const [microseconds, days, months] = [bytes.readBigInt64LE(), bytes.readInt32LE(8), bytes.readInt32LE(12)];
  const inDay = microseconds < 0n ? `-${time(-microseconds)}` : time(microseconds);
  return [
    ...(months === 0 ? [] : [`${months} mons`]),
    ...(days === 0 ? [] : [`${days} days`]),
    ...(microseconds === 0n && (months !== 0 || days !== 0) ? [] : [inDay]),
  ].join(' ');
}

/** Digits of base 10000, the first of which counts 10000 ** weight (NumericChoice in numeric.c). */
function numeric(bytes: Buffer): ByteString {
  const header = bytes.readUInt16LE();
  if ((header & 0xc000) === 0xc000) return 'NaN';
  const isShort = (header & 0x8000) !== 0;
  const isNegative = (header & (isShort ? 0x2000 : 0x4000)) !== 0;
  const scale = isShort ? (header & 0x1f80) >> 7 : header & 0x3fff;
  // The weight's seven bits, sign first.
  const weight = isShort ? ((header & 0x7f) << 25) >> 25 : bytes.readInt16LE(2);
  const first = isShort ? 2 : 4;
  const digit = (place: number): string => {
    const at = first + (weight - place) * 2;
    return at < first || at >= bytes.length ? '0000' : String(bytes.readUInt16LE(at)).padStart(4, '0');
  };
  let whole = '';
  for (let place = weight; place >= 0; place -= 1) whole += digit(place);
  let fraction = '';
  for (let place = -1; fraction.length < scale; place -= 1) fraction += digit(place);
  const shownWhole = whole.replace(/^0+(?=\d)/, '') || '0';
  return `${isNegative ? '-' : ''}${shownWhole}${scale > 0 ? `.${fraction.slice(0, scale)}` : ''}`;
}
