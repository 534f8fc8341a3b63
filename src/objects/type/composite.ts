import type { Oid } from '../../model/catalog-id.ts';
import type { Relation } from '../../model/relation.ts';
import type { DumpType } from '../../model/type.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteLiteral, quoteQualified } from '../../ddl/quote.ts';
import { droppedAttributes, type DroppedAttribute } from '../binary-upgrade/details.ts';
import { defineDetail, type CommentTarget, type DdlContext } from '../kind.ts';
import { collate, collationColumns, collationJoins, type Collation } from './common.ts';

interface Attribute extends Collation {
  readonly number: number;
  readonly name: ByteString;
  readonly attributeType: ByteString;
}

/** Attributes of composite types, by the type's OID. */
export const attributes = defineDetail<Attribute & { readonly type: Oid }, Attribute>({
  name: 'attributes of composite types',
  requires: 'pg_type',
  query: () => `SELECT t.oid AS type, a.attnum AS number, a.attname AS name,
  pg_catalog.format_type(a.atttypid, a.atttypmod) AS "attributeType", ${collationColumns}
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
LEFT JOIN pg_catalog.pg_type at ON at.oid = a.atttypid
${collationJoins('a.attcollation', 'at.typcollation')}
WHERE c.relkind = 'c' AND NOT a.attisdropped
ORDER BY t.oid, a.attnum`,
  owner: (row) => row.type,
  toValue: (row) => row,
});

export function createCompositeType(type: DumpType, { catalog }: DdlContext): ByteString {
  const name = quoteQualified(type.namespace, type.name);
  const kept = catalog
    .details(attributes, type.catalogId.oid)
    .map((attribute) => [attribute, `${attribute.attributeType}${collate(attribute)}`] as const);
  const dropped = catalog.details(droppedAttributes, type.catalogId.oid);
  const list = [...kept, ...dropped.map((attribute) => [attribute, 'INTEGER /* dummy */'] as const)]
    .toSorted(([a], [b]) => a.number - b.number)
    .map(([attribute, text]) => `\n\t${quoteIdent(attribute.name)} ${text}`);
  const again = dropped.map((attribute) => dropAgain(name, attribute));
  return `CREATE TYPE ${name} AS (${list.join(',')}\n);\n${again.join('')}`;
}

/** Values in tables have a place for the attribute, of its old length. */
const dropAgain = (type: ByteString, { name, length, alignment }: DroppedAttribute): ByteString =>
  '\n-- For binary upgrade, recreate dropped column.\n' +
  `UPDATE pg_catalog.pg_attribute\nSET attlen = ${length}, attalign = '${alignment}', attbyval = false\n` +
  `WHERE attname = ${quoteLiteral(name)}\n  AND attrelid = ${quoteLiteral(type)}::pg_catalog.regclass;\n` +
  `ALTER TYPE ${type} DROP ATTRIBUTE ${quoteIdent(name)};\n`;

/** Comments on attributes are kept under the relation behind the type. */
export function attributeComments(type: DumpType, { catalog }: DdlContext): readonly CommentTarget[] {
  const relation = catalog.get<Relation>('table', type.relation);
  if (relation === undefined) return [];
  return catalog.details(attributes, type.catalogId.oid).map((attribute) => ({
    type: 'COLUMN',
    name: `${quoteIdent(type.name)}.${quoteIdent(attribute.name)}`,
    catalogId: relation.catalogId,
    subId: attribute.number,
  }));
}
