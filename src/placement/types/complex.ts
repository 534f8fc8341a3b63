import { byteStringOf } from '../../model/text.ts';
import { fnv1 } from '../fnv.ts';
import { hashAny } from '../hash-any.ts';
import { matched, type ValueHash } from '../value-hash.ts';
import { floatOf, positiveZero } from './floats.ts';

/** Greenplum's own: "1.5 - 2i". */
function complexBytes(text: Uint8Array): Uint8Array {
  const [, real = '', sign, imaginary = ''] = matched('complex', /^(\S+) ([+-]) (\S+)i$/, byteStringOf(text));
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleLE(positiveZero(floatOf('complex', real)), 0);
  bytes.writeDoubleLE(positiveZero((sign === '-' ? -1 : 1) * floatOf('complex', imaginary)), 8);
  return bytes;
}

export const complex: ValueHash = {
  hash: (text) => hashAny(complexBytes(text)),
  legacyHash: (text, hash) => fnv1(complexBytes(text), 16, hash),
};
