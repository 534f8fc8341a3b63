import type { DumpObject } from '../model/dump-object.ts';
import { component } from '../model/dump-object.ts';
import { noCatalogId } from '../model/catalog-id.ts';
import type { Index, Relation } from '../model/relation.ts';
import { quoteQualified } from '../ddl/quote.ts';
import { defineKind, type Catalog } from './kind.ts';

interface IndexAttach extends DumpObject {
  readonly type: 'index-attach';
  readonly parent: Index;
  readonly partition: Index;
}

/** Attachments of partitions' indexes to the index of the partitioned table. */
export const attachmentsTo = (catalog: Catalog, parent: Index): readonly IndexAttach[] =>
  catalog.all<IndexAttach>('index-attach').filter((attachment) => attachment.parent === parent);

export const indexAttach = defineKind<never, IndexAttach>({
  type: 'index-attach',
  requires: 'pg_class.relispartition',
  query: null,
  toObject: (row) => row,
  derive: (catalog) =>
    catalog.all<Index>('index').flatMap((partition) => {
      const parent = partition.parentIndex === 0 ? undefined : catalog.get<Index>('index', partition.parentIndex);
      if (parent === undefined || catalog.get<Relation>('table', partition.table)?.isPartition !== true) return [];
      return [
        {
          type: 'index-attach',
          catalogId: noCatalogId,
          name: partition.name,
          namespace: partition.namespace,
          owner: parent.owner,
          parent,
          partition,
        },
      ];
    }),
  select: (attachment) => attachment.partition.dump & component.definition,
  link(attachment, catalog, depend) {
    const { parent, partition } = attachment;
    depend(attachment, partition);
    depend(attachment, parent);
    // Keeps a parallel restore from attaching while something else works on the tables.
    for (const index of [partition, parent]) {
      const table = catalog.get<Relation>('table', index.table);
      if (table !== undefined) depend(attachment, table);
    }
  },
  toEntries: ({ parent, partition }) => [
    {
      desc: 'INDEX ATTACH',
      section: 'post-data',
      definition: `ALTER INDEX ${quoteQualified(parent.namespace, parent.name)} ATTACH PARTITION ${quoteQualified(partition.namespace, partition.name)};\n`,
      dropStatement: null,
    },
  ],
});
