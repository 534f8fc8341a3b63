import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import { firstNormalOid, noCatalogId, type Oid } from '../../model/catalog-id.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { DumpType } from '../../model/type.ts';
import { quoteQualified } from '../../ddl/quote.ts';
import { defineDetail, defineKind, type Catalog } from '../../objects/kind.ts';
import { enumLabels } from '../../objects/type/enum.ts';
import { partitionDefinition, type Types } from './partition-definition.ts';

interface Row {
  readonly table: Oid;
  /** Of each template, the deepest first: how far below the table it is, from 1. */
  readonly levels: readonly number[];
  readonly trees: readonly ByteString[];
  /** A table that can be told of it: one at that level, all of whose partitions are divided; 0: none. */
  readonly targets: readonly Oid[];
  /** How many levels of the tree have tables with partitions. */
  readonly depth: number;
  /** All tables below. */
  readonly partitions: readonly Oid[];
  readonly sameEncoding: boolean;
}

interface PartitionTemplate extends DumpObject, Row {
  readonly type: 'partition-template';
}

const query = `WITH RECURSIVE tree AS (
  SELECT DISTINCT t.relid AS root, t.relid AS part, 1 AS level FROM pg_catalog.gp_partition_template t
UNION ALL
  SELECT tree.root, i.inhrelid, tree.level + 1 FROM tree JOIN pg_catalog.pg_inherits i ON i.inhparent = tree.part
), divided AS (
  SELECT tree.root, tree.level, tree.part,
    EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhparent = tree.part) AS "hasParts",
    NOT EXISTS (SELECT 1 FROM pg_catalog.pg_inherits i WHERE i.inhparent = tree.part AND NOT EXISTS (
      SELECT 1 FROM pg_catalog.pg_inherits j WHERE j.inhparent = i.inhrelid)) AS "inFull"
  FROM tree
), whole AS (
  SELECT root, pg_catalog.max(level) FILTER (WHERE "hasParts") AS depth,
    pg_catalog.array_agg(part ORDER BY part) FILTER (WHERE level > 1) AS partitions
  FROM divided GROUP BY root
), target AS (
  SELECT root, level, pg_catalog.min(part::pg_catalog.int8)::pg_catalog.oid AS part
  FROM divided WHERE "hasParts" AND "inFull" GROUP BY root, level
)
SELECT t.relid AS table, pg_catalog.array_agg(t.level::pg_catalog.int4 ORDER BY t.level DESC) AS levels,
  pg_catalog.array_agg(t.template::pg_catalog.text ORDER BY t.level DESC) AS trees,
  pg_catalog.array_agg(coalesce(target.part, 0) ORDER BY t.level DESC) AS targets,
  coalesce(whole.depth, 0) AS depth, coalesce(whole.partitions, '{}') AS partitions,
  pg_catalog.pg_client_encoding() = pg_catalog.getdatabaseencoding() AS "sameEncoding"
FROM pg_catalog.gp_partition_template t
JOIN whole ON whole.root = t.relid
LEFT JOIN target ON target.root = t.relid AND target.level = t.level
GROUP BY t.relid, whole.depth, whole.partitions
ORDER BY t.relid`;

/** Domains' base types, and text for types (citext) that are cast to it as they are. */
const bases = defineDetail<{ readonly type: Oid; readonly base: Oid }, Oid>({
  name: 'types with the values of others',
  requires: 'gp_partition_template',
  query: () => `SELECT t.oid AS type, t.typbasetype AS base
FROM pg_catalog.pg_type t
WHERE t.typtype = 'd'
UNION ALL
SELECT c.castsource, c.casttarget
FROM pg_catalog.pg_cast c
WHERE c.castmethod = 'b' AND c.casttarget = 'pg_catalog.text'::pg_catalog.regtype AND c.castsource >= ${firstNormalOid}
ORDER BY 1`,
  owner: (row) => row.type,
  toValue: (row) => row.base,
});

/**
 * What ADD PARTITION makes of subpartitions. The server has no words for it, so that its own pg_dump loses it; ours reads
 * the tree that the server keeps. Where it cannot be written, it is told.
 */
export const partitionTemplate = defineKind<Row, PartitionTemplate>({
  type: 'partition-template',
  requires: 'gp_partition_template',
  skip: (options) => options.noGpSyntax,
  query: () => query,
  toObject(row, catalog) {
    const { name, namespace, owner } = catalog.get<Relation>('table', row.table)!;
    return { type: 'partition-template', catalogId: noCatalogId, name, namespace, owner, ...row };
  },
  select: ({ table }, _policy, catalog) => (catalog.get<Relation>('table', table)?.dump ?? 0) & component.definition,
  link(template, catalog, depend) {
    depend(template, catalog.get<Relation>('table', template.table)!);
    for (const partition of template.partitions)
      for (const attachment of catalog.ofRelation('table-attach', partition)) depend(template, attachment);
  },
  details: [bases],
  toEntries(template, { catalog, report }) {
    const commands = setTemplates(template, catalog);
    if ('reason' in commands) {
      const table = `table "${shown(`${template.namespace}.${template.name}`)}"`;
      report({
        severity: 'warning',
        subject: table,
        message: `the subpartition template of ${table} is not dumped`,
        detail: commands.reason,
        hint: 'Set it again with ALTER TABLE … SET SUBPARTITION TEMPLATE before partitions are added.',
      });
      return [];
    }
    return [
      {
        desc: 'SUBPARTITION TEMPLATE',
        section: 'pre-data',
        definition: commands.join(''),
        dropStatement: null,
      },
    ];
  },
});

/** The server takes the template of a level only after that of the level below, and only where such partitions are. */
function setTemplates(
  { levels, trees, targets, depth, partitions, sameEncoding }: PartitionTemplate,
  catalog: Catalog,
): readonly ByteString[] | { readonly reason: string } {
  if (partitions.some((oid) => ((catalog.get<Relation>('table', oid)?.dump ?? 0) & component.definition) === 0))
    return { reason: 'Not all of its partitions are dumped.' };
  if (targets.includes(0) || levels[0] !== depth - 1 || levels.at(-1) !== depth - levels.length)
    return { reason: 'The server takes none for the partitions that there are now.' };
  const types = typesOf(catalog, sameEncoding);
  const commands: ByteString[] = [];
  for (const [i, tree] of trees.entries()) {
    const read = partitionDefinition(tree, types);
    if ('notUnderstood' in read) return { reason: `Not understood in it: ${read.notUnderstood}.` };
    const { namespace, name } = catalog.get<Relation>('table', targets[i]!)!;
    const elements = read.elements.map((element) => `    ${element}`).join(',\n');
    commands.push(`ALTER TABLE ${quoteQualified(namespace, name)} SET SUBPARTITION TEMPLATE (\n${elements}\n);\n`);
  }
  return commands;
}

const typesOf = (catalog: Catalog, sameEncoding: boolean): Types => ({
  sameEncoding,
  storedAs(type) {
    for (;;) {
      const [base] = catalog.details(bases, type);
      if (base === undefined) return type;
      type = base;
    }
  },
  name: (type) => catalog.get<DumpType>('type', type)?.formatted,
  label: (type, label) => catalog.details(enumLabels, type).find(({ oid }) => oid === label)?.label,
});
