import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import { type ByteString, shown } from '../model/text.ts';
import type { AnyDetail, AnyKind, DdlOptions, Scope, SelectionPolicy } from '../objects/kind.ts';
import { followingKinds, leadingKinds } from '../objects/registry.ts';
import { parents } from '../objects/table/details.ts';
import { parentsOf } from '../objects/table/inheritance.ts';
import type { Reporter } from '../log.ts';
import type { Server } from '../server/server.ts';
import type { Session } from '../server/session.ts';
import { CatalogBuilder } from './catalog.ts';
import { addBoundaries, addExtensionDependencies, readDependencies, type Boundaries } from './dependencies.ts';
import { readExtensionMembers } from './extension-members.ts';
import { findRewritten, lockTables } from './lock-tables.ts';
import { readSequenceValues } from './sequence-values.ts';
import { findUncovered } from './uncovered.ts';
import { selectionPolicy, type ResolvedSelection } from './select.ts';

export interface ReadCatalogOptions {
  readonly ddl: DdlOptions;
  readonly selection: ResolvedSelection;
  readonly lockWaitTimeout: string | undefined;
  readonly reporter: Reporter;
}

export interface ReadCatalogResult {
  readonly catalog: CatalogBuilder;
  readonly boundaries: Boundaries;
  /** The kind that made an object; undefined: the boundaries, which none did. */
  kindOf(object: DumpObject): AnyKind | undefined;
}

/**
 * Reads the database's objects in the session's snapshot, decides which are dumped, locks those tables, and finds what
 * depends on what. One statement for each kind and detail, however many objects there are.
 */
export async function readCatalog(
  session: Session,
  server: Server,
  options: ReadCatalogOptions,
): Promise<ReadCatalogResult> {
  const catalog = new CatalogBuilder(server);
  const members = await readExtensionMembers(session);
  const policy = selectionPolicy(options.selection, members, catalog);
  const reader = new KindReader(session, catalog, policy, options);

  for (const kind of leadingKinds) await reader.readObjects(kind);
  const relations = catalog.all<Relation>('table');
  await reader.readDetail(parents);
  settleRelations(catalog, relations, policy);
  await lockTables(session, relations, options.lockWaitTimeout);
  if (options.ddl.data && server.has('pg_relation_filenode()')) {
    for (const { namespace, name } of await findRewritten(session, relations)) {
      options.reporter.diagnostic({
        severity: 'warning',
        subject: null,
        message: `table "${shown(`${namespace}.${name}`)}" was truncated, rewritten or replaced while the dump began`,
        detail: 'Rows that it had before are missing from the dump, unless it was CLUSTER or VACUUM FULL.',
        hint: 'Dump again.',
      });
    }
  }

  reader.scope = {
    relations: relations.filter((relation) => relation.interesting && relation.relkind !== 'S').map(oidOf),
  };
  for (const kind of [...leadingKinds, ...followingKinds]) await reader.readDetails(kind);
  for (const kind of followingKinds) await reader.readObjects(kind);
  await readSequenceValues(session, catalog);
  if (policy.everything) {
    const uncovered = await findUncovered(session, [...leadingKinds, ...followingKinds]);
    uncovered.forEach((diagnostic) => options.reporter.diagnostic(diagnostic));
  }

  options.reporter.verbose('reading dependency data');
  addExtensionDependencies(catalog, members);
  reader.link();
  await readDependencies(session, catalog, members);
  const boundaries = addBoundaries(catalog);
  return { catalog, boundaries, kindOf: (object) => reader.kindOf(object) };
}

const oidOf = (object: DumpObject): Oid => object.catalogId.oid;

/** Runs kinds' queries; knows which kind an object came from. */
class KindReader {
  scope: Scope = { relations: [] };
  readonly #session: Session;
  readonly #catalog: CatalogBuilder;
  readonly #policy: SelectionPolicy;
  readonly #options: ReadCatalogOptions;
  readonly #kinds: AnyKind[] = [];
  readonly #detailsRead = new Set<AnyDetail>();

  constructor(session: Session, catalog: CatalogBuilder, policy: SelectionPolicy, options: ReadCatalogOptions) {
    this.#session = session;
    this.#catalog = catalog;
    this.#policy = policy;
    this.#options = options;
  }

  kindOf(object: DumpObject): AnyKind | undefined {
    return this.#kinds[object.dumpId];
  }

  async readObjects(kind: AnyKind): Promise<void> {
    const { server } = this.#catalog;
    if (!server.has(kind.requires) || kind.skip?.(this.#options.ddl) === true) return;
    if (await this.#isForbidden(kind)) return;
    this.#options.reporter.verbose(`reading ${kind.type.replaceAll('-', ' ')} objects`);
    if (kind.query !== null) {
      await this.#session.each<object>(kind.query(server, this.scope), (row) => {
        this.#add(kind, kind.toObject(row, server));
      });
    }
    const derived = kind.derive?.(this.#catalog, this.#options.ddl, this.#policy) ?? [];
    for (const draft of derived) this.#add(kind, draft);
  }

  /** Says so, if there are objects that only a superuser could read. */
  async #isForbidden({ superuserOnly }: AnyKind): Promise<boolean> {
    if (superuserOnly === undefined || this.#session.parameter('is_superuser') === 'on') return false;
    const [row] = await this.#session.query<{ count: ByteString }>(superuserOnly.count);
    if (row?.count !== '0') {
      this.#options.reporter.diagnostic({ severity: 'warning', subject: null, message: superuserOnly.warning });
    }
    return true;
  }

  #add(kind: AnyKind, draft: Parameters<CatalogBuilder['add']>[0]): void {
    const object = this.#catalog.add(draft);
    this.#kinds[object.dumpId] = kind;
    object.dump = kind.select?.(object, this.#policy, this.#catalog) ?? this.#policy.generic(object);
  }

  async readDetails(kind: AnyKind): Promise<void> {
    if (!this.#catalog.server.has(kind.requires) || kind.skip?.(this.#options.ddl) === true) return;
    for (const detail of kind.details ?? []) await this.readDetail(detail);
  }

  async readDetail(detail: AnyDetail): Promise<void> {
    const { server } = this.#catalog;
    if (this.#detailsRead.has(detail) || !server.has(detail.requires)) return;
    this.#detailsRead.add(detail);
    this.#options.reporter.verbose(`reading ${detail.name}`);
    const values = new Map<Oid, unknown[]>();
    await this.#session.each<never>(detail.query(server, this.scope), (row) => {
      const owner = detail.owner(row);
      const ofOwner = values.get(owner);
      if (ofOwner === undefined) values.set(owner, [detail.toValue(row)]);
      else ofOwner.push(detail.toValue(row));
    });
    this.#catalog.addDetails(detail, values);
  }

  /** Dependencies that only the kinds know. */
  link(): void {
    const depend = (object: DumpObject, on: DumpObject): void => {
      object.dependencies.push(on.dumpId);
    };
    for (const object of [...this.#catalog.objects]) {
      this.#kinds[object.dumpId]?.link?.(object, this.#catalog, depend, this.#options.ddl);
    }
  }
}

/**
 * Sequences follow the table that owns them; parents' columns are needed to tell what a child inherits (getOwnedSeqs
 * in pg_dump.c, flagInhTables in common.c).
 */
function settleRelations(catalog: CatalogBuilder, relations: readonly Relation[], policy: SelectionPolicy): void {
  const owned: [sequence: Relation, owner: Relation][] = [];
  for (const relation of relations) {
    relation.interesting =
      (relation.dump & (component.definition | component.data)) !== 0 || policy.configTable(relation) !== null;
    const owner = relation.owningTable === 0 ? undefined : catalog.get<Relation>('table', relation.owningTable);
    if (owner !== undefined) owned.push([relation, owner]);
  }
  for (const [sequence, owner] of owned) {
    sequence.dump = sequence.isIdentitySequence ? owner.dump : sequence.dump | owner.dump;
    if (sequence.dump !== 0) sequence.interesting = owner.interesting = true;
  }
  for (const relation of relations) {
    if (relation.dump !== 0) for (const parent of parentsOf(catalog, relation)) parent.interesting = true;
  }
}
