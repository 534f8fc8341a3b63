import type { ByteString } from '../../model/text.ts';
import { quoteQualified } from '../../ddl/quote.ts';

/** A collation other than the type's own; both null: there is none to be said. */
export interface Collation {
  readonly collationNamespace: ByteString | null;
  readonly collationName: ByteString | null;
}

export const collationColumns = `cn.nspname AS "collationNamespace", co.collname AS "collationName"`;

/** Joins that collationColumns need: `own` is the collation, `ofType` the one it would have without COLLATE. */
export const collationJoins = (own: string, ofType: string): string =>
  `LEFT JOIN pg_catalog.pg_collation co ON co.oid = ${own} AND ${own} <> ${ofType}
LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace`;

export const collationOf = ({ collationNamespace, collationName }: Collation): ByteString | null =>
  collationNamespace === null || collationName === null ? null : quoteQualified(collationNamespace, collationName);

export function collate(part: Collation): ByteString {
  const collation = collationOf(part);
  return collation === null ? '' : ` COLLATE ${collation}`;
}
