import { noCatalogId, type Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import { quoteQualified } from '../ddl/quote.ts';
import { defineKind } from './kind.ts';
import { partitionBound } from './table/details.ts';
import { parentsOf } from './table/inheritance.ts';

interface TableAttach extends DumpObject {
  readonly type: 'table-attach';
  /** The partition. */
  readonly table: Oid;
  readonly parent: Relation;
  readonly partition: Relation;
}

/**
 * ATTACH PARTITION. Partitions are created on their own and attached after, which keeps their column order and
 * tablespace, and lets one be restored without its parent (dumpTableAttach in pg_dump.c).
 */
export const tableAttach = defineKind<never, TableAttach>({
  type: 'table-attach',
  requires: 'pg_class.relispartition',
  query: null,
  toObject: (row) => row,
  derive: (catalog) =>
    catalog
      .all<Relation>('table')
      .filter((partition) => partition.isPartition && partition.dump !== 0)
      .map((partition) => {
        const [parent] = parentsOf(catalog, partition);
        if (parent === undefined) throw new Error(`partition "${partition.name}" has no parent`);
        return {
          type: 'table-attach',
          catalogId: noCatalogId,
          name: partition.name,
          namespace: partition.namespace,
          owner: partition.owner,
          table: partition.catalogId.oid,
          parent,
          partition,
        };
      }),
  select: (attachment) => attachment.partition.dump & component.definition,
  link(attachment, _catalog, depend) {
    depend(attachment, attachment.partition);
    depend(attachment, attachment.parent);
  },
  toEntries: ({ parent, partition }, { catalog }) => [
    {
      desc: 'TABLE ATTACH',
      section: 'pre-data',
      definition: `ALTER TABLE ONLY ${quoteQualified(parent.namespace, parent.name)} ATTACH PARTITION ${quoteQualified(partition.namespace, partition.name)} ${catalog.details(partitionBound, partition.catalogId.oid)[0]};\n`,
      dropStatement: null,
    },
  ],
});
