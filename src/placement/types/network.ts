import { byteStringOf } from '../../model/text.ts';
import { fnv1 } from '../fnv.ts';
import { hashAny } from '../hash-any.ts';
import { matched, UnpredictableValueError, type ValueHash } from '../value-hash.ts';

// The server's own numbers, whatever the system's are (PGSQL_AF_INET, PGSQL_AF_INET6).
const familyOfInet = 2;
const familyOfInet6 = 3;

const dotted = String.raw`(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})`;
const inetForm = new RegExp(`^${dotted}(?:/(\\d+))?$`);
const inet6Form = new RegExp(`^((?:[\\da-f]{0,4}:)+)(?:${dotted}|([\\da-f]{1,4}))?(?:/(\\d+))?$`, 'i');

/** Family, length of the netmask, address. */
function inetBytes(text: Uint8Array): Uint8Array {
  const printed = byteStringOf(text);
  const inet = inetForm.exec(printed);
  if (inet === null) return inet6Bytes(text);
  const [, a, b, c, d, bits = '32'] = inet;
  return Uint8Array.of(familyOfInet, Number(bits), Number(a), Number(b), Number(c), Number(d));
}

const groups = (part: string): readonly number[] =>
  part.split(':').flatMap((group) => (group === '' ? [] : [parseInt(group, 16) >> 8, parseInt(group, 16) & 0xff]));

function inet6Bytes(text: Uint8Array): Uint8Array {
  const match = matched('inet', inet6Form, byteStringOf(text));
  const [, colons = '', a, b, c, d, lastGroup = '', bits = '128'] = match;
  const [before = '', after] = (colons + lastGroup).split('::');
  const last = a === undefined ? [] : [a, b, c, d].map(Number);
  const head = groups(before);
  const tail = [...(after === undefined ? [] : groups(after)), ...last];
  const missing = 16 - head.length - tail.length;
  if (missing < 0 || (missing > 0 && after === undefined)) {
    throw new UnpredictableValueError('inet', text);
  }
  return Uint8Array.of(familyOfInet6, Number(bits), ...head, ...new Uint8Array(missing), ...tail);
}

const inet: ValueHash = {
  hash: (text) => hashAny(inetBytes(text)),
  legacyHash(text, hash) {
    const bytes = inetBytes(text);
    return fnv1(bytes, bytes.length, hash);
  },
};

export const network = { inet, cidr: inet };
