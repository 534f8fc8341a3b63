import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';
import { functionReference, functionReferenceColumn, type FunctionReference } from './function-reference.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly typeName: ByteString;
  readonly ofType: ByteString;
  readonly language: ByteString;
  readonly fromSql: FunctionReference | null;
  readonly toSql: FunctionReference | null;
}

interface Transform extends DumpObject {
  readonly type: 'transform';
  readonly ofType: ByteString;
  readonly language: ByteString;
  readonly fromSql: FunctionReference | null;
  readonly toSql: FunctionReference | null;
}

export const transform = defineKind<Row, Transform>({
  type: 'transform',
  requires: 'pg_transform',
  query: () => `SELECT tr.tableoid, tr.oid, t.typname AS "typeName",
  pg_catalog.format_type(tr.trftype, NULL) AS "ofType", l.lanname AS language,
  ${functionReferenceColumn('tr.trffromsql')} AS "fromSql",
  ${functionReferenceColumn('tr.trftosql')} AS "toSql"
FROM pg_catalog.pg_transform tr
JOIN pg_catalog.pg_type t ON t.oid = tr.trftype
JOIN pg_catalog.pg_language l ON l.oid = tr.trflang
ORDER BY tr.trftype, tr.trflang`,
  toObject: (row) => ({
    type: 'transform',
    catalogId: { tableoid: row.tableoid, oid: row.oid },
    // For the sort only; with the language quoted, as pg_dump has it.
    name: `${row.typeName} ${quoteIdent(row.language)}`,
    namespace: null,
    owner: null,
    ofType: row.ofType,
    language: row.language,
    fromSql: row.fromSql,
    toSql: row.toSql,
  }),
  toEntries(transform) {
    const parts = [
      transform.fromSql === null ? null : `FROM SQL WITH FUNCTION ${functionReference(transform.fromSql)}`,
      transform.toSql === null ? null : `TO SQL WITH FUNCTION ${functionReference(transform.toSql)}`,
    ].filter((part) => part !== null);
    return [
      {
        desc: 'TRANSFORM',
        tag: `TRANSFORM ${identity(transform)}`,
        section: 'pre-data',
        definition: `CREATE TRANSFORM ${identity(transform)} (${parts.join(', ')});\n`,
        dropStatement: `DROP TRANSFORM ${identity(transform)};\n`,
        dependencies: transform.dependencies,
      },
    ];
  },
  satellites: (transform) => ({
    comments: [{ type: 'TRANSFORM', name: identity(transform), labels: false }],
    owner: '',
  }),
});

const identity = ({ ofType, language }: Transform): ByteString => `FOR ${ofType} LANGUAGE ${quoteIdent(language)}`;
