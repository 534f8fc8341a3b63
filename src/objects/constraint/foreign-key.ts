import type { DumpObject } from '../../model/dump-object.ts';
import type { Constraint, Index, Relation } from '../../model/relation.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { attachmentsTo } from '../index-attach.ts';
import { defineKind, type Catalog } from '../kind.ts';
import { foreignWord, onlyWord } from '../table/ddl.ts';
import { scopeRelations } from '../table/details.ts';
import {
  addConstraint,
  asItsTable,
  commentTarget,
  constraintColumns,
  toConstraint,
  type ConstraintRow,
} from './common.ts';

/** Foreign keys, but those that partitions have from their parent. */
export const foreignKey = defineKind<ConstraintRow, Constraint>({
  type: 'foreign-key',
  requires: 'pg_constraint',
  query: (server, scope) => `SELECT ${constraintColumns}, c.confrelid AS "referencedTable", c.conindid AS index,
  pg_catalog.pg_get_constraintdef(c.oid) AS definition
FROM ${scopeRelations(scope)}
JOIN pg_catalog.pg_constraint c ON c.conrelid = src.oid
WHERE c.contype = 'f'${server.has('pg_constraint.conparentid') ? ' AND c.conparentid = 0' : ''}
ORDER BY c.conrelid, c.conname`,
  toObject: (row, catalog) => toConstraint(row, catalog, true),
  select: asItsTable,
  link(key, catalog, depend) {
    // The referenced index of a partitioned table is valid only once all its partitions' indexes are attached.
    const referenced = catalog.get<Relation>('table', key.referencedTable);
    const index = catalog.get<Index>('index', key.index);
    if (referenced?.relkind === 'p' && index !== undefined) {
      for (const attachment of allAttachments(catalog, index)) depend(key, attachment);
    }
  },
  toEntries(key, context) {
    // On a partitioned table a foreign key always goes to the partitions too.
    const only = key.onRelkind === 'p' ? '' : onlyWord(context.catalog.get('table', key.table));
    const alter = `ALTER ${foreignWord(key.onRelkind)}TABLE ${only}${quoteQualified(key.namespace, key.on)}`;
    return [addConstraint('FK CONSTRAINT', key, alter, context)];
  },
  satellites: (key) => ({ comments: [commentTarget(key)] }),
});

function* allAttachments(catalog: Catalog, index: Index): Iterable<DumpObject> {
  for (const attachment of attachmentsTo(catalog, index)) {
    yield attachment;
    yield* allAttachments(catalog, attachment.partition);
  }
}
