import type { DumpId, Oid } from '../model/catalog-id.ts';
import { catalogIdKey, noCatalogId } from '../model/catalog-id.ts';
import type { DumpObject, ObjectType } from '../model/dump-object.ts';
import type { RelationStatistics } from '../model/relation-statistics.ts';
import type { Constraint, Rule } from '../model/relation.ts';
import type { Query } from '../server/session.ts';
import type { CatalogBuilder } from './catalog.ts';
import type { ExtensionMembers } from './select.ts';

interface Row {
  readonly classid: Oid;
  readonly objid: Oid;
  readonly refclassid: Oid;
  readonly refobjid: Oid;
  readonly deptype: string;
}

/**
 * pg_depend without column numbers: a dependency of or on a column is one of or on its table. Entries of operator
 * families stand for the family; their internal dependencies and those on the family itself would be loops
 * (getDependencies in pg_dump.c).
 */
const dependencyQuery = `SELECT classid, objid, refclassid, refobjid, deptype
FROM pg_catalog.pg_depend
WHERE deptype <> 'p' AND deptype <> 'e'
UNION ALL
SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, o.amopfamily, d.refclassid, d.refobjid, d.deptype
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_amop o ON d.classid = 'pg_catalog.pg_amop'::pg_catalog.regclass AND d.objid = o.oid
WHERE d.deptype NOT IN ('p', 'e', 'i')
  AND NOT (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND o.amopfamily = d.refobjid)
UNION ALL
SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, p.amprocfamily, d.refclassid, d.refobjid, d.deptype
FROM pg_catalog.pg_depend d
JOIN pg_catalog.pg_amproc p ON d.classid = 'pg_catalog.pg_amproc'::pg_catalog.regclass AND d.objid = p.oid
WHERE d.deptype NOT IN ('p', 'e', 'i')
  AND NOT (d.refclassid = 'pg_catalog.pg_opfamily'::pg_catalog.regclass AND p.amprocfamily = d.refobjid)
ORDER BY 1, 2`;

/** What pg_depend says: read before the objects it is about are known, understood when they are. */
export class Dependencies {
  /** Five numbers a row: the catalog's columns in order, deptype as 1 for internal ones. */
  readonly #rows: number[] = [];

  readonly query: Query<Row> = {
    sql: dependencyQuery,
    onRow: ({ classid, objid, refclassid, refobjid, deptype }) =>
      this.#rows.push(classid, objid, refclassid, refobjid, deptype === 'i' ? 1 : 0),
  };

  /** An extension's member that no kind has read stands for its extension. */
  addTo(catalog: CatalogBuilder, members: ExtensionMembers): void {
    const resolve = (tableoid: Oid, oid: Oid): DumpObject | undefined => {
      const found = catalog.find({ tableoid, oid });
      if (found !== undefined) return found;
      const extension = members.get(catalogIdKey({ tableoid, oid }));
      return extension === undefined ? undefined : catalog.get('extension', extension);
    };
    // Rows come object by object. An array that grows by pushing takes room for seventeen at once.
    let found: DumpId[] = [];
    let object: DumpObject | undefined;
    const settle = (): void => {
      if (object !== undefined && found.length > 0) object.dependencies = object.dependencies.concat(found);
      found = [];
    };
    let classid: Oid = 0;
    let objid: Oid = 0;
    const rows = this.#rows;
    for (let row = 0; row < rows.length; row += 5) {
      if (rows[row + 1] !== objid || rows[row] !== classid) {
        settle();
        classid = rows[row]!;
        objid = rows[row + 1]!;
        object = catalog.find({ tableoid: classid, oid: objid });
      }
      if (object === undefined) continue;
      const referenced = resolve(rows[row + 2]!, rows[row + 3]!);
      if (referenced === undefined) continue;
      // A table's row type needs the table. For a composite type the catalog has it the other way round, which is right
      // for DROP and wrong for ordering.
      if (rows[row + 4] === 1 && object.type === 'table' && referenced.type === 'type') {
        referenced.dependencies.push(object.dumpId);
      } else found.push(referenced.dumpId);
    }
    settle();
  }
}

/** Members need their extension. */
export function addExtensionDependencies(catalog: CatalogBuilder, members: ExtensionMembers): void {
  for (const object of catalog.objects) {
    const extension = members.get(catalogIdKey(object.catalogId));
    const owner = extension === undefined ? undefined : catalog.get('extension', extension);
    if (owner !== undefined) object.dependencies.push(owner.dumpId);
  }
}

type Place = 'pre-data' | 'data' | 'post-data' | 'by itself';

/** Types that are not written before the data; rules and constraints are after it only where they stand alone. */
const places: Partial<Record<ObjectType, Place>> = {
  'table-data': 'data',
  'sequence-set': 'data',
  'large-object-data': 'data',
  'large-object-group': 'data',
  'large-object-group-data': 'data',
  index: 'post-data',
  'index-attach': 'post-data',
  statistics: 'post-data',
  'materialized-view-refresh': 'post-data',
  trigger: 'post-data',
  'event-trigger': 'post-data',
  'default-privileges': 'post-data',
  policy: 'post-data',
  publication: 'post-data',
  'publication-table': 'post-data',
  'publication-schema': 'post-data',
  subscription: 'post-data',
  'subscription-table': 'post-data',
  task: 'post-data',
  'tag-assignment': 'post-data',
};

function placeOf(object: DumpObject): Place {
  if (object.type === 'rule' || object.type === 'constraint' || object.type === 'foreign-key') {
    return (object as Rule | Constraint).separate ? 'post-data' : 'by itself';
  }
  if (object.type === 'relation-statistics') return (object as RelationStatistics).section;
  return places[object.type] ?? 'pre-data';
}

export interface Boundaries {
  readonly preData: DumpObject;
  readonly postData: DumpObject;
}

/** The two objects that keep the sections apart; every other is tied to them (addBoundaryDependencies in pg_dump.c). */
export function addBoundaries(catalog: CatalogBuilder): Boundaries {
  const objects = [...catalog.objects];
  const boundary = (type: ObjectType, name: string): DumpObject =>
    catalog.add({ type, catalogId: noCatalogId, name, namespace: null, owner: null });
  const preData = boundary('pre-data-boundary', 'PRE-DATA BOUNDARY');
  const postData = boundary('post-data-boundary', 'POST-DATA BOUNDARY');
  for (const object of objects) {
    const place = placeOf(object);
    if (place === 'pre-data') preData.dependencies.push(object.dumpId);
    if (place === 'data') {
      object.dependencies.push(preData.dumpId);
      postData.dependencies.push(object.dumpId);
    }
    if (place === 'post-data') object.dependencies.push(postData.dumpId);
  }
  postData.dependencies.push(preData.dumpId);
  return { preData, postData };
}
