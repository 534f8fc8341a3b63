import { quoteLiteral } from '../../src/ddl/quote.ts';
import { toByteString } from '../../src/model/text.ts';
import type { Session } from '../../src/server/session.ts';
import type { Case } from './cases.ts';

/** What a dump sets, and a time zone whose offsets had seconds. */
export const settings = `SET extra_float_digits = 3; SET intervalstyle = postgres; SET timezone = 'Europe/Amsterdam'`;

/** The edge values, numbered 0, -1, …, then `count` generated rows, numbered from 1. */
export const rowsOf = (
  key: Case,
  count: number,
): string => `${key.edges.map((edge, n) => edgeRow(key, edge, -n)).join('\nUNION ALL ')}
UNION ALL SELECT i, ${key.values.map((value, n) => `(${value})::${key.types[n]}`).join(', ')}
FROM (SELECT i, ('x' || substr(md5(i::text), 1, 16))::bit(64)::int8 AS r, md5((-i)::text) AS m
      FROM generate_series(1, ${count}) i) made`;

const edgeRow = (key: Case, edge: readonly (string | null)[], i: number): string =>
  `SELECT ${i} AS i, ${edge.map((value, n) => `${typed(value, key.types[n]!)} AS k${n}`).join(', ')}`;

const typed = (value: string | null, type: string): string =>
  `${value === null ? 'NULL' : quoteLiteral(value)}::${type}`;

/** All that a COPY gives. */
export async function copied(session: Session, query: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of session.copyOut(toByteString(`COPY (${query}) TO STDOUT`))) chunks.push(chunk);
  return Buffer.concat(chunks);
}
