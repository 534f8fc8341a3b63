import type { Oid } from '../../model/catalog-id.ts';
import type { ByteString } from '../../model/text.ts';
import { defineDetail, type DdlOptions } from '../kind.ts';
import { scopeRelations } from '../table/details.ts';

/** What only --binary-upgrade asks for: the new cluster takes over the old one's files, so OIDs and layouts must stay. */
const skip = (options: DdlOptions): boolean => !options.binaryUpgrade;

/** OIDs and files of a relation and its TOAST table; 0: none. */
export interface RelationFiles {
  readonly relkind: string;
  readonly file: Oid;
  readonly frozenXid: string;
  readonly minMxid: string;
  readonly toast: Oid;
  readonly toastFile: Oid;
  readonly toastFrozenXid: string;
  readonly toastMinMxid: string;
  readonly toastIndex: Oid;
  readonly toastIndexFile: Oid;
}

/** Of every relation and index. */
export const relationFiles = defineDetail<RelationFiles & { readonly owner: Oid }, RelationFiles>({
  name: 'files of relations',
  requires: 'pg_class',
  skip,
  query: () => `SELECT c.oid AS owner, c.relkind, c.relfilenode AS file, c.relfrozenxid AS "frozenXid",
  c.relminmxid AS "minMxid", c.reltoastrelid AS toast, coalesce(t.relfilenode, 0) AS "toastFile",
  coalesce(t.relfrozenxid, '0') AS "toastFrozenXid", coalesce(t.relminmxid, '0') AS "toastMinMxid",
  coalesce(i.indexrelid, 0) AS "toastIndex", coalesce(ti.relfilenode, 0) AS "toastIndexFile"
FROM pg_catalog.pg_class c
LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
LEFT JOIN pg_catalog.pg_index i ON i.indrelid = c.reltoastrelid AND i.indisvalid
LEFT JOIN pg_catalog.pg_class ti ON ti.oid = i.indexrelid
WHERE c.relkind <> 't'
ORDER BY c.oid`,
  owner: (row) => row.owner,
  toValue: (row) => row,
});

/** Types that are made along with a type; 0: none. */
export interface TypeOids {
  readonly array: Oid;
  readonly multirange: Oid;
  readonly multirangeArray: Oid;
}

export const typeOids = defineDetail<TypeOids & { readonly owner: Oid }, TypeOids>({
  name: 'array and multirange types',
  requires: 'pg_type',
  skip,
  query: (server) =>
    server.has('pg_range.rngmultitypid')
      ? `SELECT t.oid AS owner, t.typarray AS array, coalesce(m.oid, 0) AS multirange,
  coalesce(m.typarray, 0) AS "multirangeArray"
FROM pg_catalog.pg_type t
LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
LEFT JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
ORDER BY t.oid`
      : `SELECT oid AS owner, typarray AS array, 0 AS multirange, 0 AS "multirangeArray"
FROM pg_catalog.pg_type
ORDER BY oid`,
  owner: (row) => row.owner,
  toValue: (row) => row,
});

/** How a column is laid out in the table's rows, by the column's number. */
export interface ColumnLayout {
  readonly number: number;
  readonly length: number;
  readonly alignment: string;
  /** Stands in rows older than the column, as an array of one; null: none. */
  readonly missingValue: ByteString | null;
}

export const columnLayouts = defineDetail<ColumnLayout & { readonly owner: Oid }, ColumnLayout>({
  name: 'layouts of columns',
  requires: 'pg_attribute',
  skip,
  query: (server, scope) => `SELECT a.attrelid AS owner, a.attnum AS number, a.attlen AS length,
  a.attalign AS alignment, ${
    server.has('pg_attribute.attmissingval')
      ? 'CASE WHEN a.atthasmissing AND NOT a.attisdropped THEN a.attmissingval::pg_catalog.text END'
      : 'NULL'
  } AS "missingValue"
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_attribute a ON a.attrelid = src.oid
WHERE a.attnum > 0
ORDER BY a.attrelid, a.attnum`,
  owner: (row) => row.owner,
  toValue: (row) => row,
});

export interface DroppedAttribute extends Omit<ColumnLayout, 'missingValue'> {
  readonly name: ByteString;
}

/** Dropped attributes of composite types, by the type's OID. */
export const droppedAttributes = defineDetail<DroppedAttribute & { readonly owner: Oid }, DroppedAttribute>({
  name: 'dropped attributes of composite types',
  requires: 'pg_type',
  skip,
  query: () => `SELECT c.reltype AS owner, a.attnum AS number, a.attname AS name, a.attlen AS length,
  a.attalign AS alignment
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'c' AND a.attisdropped
ORDER BY c.reltype, a.attnum`,
  owner: (row) => row.owner,
  toValue: (row) => row,
});

interface Membership {
  readonly catalog: Oid;
  readonly extension: ByteString;
}

/** The extension that an object of any catalog is a member of. */
export const membership = defineDetail<Membership & { readonly object: Oid }, Membership>({
  name: 'members of extensions',
  requires: 'pg_extension',
  skip,
  query: () => `SELECT d.objid AS object, d.classid AS catalog, e.extname AS extension
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
ORDER BY d.objid`,
  owner: (row) => row.object,
  toValue: (row) => row,
});

export const upgradeDetails = [relationFiles, typeOids, columnLayouts, droppedAttributes, membership];
