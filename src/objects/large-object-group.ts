import { noCatalogId, type Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { defineKind } from './kind.ts';
import { largeObjectCatalog, oidRange } from './large-object.ts';

interface Row {
  readonly oids: Oid[];
  readonly owner: ByteString;
  readonly acl: ByteString[] | null;
  readonly defaultAcl: ByteString[];
}

interface LargeObjectGroup extends DumpObject {
  readonly type: 'large-object-group';
  readonly oids: readonly Oid[];
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

interface LargeObjectGroupData extends DumpObject {
  readonly type: 'large-object-group-data';
  readonly group: LargeObjectGroup;
}

/** Of the large objects with the same owner and privileges that many share entries (MAX_BLOBS_PER_ARCHIVE_ENTRY). */
const groupSize = 1000;

/** Large objects without their data, many to an entry: since PostgreSQL 17 an archive may hold millions of them. */
export const largeObjectGroup = defineKind<Row, LargeObjectGroup>({
  type: 'large-object-group',
  requires: 'pg_largeobject_metadata',
  skip: ({ largeObjects, groupsLargeObjects }) => !largeObjects || !groupsLargeObjects,
  query: (server) => `SELECT g.oids, pg_catalog.pg_get_userbyid(m.lomowner) AS owner, m.lomacl AS acl,
  pg_catalog.acldefault('L', m.lomowner) AS "defaultAcl"
FROM (SELECT pg_catalog.array_agg(n.oid ORDER BY n.oid) AS oids
  FROM (SELECT oid, lomowner, lomacl::pg_catalog.text AS acl, (pg_catalog.row_number()
      OVER (PARTITION BY lomowner, lomacl::pg_catalog.text ORDER BY oid) - 1) / ${groupSize} AS batch
    FROM pg_catalog.pg_largeobject_metadata${server.behaves.largeObjects ? '' : '\n    WHERE false'}) n
  GROUP BY n.lomowner, n.acl, n.batch) g
JOIN pg_catalog.pg_largeobject_metadata m ON m.oid = g.oids[1]
ORDER BY m.oid`,
  toObject: (row) => ({
    ...row,
    type: 'large-object-group',
    catalogId: { tableoid: largeObjectCatalog, oid: row.oids[0]! },
    name: oidRange(row.oids),
    namespace: null,
  }),
  select: () => component.all,
  toEntries: ({ oids }) => [
    {
      desc: 'BLOB METADATA',
      section: 'data',
      definition: oids.map((oid) => `${oid}\n`).join(''),
      // Never run: a restore unlinks each by itself.
      dropStatement: '-- dummy',
    },
  ],
  satellites: ({ name, oids, acl, defaultAcl }) => [
    ...oids.map((oid) => ({
      comments: [{ type: 'LARGE OBJECT', name: `${oid}`, catalogId: { tableoid: largeObjectCatalog, oid } }],
    })),
    {
      comments: [],
      acl: {
        // Speaks of the first on behalf of all; a restore says it for each.
        type: 'LARGE OBJECT',
        name: `${oids[0]}`,
        tag: `LARGE OBJECT${oids.length > 1 ? 'S' : ''} ${name}`,
        acl,
        defaultAcl,
      },
    },
  ],
});

/** The contents of each group. */
export const largeObjectGroupData = defineKind<never, LargeObjectGroupData>({
  type: 'large-object-group-data',
  requires: 'pg_largeobject_metadata',
  query: null,
  toObject: (row) => row,
  derive: (catalog) =>
    catalog.all<LargeObjectGroup>('large-object-group').map((group) => ({
      type: 'large-object-group-data',
      catalogId: noCatalogId,
      name: group.name,
      namespace: null,
      owner: group.owner,
      group,
    })),
  select: () => component.all,
  component: component.data,
  link: (data, _catalog, depend) => depend(data, data.group),
  toEntries: ({ group, dependencies }) => [
    {
      desc: 'BLOBS',
      section: 'data',
      definition: null,
      dropStatement: null,
      dependencies,
      data: { kind: 'large-objects', oids: group.oids },
    },
  ],
});
