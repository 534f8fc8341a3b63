import type { Constraint } from '../../model/relation.ts';
import type { DumpType } from '../../model/type.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind } from '../kind.ts';
import { commentTarget, tag, toConstraint, type ConstraintRow } from './common.ts';

/** CHECK and named NOT NULL constraints of domains: inside CREATE DOMAIN, unless not valid yet or part of a loop. */
export const domainConstraint = defineKind<ConstraintRow, Constraint>({
  type: 'constraint',
  requires: 'pg_constraint',
  query: (server) => `SELECT c.tableoid, c.oid, c.conname AS name, n.nspname AS namespace,
  pg_catalog.pg_get_userbyid(t.typowner) AS owner, c.contype, 0::pg_catalog.oid AS table, c.contypid AS domain,
  t.typname AS on, '' AS "onRelkind", 0::pg_catalog.oid AS "referencedTable", c.condeferrable AS "isDeferrable",
  c.condeferred AS "isDeferred", c.conislocal AS "isLocal", c.convalidated AS "isValidated",
  0::pg_catalog.oid AS index, pg_catalog.pg_get_constraintdef(c.oid) AS definition
FROM pg_catalog.pg_constraint c
JOIN pg_catalog.pg_type t ON t.oid = c.contypid
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE c.contypid <> 0 AND c.contype IN (${server.behaves.domainNotNullConstraints ? "'c', 'n'" : "'c'"})
ORDER BY c.contypid, c.conname`,
  toObject: (row) => toConstraint(row, !row.isValidated),
  select: (constraint, _policy, catalog) => catalog.get<DumpType>('type', constraint.domain)?.dump ?? 0,
  link(constraint, catalog, depend) {
    const domain = catalog.get<DumpType>('type', constraint.domain);
    if (!constraint.separate && domain !== undefined) depend(domain, constraint);
  },
  toEntries(constraint) {
    if (!constraint.separate) return [];
    const alter = `ALTER DOMAIN ${quoteQualified(constraint.namespace, constraint.on)}`;
    return [
      {
        desc: constraint.contype === 'c' ? 'CHECK CONSTRAINT' : 'CONSTRAINT',
        tag: tag(constraint),
        section: 'post-data',
        definition: `${alter}\n    ADD CONSTRAINT ${quoteIdent(constraint.name)} ${constraint.definition};\n`,
        dropStatement: `${alter} DROP CONSTRAINT ${quoteIdent(constraint.name)};\n`,
      },
    ];
  },
  satellites: (constraint) => ({ comments: constraint.separate ? [commentTarget(constraint)] : [] }),
});
