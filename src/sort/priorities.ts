import { objectTypes, type DumpObject, type ObjectType } from '../model/dump-object.ts';

/**
 * Where each type of object starts out, before dependencies move it: as in pg_dump_sort.c (dbObjectTypePriority).
 * Casts stand before functions although they need them, because the server records a view that uses a cast as
 * depending on the cast's function; event triggers come next to last, so that none fires during a restore, and
 * refreshes of materialized views last, because they run user code.
 */
const priorityOrder: readonly (readonly ObjectType[])[] = [
  ['schema'],
  ['language'],
  ['collation'],
  ['transform'],
  ['extension'],
  ['type', 'shell-type', 'type-encoding'],
  ['cast'],
  ['function'],
  ['aggregate'],
  ['access-method'],
  ['operator'],
  ['operator-family', 'operator-class'],
  ['conversion'],
  ['text-search-parser'],
  ['text-search-template'],
  ['text-search-dictionary'],
  ['text-search-configuration'],
  ['protocol'],
  ['foreign-data-wrapper'],
  ['foreign-server'],
  ['table'],
  ['classic-part'],
  ['table-attach'],
  ['partition-template', 'enum-key', 'directory-files'],
  ['dummy-type'],
  ['column-default'],
  ['large-object'],
  ['pre-data-boundary'],
  ['table-data'],
  ['sequence-set'],
  ['large-object-group'],
  ['large-object-data', 'large-object-group-data'],
  ['relation-statistics'],
  ['post-data-boundary'],
  ['constraint'],
  ['index', 'part-index'],
  ['index-attach'],
  ['statistics'],
  ['rule'],
  ['trigger', 'part-action'],
  ['foreign-key'],
  ['policy'],
  ['publication'],
  ['publication-table'],
  ['publication-schema'],
  ['subscription'],
  ['subscription-table'],
  ['default-privileges'],
  ['task', 'tag-assignment'],
  ['event-trigger'],
  ['materialized-view-refresh'],
];

const priorities: ReadonlyMap<ObjectType, number> = new Map(
  priorityOrder.flatMap((types, priority) => types.map((type) => [type, priority] as const)),
);
const typeRank: ReadonlyMap<ObjectType, number> = new Map(objectTypes.map((type, rank) => [type, rank]));

export const priorityOf = (type: ObjectType): number => priorities.get(type)!;

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** In the order they start out in (DOTypeNameCompare in pg_dump_sort.c). */
export function sortByTypeAndName(objects: readonly DumpObject[]): DumpObject[] {
  const byPriority = priorityOrder.map((): DumpObject[] => []);
  for (const object of objects) byPriority[priorityOf(object.type)]!.push(object);
  return byPriority.flatMap((ofPriority) => ofPriority.sort(compareByName));
}

/** Names are byte strings, so `<` orders them as strcmp does. */
function compareByName(a: DumpObject, b: DumpObject): number {
  return (
    compareNamespaces(a.namespace, b.namespace) ||
    compare(a.name, b.name) ||
    typeRank.get(a.type)! - typeRank.get(b.type)! ||
    compareTies(a.ties, b.ties) ||
    a.catalogId.oid - b.catalogId.oid
  );
}

/** Objects without a schema come after those with one. */
function compareNamespaces(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return compare(a, b);
}

function compareTies(a: DumpObject['ties'], b: DumpObject['ties']): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const order = compare(a[i]!, b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}
