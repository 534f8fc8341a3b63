import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { Oid } from '../../model/catalog-id.ts';
import { noCatalogId } from '../../model/catalog-id.ts';
import { shown } from '../../model/text.ts';
import { defineKind } from '../../objects/kind.ts';

interface PartitionTemplate extends DumpObject {
  readonly type: 'partition-template';
  readonly table: Oid;
  readonly level: number;
}

/**
 * What ADD PARTITION makes of subpartitions. The server has no words for it, so that no program can dump it: it is told,
 * once for each table.
 */
export const partitionTemplate = defineKind<{ readonly table: Oid; readonly level: number }, PartitionTemplate>({
  type: 'partition-template',
  requires: 'gp_partition_template',
  query: () => `SELECT relid AS table, pg_catalog.min(level)::pg_catalog.int4 AS level
FROM pg_catalog.gp_partition_template
GROUP BY relid
ORDER BY relid`,
  toObject({ table, level }, catalog) {
    const relation = catalog.get<Relation>('table', table)!;
    return {
      type: 'partition-template',
      catalogId: noCatalogId,
      name: relation.name,
      namespace: relation.namespace,
      owner: relation.owner,
      table,
      level,
    };
  },
  select: ({ table }, _policy, catalog) => (catalog.get<Relation>('table', table)?.dump ?? 0) & component.definition,
  toEntries({ namespace, name }, context) {
    const table = `table "${shown(`${namespace}.${name}`)}"`;
    context.report({
      severity: 'warning',
      subject: table,
      message: `the subpartition template of ${table} is not dumped`,
      detail: 'Its partitions are; the server has no way to tell the template.',
      hint: 'Set it again with ALTER TABLE … SET SUBPARTITION TEMPLATE before partitions are added.',
    });
    return [];
  },
});
