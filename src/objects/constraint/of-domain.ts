import type { Constraint } from '../../model/relation.ts';
import type { DumpType } from '../../model/type.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { defineKind } from '../kind.ts';
import { addConstraint, commentTarget, constraintColumns, toConstraint, type ConstraintRow } from './common.ts';

/** CHECK and named NOT NULL constraints of domains: inside CREATE DOMAIN, unless not valid yet or part of a loop. */
export const domainConstraint = defineKind<ConstraintRow, Constraint>({
  type: 'constraint',
  requires: 'pg_constraint',
  query: (server) => `SELECT ${constraintColumns}, pg_catalog.pg_get_constraintdef(c.oid) AS definition
FROM pg_catalog.pg_constraint c
WHERE c.contypid <> 0 AND c.contype IN (${server.behaves.domainNotNullConstraints ? "'c', 'n'" : "'c'"})
ORDER BY c.contypid, c.conname`,
  toObject: (row, catalog) => toConstraint(row, catalog, !row.isValidated),
  select: (constraint, _policy, catalog) => catalog.get<DumpType>('type', constraint.domain)?.dump ?? 0,
  link(constraint, catalog, depend) {
    const domain = catalog.get<DumpType>('type', constraint.domain);
    if (!constraint.separate && domain !== undefined) depend(domain, constraint);
  },
  toEntries(constraint, context) {
    if (!constraint.separate) return [];
    const alter = `ALTER DOMAIN ${quoteQualified(constraint.namespace, constraint.on)}`;
    return [addConstraint(constraint.contype === 'c' ? 'CHECK CONSTRAINT' : 'CONSTRAINT', constraint, alter, context)];
  },
  satellites: (constraint) => ({ comments: constraint.separate ? [commentTarget(constraint)] : [] }),
});
