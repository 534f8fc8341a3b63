import type { Oid } from '../../model/catalog-id.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, type DdlContext } from '../kind.ts';
import { collationColumns, collationJoins, collationOf, type Collation } from './common.ts';

interface Range extends Collation {
  readonly subtype: ByteString;
  /** null: the server has no multirange types. */
  readonly multirange: ByteString | null;
  /** Operator class, where it is not the subtype's default. */
  readonly opclassNamespace: ByteString | null;
  readonly opclassName: ByteString | null;
  /** Qualified names of functions; '-': none. */
  readonly canonical: ByteString;
  readonly subtypeDiff: ByteString;
}

export const rangeType = defineDetail<Range & { readonly type: Oid }, Range>({
  name: 'range types',
  requires: 'pg_range',
  query: (server) => `SELECT t.oid AS type, pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
  ${server.has('pg_range.rngmultitypid') ? 'pg_catalog.format_type(r.rngmultitypid, NULL)' : 'NULL'} AS multirange,
  opn.nspname AS "opclassNamespace", op.opcname AS "opclassName", r.rngcanonical AS canonical,
  r.rngsubdiff AS "subtypeDiff", ${collationColumns}
FROM pg_catalog.pg_range r
JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
JOIN pg_catalog.pg_type st ON st.oid = r.rngsubtype
LEFT JOIN pg_catalog.pg_opclass op ON op.oid = r.rngsubopc AND NOT op.opcdefault
LEFT JOIN pg_catalog.pg_namespace opn ON opn.oid = op.opcnamespace
${collationJoins('r.rngcollation', 'st.typcollation')}
ORDER BY t.oid`,
  owner: (row) => row.type,
  toValue: (row) => row,
});

export function createRangeType(type: DumpType, { catalog }: DdlContext): ByteString {
  const [range] = catalog.details(rangeType, type.catalogId.oid);
  if (range === undefined) throw new Error(`nothing was read of range type "${type.name}"`);
  const { opclassName, opclassNamespace } = range;
  const parameters: readonly (readonly [name: string, value: ByteString | null])[] = [
    ['subtype', range.subtype],
    ['multirange_type_name', range.multirange],
    ['subtype_opclass', opclassName === null ? null : quoteQualified(opclassNamespace, opclassName)],
    ['collation', collationOf(range)],
    ['canonical', range.canonical === '-' ? null : range.canonical],
    ['subtype_diff', range.subtypeDiff === '-' ? null : range.subtypeDiff],
  ];
  const list = parameters.filter(([, value]) => value !== null).map(([name, value]) => `\n    ${name} = ${value}`);
  return `CREATE TYPE ${quoteQualified(type.namespace, type.name)} AS RANGE (${list.join(',')}\n);\n`;
}
