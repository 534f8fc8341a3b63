import { catalogIdOf, type Oid } from '../../model/catalog-id.ts';
import type { Components, ObjectDraft, RowOf } from '../../model/dump-object.ts';
import type { Constraint, Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import type { DumpType } from '../../model/type.ts';
import type { Catalog, CommentTarget, DdlContext, EntryDraft } from '../kind.ts';
import { quoteIdent } from '../../ddl/quote.ts';

/** What every query of constraints returns. */
export interface ConstraintRow extends Omit<
  RowOf<Constraint, 'separate'>,
  'namespace' | 'owner' | 'on' | 'onRelkind' | 'referencedTable' | 'index'
> {
  /** Foreign keys. */
  readonly referencedTable?: Oid;
  /** Foreign keys, and those that an index stands behind. */
  readonly index?: Oid;
  readonly isValidated: boolean;
}

/** Columns of ConstraintRow but for what some alone have, and the definition. */
export const constraintColumns = `c.tableoid, c.oid, c.conname AS name, c.contype, c.conrelid AS table,
  c.contypid AS domain, c.condeferrable AS "isDeferrable", c.condeferred AS "isDeferred", c.conislocal AS "isLocal",
  c.convalidated AS "isValidated"`;

export function toConstraint(row: ConstraintRow, catalog: Catalog, separate: boolean): ObjectDraft<Constraint> {
  const ofDomain = row.domain !== 0;
  const on = ofDomain ? catalog.get<DumpType>('type', row.domain)! : catalog.get<Relation>('table', row.table)!;
  return {
    type: row.contype === 'f' ? 'foreign-key' : 'constraint',
    catalogId: catalogIdOf(row),
    // Domains' constraints before tables', as CREATE DOMAIN stands before CREATE TABLE.
    ties: [ofDomain ? 0 : 1, on.name],
    separate,
    namespace: on.namespace!,
    owner: on.owner!,
    on: on.name,
    onRelkind: 'relkind' in on ? on.relkind : '',
    referencedTable: 0,
    index: 0,
    ...row,
  };
}

export const asItsTable = (constraint: Constraint, _policy: unknown, catalog: Catalog): Components =>
  catalog.get<Relation>('table', constraint.table)?.dump ?? 0;

export const commentTarget = (constraint: Constraint): CommentTarget => ({
  type: `CONSTRAINT ${quoteIdent(constraint.name)} ON${constraint.domain === 0 ? '' : ' DOMAIN'}`,
  name: quoteIdent(constraint.on),
  labels: false,
});

/** The entry of a constraint that stands alone; `alter` names its table or domain. */
export const addConstraint = (
  desc: string,
  constraint: Constraint,
  alter: ByteString,
  { options }: DdlContext,
  definition = constraint.definition,
): EntryDraft => ({
  desc,
  tag: options.release.tagsNameTable ? `${constraint.on} ${constraint.name}` : constraint.name,
  section: 'post-data',
  definition: `${alter}\n    ADD CONSTRAINT ${quoteIdent(constraint.name)} ${definition};\n`,
  dropStatement: `${alter} DROP CONSTRAINT ${quoteIdent(constraint.name)};\n`,
});
