import { byteStringOf } from '../../model/text.ts';
import { fnv1Byte } from '../fnv.ts';
import { hashUint32 } from '../hash-any.ts';
import { fnv1Int8, hashInt8, int64Of, type Int64 } from '../int64.ts';
import { matched, type ValueHash } from '../value-hash.ts';

const integer = (type: string, text: Uint8Array): Int64 => int64Of(matched(type, /^[+-]?\d+$/, byteStringOf(text))[0]);

const word = (type: string, text: Uint8Array): number => Number(integer(type, text)) | 0;

/** int2 and int4: hashed alike, so that they can be joined. */
const int4 = (type: string): ValueHash => ({
  hash: (text) => hashUint32(word(type, text)),
  legacyHash: (text, hash) => fnv1Int8(word(type, text), hash),
});

const int8: ValueHash = {
  hash: (text) => hashInt8(integer('bigint', text)),
  legacyHash: (text, hash) => fnv1Int8(integer('bigint', text), hash),
};

const isTrue = (text: Uint8Array): number => (matched('boolean', /^[tf]$/, byteStringOf(text))[0] === 't' ? 1 : 0);

const bool: ValueHash = {
  hash: (text) => hashUint32(isTrue(text)),
  legacyHash: (text, hash) => fnv1Byte(isTrue(text), hash),
};

/** The type "char": its first byte, which is signed. PostgreSQL 15 prints others than ASCII as \201, of which Greenplum reads "\". */
const char: ValueHash = {
  hash: (text) => hashUint32(((text[0] ?? 0) << 24) >> 24),
  legacyHash: (text, hash) => fnv1Byte(text[0] ?? 0, hash),
};

export const integers = { int2: int4('smallint'), int4: int4('integer'), int8, oid: int4('oid'), bool, char };
