import { expect, it } from 'vitest';
import { copyColumns } from '../../src/placement/copy-row.ts';
import { hashOfType } from '../../src/placement/hash-of-type.ts';
import { keyType, type KeyType } from '../../src/placement/key-type.ts';
import { arrayOf } from '../../src/placement/types/array.ts';
import { isUnpredictable, type ValueHash } from '../../src/placement/value-hash.ts';
import { connect } from '../../src/server/connect.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';
import { cases, userType, userTypes } from './cases.ts';
import { linesOf } from './predict.ts';
import { copied, rowsOf, settings } from './rows.ts';

/** The values whose hash is not the server's. */
function wrong(type: KeyType, rows: Uint8Array): string[] {
  const hashes = arrayOf(hashOf(type.kind === 'array' ? type.element : type));
  return [...linesOf(rows)].flatMap((line) => {
    const [array, hash] = copyColumns(line);
    if (array === null || array === undefined) return [];
    const expected = hashes.hash(array);
    return expected === Number(Buffer.from(hash ?? []).toString())
      ? []
      : [`${expected}: ${Buffer.from(line).toString()}`];
  });
}

function hashOf(type: KeyType): ValueHash {
  const hash = hashOfType(type);
  if (isUnpredictable(hash)) throw new Error(hash.unpredictable);
  return hash;
}

// Greenplum took these functions from PostgreSQL. The segment of a row shows little of a hash; here it is seen whole.
// Greenplum alone hashes bits and the type complex; "char" is written as \201 from PostgreSQL 15 on, of which Greenplum reads "\" only.
const others = ['complex', 'bit(13)', 'bit(64)', 'bit varying', '"char"'];
const keys = cases.filter(({ types: [type = '', ...more] }) => more.length === 0 && !others.includes(type));

describeWithServer('the hash functions of PostgreSQL 15', () => {
  it('give the same for every type', async () => {
    await withDatabase(async ({ host, port, user, database }) => {
      await using session = await connect({ database: `host=${host} port=${port} user=${user} dbname=${database}` });
      await session.execute(`${userTypes}; ${settings}`);
      for (const key of keys) {
        const type = keyType(key.types[0]!, userType);
        // The one hash function that calls those of all types. An array in an array is another dimension.
        const array = type.kind === 'array' ? 'k0' : 'ARRAY[k0]';
        const query = `SELECT ${array}, hash_array(${array}) FROM (${rowsOf(key, 500)}) made ORDER BY i`;
        const rows = await copied(session, query);
        expect(wrong(type, rows), key.name).toEqual([]);
      }
    });
  });
});
