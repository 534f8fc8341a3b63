import type { Oid } from '../../model/catalog-id.ts';
import { component, type DumpObject } from '../../model/dump-object.ts';
import type { Relation } from '../../model/relation.ts';
import type { ByteString } from '../../model/text.ts';
import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import { defineKind, type Catalog, type CommentTarget, type Scope } from '../../objects/kind.ts';
import { scopeRelations } from '../../objects/table/details.ts';
import { parentsOf } from '../../objects/table/inheritance.ts';

interface Row {
  /** The partition, at any level. */
  readonly part: Oid;
  readonly root: Oid;
  /** Its privileges, or those on its columns, are others than those of what it is a part of. */
  readonly hasOwnAcl: boolean;
  /** Roles beside the owner that have privileges there, and so on all its partitions. */
  readonly wholeGrantees: readonly ByteString[];
  /** Columns with comments, by name and number. */
  readonly columns: readonly ByteString[];
  readonly numbers: readonly number[];
}

interface ClassicPart extends DumpObject, Row {
  readonly type: 'classic-part';
  readonly relation: Relation;
}

/** Privileges on a relation's columns as one text, which is the same where they are. */
const columnAcls = (relation: string): string => `coalesce((
    SELECT pg_catalog.string_agg(a.attname || '=' || a.attacl::pg_catalog.text, ',' ORDER BY a.attname)
    FROM pg_catalog.pg_attribute a WHERE a.attrelid = ${relation} AND a.attacl IS NOT NULL AND NOT a.attisdropped), '')`;

const withColumnAcls = '(SELECT attrelid FROM pg_catalog.pg_attribute WHERE attacl IS NOT NULL)';

const commentedColumns = `pg_catalog.pg_description d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0
    WHERE d.objoid = part.part AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass`;

/** Tables may have very many partitions, of which hardly one has anything of its own. */
const query = (scope: Scope): string => `SELECT part.part, part.root, part."hasOwnAcl",
  ARRAY(SELECT DISTINCT pg_catalog.pg_get_userbyid(grantee)::pg_catalog.text FROM (
      SELECT (pg_catalog.aclexplode(w.relacl)).grantee
    UNION ALL
      SELECT (pg_catalog.aclexplode(a.attacl)).grantee FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = w.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped) AS g
    WHERE grantee NOT IN (0, w.relowner) ORDER BY 1) AS "wholeGrantees",
  ARRAY(SELECT a.attname FROM ${commentedColumns} ORDER BY a.attnum) AS columns,
  ARRAY(SELECT a.attnum FROM ${commentedColumns} ORDER BY a.attnum) AS numbers
FROM (
  SELECT c.oid AS part, w.oid AS whole, p.parrelid AS root,
    coalesce(c.relacl::pg_catalog.text, '') <> coalesce(w.relacl::pg_catalog.text, '') OR
      (c.oid IN ${withColumnAcls} OR w.oid IN ${withColumnAcls}) AND ${columnAcls('c.oid')} <> ${columnAcls('w.oid')}
      AS "hasOwnAcl"
  FROM ${scopeRelations(scope)}
  JOIN pg_catalog.pg_partition p ON p.parrelid = src.oid AND NOT p.paristemplate
  JOIN pg_catalog.pg_partition_rule r ON r.paroid = p.oid
  JOIN pg_catalog.pg_inherits h ON h.inhrelid = r.parchildrelid
  JOIN pg_catalog.pg_class c ON c.oid = r.parchildrelid
  JOIN pg_catalog.pg_class w ON w.oid = h.inhparent
) part
JOIN pg_catalog.pg_class w ON w.oid = part.whole
WHERE part."hasOwnAcl" OR EXISTS (SELECT 1 FROM pg_catalog.pg_description d
  WHERE d.objoid = part.part AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass)
ORDER BY part.part`;

/**
 * What is said of one partition of Greenplum 6 alone: comments, and privileges other than those of the whole, which GRANT
 * gives to all its partitions. Greenplum's own pg_dump loses them. Its definition is part of the root's.
 */
export const classicPart = defineKind<Row, ClassicPart>({
  type: 'classic-part',
  requires: 'pg_partition_rule',
  query: (_server, scope) => query(scope),
  toObject(row, catalog) {
    const relation = catalog.get<Relation>('table', row.part)!;
    const { name, namespace, owner } = relation;
    // No catalog: what depends on the partition depends on the relation.
    return {
      type: 'classic-part',
      catalogId: { tableoid: 0, oid: row.part },
      name,
      namespace,
      owner,
      relation,
      ...row,
    };
  },
  select: ({ root }, _policy, catalog) =>
    (catalog.get<Relation>('table', root)?.dump ?? 0) & (component.comment | component.acl),
  link(part, catalog, depend) {
    depend(part, catalog.get<Relation>('table', part.root)!);
    for (const whole of wholesOf(part.relation, catalog)) {
      const above = catalog.get<ClassicPart>('classic-part', whole);
      if (above !== undefined) depend(part, above);
    }
  },
  toEntries: () => [],
  satellites({ relation, root, hasOwnAcl, wholeGrantees, columns, numbers }, { catalog, options }) {
    const name = quoteIdent(relation.name);
    const dependsOn = catalog.get<Relation>('table', root)!.dumpId;
    const about = { catalogId: relation.catalogId, dependsOn, labels: false };
    const tag = options.release.qualifiesRelationComments
      ? { tag: `TABLE ${quoteQualified(relation.namespace, relation.name)} ` }
      : {};
    return {
      comments: [
        { ...about, ...tag, type: 'TABLE', name },
        ...columns.map((column, i): CommentTarget => ({
          ...about,
          type: 'COLUMN',
          name: `${name}.${quoteIdent(column)}`,
          subId: numbers[i]!,
        })),
      ],
      ...(hasOwnAcl
        ? {
            acl: {
              type: 'TABLE',
              name,
              acl: relation.acl ?? relation.defaultAcl,
              defaultAcl: relation.defaultAcl,
              columns: true,
              above: { relations: wholesOf(relation, catalog), grantees: wholeGrantees },
              dependsOn,
            },
          }
        : {}),
    };
  },
});

/** What it is a part of: a partition, what that is a part of, and so on to the root. */
function wholesOf(part: Relation, catalog: Catalog): readonly Oid[] {
  const [whole] = parentsOf(catalog, part);
  return whole === undefined ? [] : [whole.catalogId.oid, ...wholesOf(whole, catalog)];
}
