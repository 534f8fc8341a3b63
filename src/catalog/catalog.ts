import { catalogIdKey, type CatalogId, type DumpId, type Oid } from '../model/catalog-id.ts';
import type { DumpObject, ObjectDraft, ObjectType } from '../model/dump-object.ts';
import type { Catalog, Detail } from '../objects/kind.ts';
import type { Server } from '../server/server.ts';

/** The catalog while it is read: numbers objects as they come, answers look-ups at any time. */
export class CatalogBuilder implements Catalog {
  readonly server: Server;
  readonly objects: DumpObject[] = [];
  readonly #byCatalogId = new Map<number, DumpObject>();
  readonly #byTypeAndOid = new Map<ObjectType, Map<Oid, DumpObject>>();
  readonly #byRelation = new Map<ObjectType, Map<Oid, DumpObject[]>>();
  readonly #byType = new Map<ObjectType, DumpObject[]>();
  readonly #details = new Map<unknown, ReadonlyMap<Oid, readonly unknown[]>>();

  constructor(server: Server) {
    this.server = server;
  }

  /** Gives the object its number, the next in line from 1. */
  add(draft: ObjectDraft<DumpObject>): DumpObject {
    const object: DumpObject = Object.assign(draft, {
      ties: draft.ties ?? [],
      dumpId: this.objects.length + 1,
      dump: 0,
      dependencies: [],
      postponed: false,
    });
    this.objects.push(object);
    this.#of(object.type).push(object);
    if (object.catalogId.tableoid !== 0) this.#byCatalogId.set(catalogIdKey(object.catalogId), object);
    inner(this.#byTypeAndOid, object.type).set(object.catalogId.oid, object);
    if ('table' in object) {
      const ofType = inner(this.#byRelation, object.type);
      const ofRelation = ofType.get(object.table as Oid);
      if (ofRelation === undefined) ofType.set(object.table as Oid, [object]);
      else ofRelation.push(object);
    }
    return object;
  }

  addDetails(detail: unknown, values: ReadonlyMap<Oid, readonly unknown[]>): void {
    this.#details.set(detail, values);
  }

  find(id: CatalogId): DumpObject | undefined {
    return this.#byCatalogId.get(catalogIdKey(id));
  }

  byDumpId(id: DumpId): DumpObject | undefined {
    return this.objects[id - 1];
  }

  all<T extends DumpObject>(type: T['type']): readonly T[] {
    return this.#of(type) as readonly DumpObject[] as readonly T[];
  }

  get<T extends DumpObject>(type: T['type'], oid: Oid): T | undefined {
    return this.#byTypeAndOid.get(type)?.get(oid) as T | undefined;
  }

  ofRelation<T extends DumpObject>(type: T['type'], relation: Oid): readonly T[] {
    return (this.#byRelation.get(type)?.get(relation) ?? []) as readonly DumpObject[] as readonly T[];
  }

  details<Value>(detail: Detail<never, Value>, owner: Oid): readonly Value[] {
    return (this.#details.get(detail)?.get(owner) ?? []) as readonly Value[];
  }

  #of(type: ObjectType): DumpObject[] {
    let objects = this.#byType.get(type);
    if (objects === undefined) this.#byType.set(type, (objects = []));
    return objects;
  }
}

function inner<K, L, V>(outer: Map<K, Map<L, V>>, name: K): Map<L, V> {
  let map = outer.get(name);
  if (map === undefined) outer.set(name, (map = new Map<L, V>()));
  return map;
}
