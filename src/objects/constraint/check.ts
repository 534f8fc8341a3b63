import type { Constraint, Relation } from '../../model/relation.ts';
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

/** CHECK constraints of tables: inside CREATE TABLE, unless not valid yet or part of a loop. */
export const checkConstraint = defineKind<ConstraintRow, Constraint>({
  type: 'constraint',
  requires: 'pg_constraint',
  query: (_server, scope) => `SELECT ${constraintColumns},
  pg_catalog.pg_get_constraintdef(c.oid) AS definition
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_constraint c ON c.conrelid = src.oid
WHERE c.contype = 'c'
ORDER BY c.conrelid, c.conname`,
  // Data that violates a constraint not yet validated must be loaded before it.
  toObject: (row, catalog) => toConstraint(row, catalog, !row.isValidated),
  select: asItsTable,
  link(check, catalog, depend) {
    const table = catalog.get<Relation>('table', check.table);
    if (!check.separate && table !== undefined) depend(table, check);
  },
  toEntries(check, context) {
    if (!check.separate || !check.isLocal) return [];
    // Not ONLY: children are to inherit it.
    const alter = `ALTER ${foreignWord(check.onRelkind)}TABLE ${quoteQualified(check.namespace, check.on)}`;
    return [addConstraint('CHECK CONSTRAINT', check, alter, context)];
  },
  satellites: (check) => ({ comments: check.separate ? [commentTarget(check)] : [] }),
});
