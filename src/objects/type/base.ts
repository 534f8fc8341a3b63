import type { Oid } from '../../model/catalog-id.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, type DdlContext } from '../kind.ts';
import { isArrayType } from './query.ts';

/** Attributes as pg_type has them; functions are qualified names, '-' where there is none. */
interface BaseType {
  readonly length: number;
  readonly input: ByteString;
  readonly output: ByteString;
  readonly receive: ByteString;
  readonly send: ByteString;
  readonly typmodIn: ByteString;
  readonly typmodOut: ByteString;
  readonly analyze: ByteString;
  readonly subscript: ByteString;
  readonly isCollatable: boolean;
  readonly defaultExpression: ByteString | null;
  readonly defaultLiteral: ByteString | null;
  readonly element: ByteString | null;
  readonly category: string;
  readonly isPreferred: boolean;
  readonly delimiter: ByteString;
  readonly alignment: string;
  readonly storage: string;
  readonly isPassedByValue: boolean;
}

export const baseType = defineDetail<BaseType & { readonly type: Oid }, BaseType>({
  name: 'base types',
  requires: 'pg_type',
  query: (server) => `SELECT t.oid AS type, t.typlen AS length, t.typinput AS input, t.typoutput AS output,
  t.typreceive AS receive, t.typsend AS send, t.typmodin AS "typmodIn", t.typmodout AS "typmodOut",
  t.typanalyze AS analyze, ${server.has('pg_type.typsubscript') ? 't.typsubscript' : "'-'"} AS subscript,
  t.typcollation <> 0 AS "isCollatable", pg_catalog.pg_get_expr(t.typdefaultbin, 0) AS "defaultExpression",
  t.typdefault AS "defaultLiteral",
  CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END AS element,
  t.typcategory AS category, t.typispreferred AS "isPreferred", t.typdelim AS delimiter, t.typalign AS alignment,
  t.typstorage AS storage, t.typbyval AS "isPassedByValue"
FROM pg_catalog.pg_type t
WHERE t.typtype = 'b' AND NOT ${isArrayType}
ORDER BY t.oid`,
  owner: (row) => row.type,
  toValue: (row) => row,
});

const alignmentWords: Readonly<Record<string, string>> = { c: 'char', s: 'int2', i: 'int4', d: 'double' };
const storageWords: Readonly<Record<string, string>> = { p: 'plain', e: 'external', x: 'extended', m: 'main' };

export function createBaseType(type: DumpType, { catalog }: DdlContext): ByteString {
  const [base] = catalog.details(baseType, type.catalogId.oid);
  if (base === undefined) throw new Error(`nothing was read of type "${type.name}"`);
  const list = attributes(base)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => (value === true ? `\n    ${name}` : `\n    ${name} = ${value}`));
  return `CREATE TYPE ${quoteQualified(type.namespace, type.name)} (${list.join(',')}\n);\n`;
}

/** In the order of dumpBaseType. null: not said; true: the name alone. */
function attributes(base: BaseType): readonly (readonly [name: string, value: ByteString | true | null])[] {
  const given = (name: ByteString): ByteString | null => (name === '-' ? null : name);
  const defaultLiteral = base.defaultLiteral === null ? null : quoteLiteral(base.defaultLiteral);
  return [
    ['INTERNALLENGTH', base.length === -1 ? 'variable' : `${base.length}`],
    ['INPUT', base.input],
    ['OUTPUT', base.output],
    ['RECEIVE', given(base.receive)],
    ['SEND', given(base.send)],
    ['TYPMOD_IN', given(base.typmodIn)],
    ['TYPMOD_OUT', given(base.typmodOut)],
    ['ANALYZE', given(base.analyze)],
    ['COLLATABLE', base.isCollatable ? 'true' : null],
    ['DEFAULT', base.defaultExpression ?? defaultLiteral],
    ['SUBSCRIPT', given(base.subscript)],
    ['ELEMENT', base.element],
    ['CATEGORY', base.category === 'U' ? null : quoteLiteral(base.category)],
    ['PREFERRED', base.isPreferred ? 'true' : null],
    ['DELIMITER', base.delimiter === ',' ? null : quoteLiteral(base.delimiter)],
    ['ALIGNMENT', alignmentWords[base.alignment] ?? null],
    ['STORAGE', storageWords[base.storage] ?? null],
    ['PASSEDBYVALUE', base.isPassedByValue ? true : null],
  ];
}
