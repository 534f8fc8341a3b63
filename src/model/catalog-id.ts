/** An object identifier, 0 … 2³²−1; 0 means "none". */
export type Oid = number;

/** Number of an entry in one table of contents, 1 … 2³¹−1. */
export type DumpId = number;

/** Where the server keeps an object: the catalog's OID and the row's. Both 0 when there is no single row. */
export interface CatalogId {
  readonly tableoid: Oid;
  readonly oid: Oid;
}

/** Of a query's row, which has the two among its columns. */
export const catalogIdOf = ({ tableoid, oid }: CatalogId): CatalogId => ({ tableoid, oid });

export const noCatalogId: CatalogId = { tableoid: 0, oid: 0 };

/** OIDs below this belong to objects that initdb made (FirstNormalObjectId in access/transam.h). */
export const firstNormalOid: Oid = 16384;

/** OID of pg_constraint itself, the same in every server (ConstraintRelationId in catalog/pg_constraint.h). */
export const constraintCatalog: Oid = 2606;

/** A catalog id as one number, for maps: catalogs' own OIDs are small. */
export const catalogIdKey = ({ tableoid, oid }: CatalogId): number => tableoid * 2 ** 32 + oid;
