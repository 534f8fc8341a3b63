import { catalogIdOf } from '../../model/catalog-id.ts';
import type { Components, ObjectDraft, RowOf } from '../../model/dump-object.ts';
import type { Constraint, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import type { Catalog, CommentTarget } from '../kind.ts';
import { quoteIdent } from '../../ddl/quote.ts';

/** What every query of constraints returns. */
export interface ConstraintRow extends RowOf<Constraint, 'separate'> {
  readonly isValidated: boolean;
}

/** Columns of ConstraintRow for constraints on a table `t` in schema `n`. */
export const tableConstraintColumns = `c.tableoid, c.oid, c.conname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(t.relowner) AS owner, c.contype, c.conrelid AS table, 0::pg_catalog.oid AS domain,
  t.relname AS on, t.relkind AS "onRelkind", c.confrelid AS "referencedTable", c.condeferrable AS "isDeferrable",
  c.condeferred AS "isDeferred", c.conislocal AS "isLocal", c.convalidated AS "isValidated"`;

export const toConstraint = (row: ConstraintRow, separate: boolean): ObjectDraft<Constraint> => ({
  type: row.contype === 'f' ? 'foreign-key' : 'constraint',
  catalogId: catalogIdOf(row),
  // Domains' constraints before tables', as CREATE DOMAIN stands before CREATE TABLE.
  ties: [row.domain === 0 ? 1 : 0, row.on],
  separate,
  ...row,
});

export const asItsTable = (constraint: Constraint, _policy: unknown, catalog: Catalog): Components =>
  catalog.get<Relation>('table', constraint.table)?.dump ?? 0;

export const tag = (constraint: Constraint): ByteString => `${constraint.on} ${constraint.name}`;

export const commentTarget = (constraint: Constraint): CommentTarget => ({
  type: `CONSTRAINT ${quoteIdent(constraint.name)} ON${constraint.domain === 0 ? '' : ' DOMAIN'}`,
  name: quoteIdent(constraint.on),
  labels: false,
});
