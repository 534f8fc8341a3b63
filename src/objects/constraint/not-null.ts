import type { Constraint } from '../../model/relation.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { defineKind } from '../kind.ts';
import { foreignWord } from '../table/ddl.ts';
import { scopeRelations } from '../table/details.ts';
import {
  addConstraint,
  asItsTable,
  commentTarget,
  constraintColumns,
  toConstraint,
  type ConstraintRow,
} from './common.ts';

/** NOT NULL constraints of tables that are not valid yet; all others stand inside CREATE TABLE. */
export const invalidNotNull = defineKind<ConstraintRow, Constraint>({
  type: 'constraint',
  requires: 'pg_constraint',
  query: (_server, scope) => `SELECT ${constraintColumns},
  pg_catalog.pg_get_constraintdef(c.oid) AS definition
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_constraint c ON c.conrelid = src.oid
WHERE c.contype = 'n' AND NOT c.convalidated
ORDER BY c.conrelid, c.conname`,
  toObject: (row, catalog) => toConstraint(row, catalog, true),
  select: asItsTable,
  toEntries(notNull, context) {
    if (!notNull.isLocal) return [];
    // Not ONLY: children are to inherit it.
    const alter = `ALTER ${foreignWord(notNull.onRelkind)}TABLE ${quoteQualified(notNull.namespace, notNull.on)}`;
    return [addConstraint('CONSTRAINT', notNull, alter, context)];
  },
  satellites: (notNull) => ({ comments: [commentTarget(notNull)] }),
});
