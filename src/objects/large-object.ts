import { noCatalogId, type Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { ByteString } from '../model/text.ts';
import { defineKind } from './kind.ts';

interface Row {
  readonly oid: Oid;
  readonly owner: ByteString;
  readonly acl: ByteString[] | null;
  readonly defaultAcl: ByteString[];
}

interface LargeObject extends DumpObject {
  readonly type: 'large-object';
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

/** OID of pg_largeobject, under which comments and labels are kept (LargeObjectRelationId). */
export const largeObjectCatalog: Oid = 2613;

/** Large objects without their data, an entry for each: OID, owner and what hangs on it. */
export const largeObject = defineKind<Row, LargeObject>({
  type: 'large-object',
  requires: 'pg_largeobject_metadata',
  skip: ({ largeObjects, groupsLargeObjects }) => !largeObjects || groupsLargeObjects,
  query: (server) => `SELECT m.oid, pg_catalog.pg_get_userbyid(m.lomowner) AS owner, m.lomacl AS acl,
  pg_catalog.acldefault('L', m.lomowner) AS "defaultAcl"
FROM pg_catalog.pg_largeobject_metadata m${server.behaves.largeObjects ? '' : '\nWHERE false'}
ORDER BY m.oid`,
  toObject: ({ oid, ...row }) => ({
    ...row,
    type: 'large-object',
    catalogId: { tableoid: largeObjectCatalog, oid },
    name: `${oid}`,
    namespace: null,
  }),
  select: () => component.all,
  toEntries: ({ name }) => [
    {
      desc: 'BLOB',
      section: 'pre-data',
      definition: `SELECT pg_catalog.lo_create('${name}');\n`,
      dropStatement: `SELECT pg_catalog.lo_unlink('${name}');\n`,
    },
  ],
  satellites: ({ name, acl, defaultAcl }, { options }) => ({
    // Comments and labels count as data here, privileges as both.
    comments: !options.data && !options.binaryUpgrade ? [] : [{ type: 'LARGE OBJECT', name }],
    acl: { type: 'LARGE OBJECT', name, acl, defaultAcl },
  }),
});

/** The contents of all large objects: one entry, if there are any. */
export const largeObjectData = defineKind<never, DumpObject>({
  type: 'large-object-data',
  requires: 'pg_largeobject_metadata',
  query: null,
  toObject: (row) => row,
  derive: (catalog) =>
    catalog.all<LargeObject>('large-object').length === 0
      ? []
      : [{ type: 'large-object-data', catalogId: noCatalogId, name: 'BLOBS', namespace: null, owner: null }],
  select: () => component.all,
  component: component.data,
  toEntries(_object, { catalog, options }) {
    const oids = catalog.all<LargeObject>('large-object').map((object) => object.catalogId.oid);
    return [
      {
        desc: 'BLOBS',
        // pg_restore finds the members of a tar archive by this (_LoadLOs in pg_backup_tar.c, since 17).
        tag: options.tagsLargeObjectsByOid ? oidRange(oids) : 'BLOBS',
        section: 'data',
        definition: null,
        dropStatement: null,
        dependencies: [],
        data: { kind: 'large-objects', oids },
      },
    ];
  },
});

export const oidRange = (oids: readonly Oid[]): string =>
  oids.length === 1 ? `${oids[0]}` : `${oids[0]}..${oids.at(-1)}`;
