import { byteStringOf } from '../../model/text.ts';
import { fnv1 } from '../fnv.ts';
import { hashAny, hashUint32 } from '../hash-any.ts';
import { hashInt8 } from '../int64.ts';
import { matched, type ValueHash } from '../value-hash.ts';

/** xid and cid. */
const transaction = (type: string): ValueHash => ({
  hash: (text) => hashUint32(Number(matched(type, /^\d+$/, byteStringOf(text))[0]) | 0),
  legacyHash: null,
});

const pgLsn: ValueHash = {
  hash(text) {
    const [, high = '', low = ''] = matched('pg_lsn', /^([\dA-F]+)\/([\dA-F]+)$/i, byteStringOf(text));
    return hashInt8(BigInt.asIntN(64, (BigInt(`0x${high}`) << 32n) | BigInt(`0x${low}`)));
  },
  legacyHash: null,
};

/** The two halves of the block's number, the higher one first, and the offset. */
function tidBytes(text: Uint8Array): Uint8Array {
  const [, block = '', offset = ''] = matched('tid', /^\((\d+),(\d+)\)$/, byteStringOf(text));
  const bytes = Buffer.alloc(6);
  bytes.writeUInt16LE(Number(block) >>> 16, 0);
  bytes.writeUInt16LE(Number(block) & 0xffff, 2);
  bytes.writeUInt16LE(Number(offset), 4);
  return bytes;
}

const tid: ValueHash = {
  hash: (text) => hashAny(tidBytes(text)),
  legacyHash: (text, hash) => fnv1(tidBytes(text), 6, hash),
};

const elements = (type: string, text: Uint8Array): readonly number[] =>
  matched(type, /^(?:-?\d+(?: -?\d+)*)?$/, byteStringOf(text))[0]
    .split(' ')
    .filter(Boolean)
    .map(Number);

const oidvectorBytes = (text: Uint8Array): Uint8Array =>
  new Uint8Array(Uint32Array.from(elements('oidvector', text)).buffer);

const oidvector: ValueHash = {
  hash: (text) => hashAny(oidvectorBytes(text)),
  legacyHash: (text, hash) => {
    const bytes = oidvectorBytes(text);
    return fnv1(bytes, bytes.length, hash);
  },
};

export const system = {
  xid: transaction('xid'),
  cid: transaction('cid'),
  pg_lsn: pgLsn,
  tid,
  oidvector,
};
