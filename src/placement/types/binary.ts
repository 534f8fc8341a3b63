import { byteStringOf, bytesOf } from '../../model/text.ts';
import { fnv1 } from '../fnv.ts';
import { hashAny } from '../hash-any.ts';
import { matched, UnpredictableValueError, type ValueHash } from '../value-hash.ts';

/** What is hashed as it lies in memory, by both sorts of classes. */
const memory = (bytes: (text: Uint8Array) => Uint8Array, legacy = true): ValueHash => ({
  hash: (text) => hashAny(bytes(text)),
  legacyHash: legacy
    ? (text, hash) => {
        const value = bytes(text);
        return fnv1(value, value.length, hash);
      }
    : null,
});

const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex');

/** As bytea_output wants it: hexadecimal, or escape. */
function byteaBytes(text: Uint8Array): Uint8Array {
  const printed = byteStringOf(text);
  if (!printed.includes('\\')) return text;
  if (printed.startsWith('\\x')) {
    const bytes = hex(printed.slice(2));
    if (bytes.length * 2 === printed.length - 2) return bytes;
    throw new UnpredictableValueError('bytea', text);
  }
  const unescaped = printed.replace(/\\(\\|[0-3][0-7]{2}|)/g, (_, escape: string) => {
    if (escape === '') throw new UnpredictableValueError('bytea', text);
    return escape === '\\' ? escape : String.fromCharCode(parseInt(escape, 8));
  });
  return bytesOf(unescaped);
}

const uuidBytes = (text: Uint8Array): Uint8Array =>
  hex(
    matched('uuid', /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i, byteStringOf(text))[0].replaceAll(
      '-',
      '',
    ),
  );

/** From the highest bit of each byte. The length is not hashed: 1 and 10 are the same. */
function bits(type: string, text: Uint8Array): Uint8Array {
  const printed = matched(type, /^[01]*$/, byteStringOf(text))[0];
  const bytes = new Uint8Array(Math.ceil(printed.length / 8));
  for (let i = 0; i < printed.length; i++) {
    if (printed.charCodeAt(i) === 0x31) bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (0x80 >> (i & 7));
  }
  return bytes;
}

const macaddrBytes = (type: string, groups: number, text: Uint8Array): Uint8Array =>
  hex(
    matched(type, new RegExp(`^(?:[\\da-f]{2}(?::(?!$)|$)){${groups}}$`, 'i'), byteStringOf(text))[0].replaceAll(
      ':',
      '',
    ),
  );

export const binary = {
  bytea: memory(byteaBytes),
  uuid: memory(uuidBytes),
  bit: memory((text) => bits('bit', text)),
  varbit: memory((text) => bits('bit varying', text)),
  macaddr: memory((text) => macaddrBytes('macaddr', 6, text)),
  /** Greenplum 7 only. */
  macaddr8: memory((text) => macaddrBytes('macaddr8', 8, text), false),
};
