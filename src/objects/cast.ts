import { firstNormalOid, type Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { functionReference, functionReferenceColumn, type FunctionReference } from './function-reference.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly sourceName: ByteString;
  readonly targetName: ByteString;
  readonly source: ByteString;
  readonly target: ByteString;
  /** pg_cast.castmethod: f function, i input and output, b none needed. */
  readonly method: string;
  /** pg_cast.castcontext: e explicit, a assignment, i implicit. */
  readonly context: string;
  readonly function: FunctionReference | null;
}

interface Cast extends DumpObject {
  readonly type: 'cast';
  readonly source: ByteString;
  readonly target: ByteString;
  readonly method: string;
  readonly context: string;
  readonly function: FunctionReference | null;
}

/** Casts; those from a range to its multirange come with the range. */
export const cast = defineKind<Row, Cast>({
  type: 'cast',
  requires: 'pg_cast',
  query: (server) => `SELECT c.tableoid, c.oid, s.typname AS "sourceName", t.typname AS "targetName",
  pg_catalog.format_type(c.castsource, NULL) AS source, pg_catalog.format_type(c.casttarget, NULL) AS target,
  c.castmethod AS method, c.castcontext AS context, ${functionReferenceColumn('c.castfunc')} AS function
FROM pg_catalog.pg_cast c
JOIN pg_catalog.pg_type s ON s.oid = c.castsource
JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
WHERE c.oid >= ${firstNormalOid}${server.has('pg_range.rngmultitypid') ? notToMultirange : ''}
ORDER BY c.castsource, c.casttarget`,
  toObject: (row) => ({
    type: 'cast',
    catalogId: { tableoid: row.tableoid, oid: row.oid },
    // For the sort only.
    name: `${row.sourceName} ${row.targetName}`,
    namespace: null,
    owner: null,
    source: row.source,
    target: row.target,
    method: row.method,
    context: row.context,
    function: row.function,
  }),
  select: (cast, policy) => policy.global(cast),
  toEntries(cast) {
    return [
      {
        desc: 'CAST',
        tag: `CAST ${types(cast)}`,
        section: 'pre-data',
        definition: `CREATE CAST ${types(cast)} ${how(cast)}${contexts[cast.context] ?? ''};\n`,
        dropStatement: `DROP CAST ${types(cast)};\n`,
      },
    ];
  },
  satellites: (cast) => ({ comments: [{ type: 'CAST', name: types(cast), labels: false }], owner: '' }),
});

const notToMultirange = `
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_range r
    WHERE r.rngtypid = c.castsource AND r.rngmultitypid = c.casttarget)`;

const contexts: Readonly<Record<string, string>> = { a: ' AS ASSIGNMENT', i: ' AS IMPLICIT' };

const types = ({ source, target }: Cast): ByteString => `(${source} AS ${target})`;

function how(cast: Cast): ByteString {
  if (cast.method === 'b') return 'WITHOUT FUNCTION';
  if (cast.method === 'i') return 'WITH INOUT';
  if (cast.function === null) throw new Error(`could not find function definition for cast ${types(cast)}`);
  return `WITH FUNCTION ${functionReference(cast.function)}`;
}
