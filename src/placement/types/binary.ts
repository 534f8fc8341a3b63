import { byteStringOf } from '../../model/text.ts';
import { fnv1 } from '../fnv.ts';
import { hashAny } from '../hash-any.ts';
import { matched, type ValueHash } from '../value-hash.ts';

/** What is hashed as it lies in memory, by both sorts of classes. */
const memory = (bytesOf: (text: Uint8Array) => Uint8Array, legacy = true): ValueHash => ({
  hash: (text) => hashAny(bytesOf(text)),
  legacyHash: legacy
    ? (text, hash) => {
        const bytes = bytesOf(text);
        return fnv1(bytes, bytes.length, hash);
      }
    : null,
});

const hex = (digits: string): Uint8Array => Buffer.from(digits, 'hex');

function byteaBytes(text: Uint8Array): Uint8Array {
  const printed = byteStringOf(text);
  if (printed.startsWith('\\x')) return hex(matched('bytea', /^\\x((?:[\da-f]{2})*)$/i, printed)[1] ?? '');
  if (!printed.includes('\\')) return text;
  matched('bytea', /^(?:[^\\]|\\\\|\\[0-3][0-7]{2})*$/, printed);
  const unescaped = printed.replace(/\\(?:\\|(\d{3}))/g, (_, octal: string | undefined) =>
    octal === undefined ? '\\' : String.fromCharCode(parseInt(octal, 8)),
  );
  return Buffer.from(unescaped, 'latin1');
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
