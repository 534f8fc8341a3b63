import type { DumpId } from '../model/catalog-id.ts';
import { component, type DumpObject, type ObjectType } from '../model/dump-object.ts';
import type { RelationStatistics } from '../model/relation-statistics.ts';
import { satelliteEntries, type SatelliteData } from '../catalog/satellites.ts';
import { upgradeDefinition } from '../objects/binary-upgrade/definition.ts';
import type { AnyKind, Catalog, DataSource, DdlContext, EntryDraft } from '../objects/kind.ts';
import type { TocEntry } from '../toc/entry.ts';

/** resolveDependencies has the last word on what it depends on. */
interface UnresolvedEntry extends TocEntry {
  dependencies: readonly DumpId[];
}

/** An entry of the dump before its dependencies are known. */
export interface BuiltEntry {
  readonly entry: UnresolvedEntry;
  /** Where the payload comes from; undefined: there is none. */
  readonly data: DataSource | undefined;
  /** What the definition puts in place, where it is made only when it is written. */
  readonly statistics: RelationStatistics | undefined;
  /** Dependencies are as given and not to be followed further (pg_dump's "special" ones). */
  readonly fixedDependencies: boolean;
}

/** Types of which no entry is a definition; for large objects all count as data. */
const nonSchemaTypes: ReadonlySet<ObjectType> = new Set([
  ...(['table-data', 'sequence-set', 'large-object', 'large-object-data'] as const),
  ...(['large-object-group', 'large-object-group-data', 'relation-statistics'] as const),
]);

export class EntryBuilder {
  readonly entries: BuiltEntry[] = [];
  readonly #context: DdlContext;
  readonly #satellites: SatelliteData;
  #lastDumpId: DumpId;

  constructor(context: DdlContext, satellites: SatelliteData) {
    this.#context = context;
    this.#satellites = satellites;
    this.#lastDumpId = context.catalog.objects.length;
  }

  newDumpId(): DumpId {
    return ++this.#lastDumpId;
  }

  /** Everything an object needs: its own entries, then comments, labels and privileges. */
  addObject(object: DumpObject, kind: AnyKind | undefined): void {
    if (kind === undefined || object.dump === component.none) return;
    if (!this.#context.options.schema && !nonSchemaTypes.has(object.type)) return;
    if ((object.dump & (kind.component ?? component.definition)) !== 0) {
      kind.toEntries(object, this.#context).forEach((plain, position) => {
        const draft = position === 0 ? this.#forUpgrade(plain, object, kind) : plain;
        const dumpId = draft.ownDumpId === true || position > 0 ? this.newDumpId() : object.dumpId;
        this.add(draft, dumpId, object);
      });
    }
    this.#addSatellites(object, kind);
    for (const draft of kind.toLateEntries?.(object, this.#context) ?? []) this.add(draft, this.newDumpId(), object);
  }

  #forUpgrade(draft: EntryDraft, object: DumpObject, kind: AnyKind): EntryDraft {
    if (!this.#context.options.binaryUpgrade || draft.definition === null) return draft;
    return { ...draft, definition: upgradeDefinition(draft.definition, object, kind, this.#context) };
  }

  #addSatellites(object: DumpObject, kind: AnyKind): void {
    const satellites = kind.satellites?.(object, this.#context) ?? [];
    const newDumpId = (): DumpId => this.newDumpId();
    for (const each of [satellites].flat()) {
      for (const { dumpId, draft } of satelliteEntries(object, each, this.#satellites, this.#context, newDumpId)) {
        this.add(draft, dumpId, object);
      }
    }
  }

  /** What the draft leaves out comes from the object. */
  add(draft: EntryDraft, dumpId: DumpId, object: DumpObject | null): void {
    const nobody = this.#context.options.release.emptyOwners ? '' : null;
    this.entries.push({
      entry: {
        dumpId,
        catalogId: draft.catalogId ?? object?.catalogId ?? { tableoid: 0, oid: 0 },
        desc: draft.desc,
        tag: draft.tag ?? object?.name ?? '',
        namespace: draft.namespace === undefined ? (object?.namespace ?? null) : draft.namespace,
        tablespace: draft.tablespace ?? null,
        tableAccessMethod: draft.tableAccessMethod ?? null,
        relkind: draft.relkind ?? null,
        owner: (draft.owner === undefined ? object?.owner : draft.owner) ?? nobody,
        section: draft.section,
        definition: draft.definition,
        dropStatement: draft.dropStatement,
        copyStatement: draft.copyStatement ?? null,
        withOids: draft.withOids ?? false,
        dependencies: draft.dependencies ?? [],
        hasData: draft.data !== undefined,
      },
      data: draft.data,
      statistics: draft.statistics,
      fixedDependencies: draft.dependencies !== undefined && draft.dependencies.length > 0,
    });
  }
}

/**
 * Gives entries the dependencies a restore can use: chains through objects that are not in the archive, a view's rule
 * for instance, are followed to those that are (BuildArchiveDependencies in pg_dump.c).
 */
export function resolveDependencies(built: readonly BuiltEntry[], catalog: Catalog): void {
  const present = new Set(built.map(({ entry }) => entry.dumpId));
  for (const { entry, fixedDependencies } of built) {
    const object = fixedDependencies ? undefined : catalog.byDumpId(entry.dumpId);
    if (object === undefined) continue;
    const dependencies: DumpId[] = [];
    collect(object, present, catalog, dependencies);
    entry.dependencies = dependencies;
  }
}

function collect(object: DumpObject, present: ReadonlySet<DumpId>, catalog: Catalog, found: DumpId[]): void {
  // Searching through the boundaries would make everything depend on everything before it.
  if (object.type === 'pre-data-boundary' || object.type === 'post-data-boundary') return;
  for (const id of object.dependencies) {
    if (present.has(id)) found.push(id);
    else {
      const absent = catalog.byDumpId(id);
      if (absent !== undefined) collect(absent, present, catalog, found);
    }
  }
}
