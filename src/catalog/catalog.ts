import type { CatalogId, DumpId, Oid } from '../model/catalog-id.ts';
import type { DumpObject, ObjectDraft, ObjectType } from '../model/dump-object.ts';
import { addTo } from '../model/group-by.ts';
import type { Catalog, Detail } from '../objects/kind.ts';
import type { Server } from '../server/server.ts';

interface Index<V> {
  readonly map: Map<Oid, V>;
  /** How many of the type's objects are in it. */
  entered: number;
}

const noTies: DumpObject['ties'] = [];

/** The catalog while it is read: numbers objects as they come, answers look-ups at any time. */
export class CatalogBuilder implements Catalog {
  readonly server: Server;
  readonly objects: DumpObject[] = [];
  /** By catalog, then by OID: one number of both would have to be stored as an object of its own. */
  readonly #byCatalogId = new Map<Oid, Map<Oid, DumpObject>>();
  readonly #byOid = new Map<ObjectType, Index<DumpObject>>();
  readonly #byRelation = new Map<ObjectType, Index<DumpObject[]>>();
  readonly #byType = new Map<ObjectType, DumpObject[]>();
  readonly #details = new Map<unknown, ReadonlyMap<Oid, readonly unknown[]>>();

  constructor(server: Server) {
    this.server = server;
  }

  /** Gives the object its number, the next in line from 1. */
  add(draft: ObjectDraft<DumpObject>): DumpObject {
    // Field by field: of what Object.assign puts together V8 makes a hash table, of several times the size.
    const object = draft as DumpObject & { ties: DumpObject['ties'] };
    object.ties ??= noTies;
    object.dumpId = this.objects.length + 1;
    object.dump = 0;
    object.dependencies = [];
    object.postponed = false;
    this.objects.push(object);
    this.#of(object.type).push(object);
    const { tableoid, oid } = object.catalogId;
    if (tableoid !== 0) {
      let ofCatalog = this.#byCatalogId.get(tableoid);
      if (ofCatalog === undefined) this.#byCatalogId.set(tableoid, (ofCatalog = new Map()));
      ofCatalog.set(oid, object);
    }
    return object;
  }

  addDetails(detail: unknown, values: ReadonlyMap<Oid, readonly unknown[]>): void {
    this.#details.set(detail, values);
  }

  find(id: CatalogId): DumpObject | undefined {
    return this.#byCatalogId.get(id.tableoid)?.get(id.oid);
  }

  byDumpId(id: DumpId): DumpObject | undefined {
    return this.objects[id - 1];
  }

  all<T extends DumpObject>(type: T['type']): readonly T[] {
    return this.#of(type) as readonly DumpObject[] as readonly T[];
  }

  get<T extends DumpObject>(type: T['type'], oid: Oid): T | undefined {
    const index = this.#upToDate(this.#byOid, type, (map, object) => map.set(object.catalogId.oid, object));
    return index.get(oid) as T | undefined;
  }

  ofRelation<T extends DumpObject>(type: T['type'], relation: Oid): readonly T[] {
    const index = this.#upToDate(this.#byRelation, type, (map, object) => {
      if ('table' in object) addTo(map, object.table as Oid, object);
    });
    return (index.get(relation) ?? []) as readonly DumpObject[] as readonly T[];
  }

  details<Value>(detail: Detail<never, Value>, owner: Oid): readonly Value[] {
    return (this.#details.get(detail)?.get(owner) ?? []) as readonly Value[];
  }

  #of(type: ObjectType): DumpObject[] {
    let objects = this.#byType.get(type);
    if (objects === undefined) this.#byType.set(type, (objects = []));
    return objects;
  }

  /** An index is made for the types that are asked for, and goes on where it stood as objects come. */
  #upToDate<V>(
    indexes: Map<ObjectType, Index<V>>,
    type: ObjectType,
    enter: (map: Map<Oid, V>, object: DumpObject) => void,
  ): Map<Oid, V> {
    let index = indexes.get(type);
    if (index === undefined) indexes.set(type, (index = { map: new Map(), entered: 0 }));
    const objects = this.#of(type);
    while (index.entered < objects.length) enter(index.map, objects[index.entered++]!);
    return index.map;
  }
}
