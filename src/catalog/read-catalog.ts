import type { Oid } from '../model/catalog-id.ts';
import { component, type DumpObject } from '../model/dump-object.ts';
import { addTo } from '../model/group-by.ts';
import type { Relation } from '../model/relation.ts';
import { type ByteString, shown } from '../model/text.ts';
import type { Dialect } from '../objects/dialect.ts';
import type { AnyDetail, AnyKind, DdlOptions, Scope, SelectionPolicy } from '../objects/kind.ts';
import { followingKinds, leadingKinds } from '../objects/registry.ts';
import { parents } from '../objects/table/details.ts';
import { parentsOf } from '../objects/table/inheritance.ts';
import type { Reporter } from '../log.ts';
import type { Server } from '../server/server.ts';
import type { Query, Session } from '../server/session.ts';
import { CatalogBuilder } from './catalog.ts';
import { addBoundaries, addExtensionDependencies, Dependencies, type Boundaries } from './dependencies.ts';
import { readExtensionMembers } from './extension-members.ts';
import { findRewritten, lockTables } from './lock-tables.ts';
import { readSequences } from './sequence-values.ts';
import { SatelliteData } from './satellites.ts';
import { findUncovered } from './uncovered.ts';
import { selectionPolicy, type ResolvedSelection } from './select.ts';

export interface ReadCatalogOptions {
  readonly ddl: DdlOptions;
  readonly dialect: Dialect;
  readonly selection: ResolvedSelection;
  readonly lockWaitTimeout: string | undefined;
  readonly reporter: Reporter;
}

export interface ReadCatalogResult {
  readonly catalog: CatalogBuilder;
  readonly boundaries: Boundaries;
  readonly satellites: SatelliteData;
  /** The kind that made an object; undefined: the boundaries, which none did. */
  kindOf(object: DumpObject): AnyKind | undefined;
  /** What only the entries behind the data need has been read. Nothing else can be asked of the session before. */
  readonly lateDetails: Promise<void>;
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
  const policy = selectionPolicy(options.selection, members, catalog, { ...options.dialect, ...options.ddl });
  const reader = new KindReader(session, catalog, policy, options);

  for (const kind of leadingKinds) await reader.read([kind]);
  const relations = catalog.all<Relation>('table');
  await reader.read([], reader.unread([parents]));
  settleRelations(catalog, relations, policy);
  await lockTables(session, server, relations, options.lockWaitTimeout);
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
    ...reader.scope,
    relations: relations.filter((relation) => relation.interesting && relation.relkind !== 'S').map(oidOf),
  };
  const kinds = [...leadingKinds, ...followingKinds, ...options.dialect.kinds];
  const details = [
    ...kinds.flatMap((kind) => reader.detailsOf(kind)),
    ...reader.unread([...options.dialect.clauses.map(({ detail }) => detail), ...options.dialect.columnClauses]),
  ];
  const late = details.filter((detail) => detail.late === true);
  const dependencies = new Dependencies();
  const satellites = new SatelliteData();
  await reader.read(
    [...followingKinds, ...options.dialect.kinds],
    details.filter((detail) => !late.includes(detail)),
    [dependencies.query as Query<never>, ...satellites.queries(server)],
  );
  await readSequences(session, catalog);
  if (policy.everything) {
    const uncovered = await findUncovered(session, kinds, options.dialect);
    uncovered.forEach((diagnostic) => options.reporter.diagnostic(diagnostic));
  }

  const lateDetails = reader.read([], late);
  // What fails before anybody waits for it fails there too.
  lateDetails.catch(() => {});

  options.reporter.verbose('reading dependency data');
  addExtensionDependencies(catalog, members);
  reader.link();
  dependencies.addTo(catalog, members);
  const boundaries = addBoundaries(catalog);
  return {
    catalog,
    boundaries,
    satellites,
    kindOf: (object) => reader.kindOf(object),
    lateDetails,
  };
}

const oidOf = (object: DumpObject): Oid => object.catalogId.oid;

/** One statement's part of the reading; null: nothing is asked of the server. */
interface Step {
  readonly sql: ByteString | null;
  readonly onStart: () => void;
  readonly onRow: (row: never) => void;
  readonly onEnd: () => void;
}

/** Runs kinds' queries; knows which kind an object came from. */
class KindReader {
  scope: Scope;
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
    const { internalSchemas } = options.dialect;
    this.scope = { relations: [], extensionMembers: options.ddl.binaryUpgrade, internalSchemas };
  }

  kindOf(object: DumpObject): AnyKind | undefined {
    return this.#kinds[object.dumpId];
  }

  /**
   * Reads what others ask for, then details, then kinds' objects in turn, in one message to the server. What comes first
   * is taken while the server is at work on the objects, which is what takes it longest.
   */
  async read(
    kinds: readonly AnyKind[],
    details: readonly AnyDetail[] = [],
    others: readonly Query<never>[] = [],
  ): Promise<void> {
    const steps = details.map((detail) => this.#readingOf(detail));
    for (const kind of kinds) if (await this.#isReadable(kind)) steps.push(this.#objectsOf(kind));
    await this.#run(steps, others);
  }

  /** A step without a statement follows upon the one before. */
  async #run(steps: readonly Step[], others: readonly Query<never>[]): Promise<void> {
    const queries = [...others];
    let following: (() => void)[] = [];
    for (const { sql, onStart, onRow, onEnd } of steps) {
      if (sql === null) {
        following.push(onStart, onEnd);
        continue;
      }
      const ends = (following = [onEnd]);
      queries.push({ sql, onStart, onRow, onEnd: () => ends.forEach((end) => end()) });
    }
    if (queries.length === 0) following.forEach((end) => end());
    await this.#session.eachOf(queries);
  }

  #objectsOf(kind: AnyKind): Step {
    const { server } = this.#catalog;
    return {
      sql: kind.query?.(server, this.scope) ?? null,
      onStart: () => this.#options.reporter.verbose(`reading ${kind.type.replaceAll('-', ' ')} objects`),
      onRow: (row) => this.#add(kind, kind.toObject(row, this.#catalog)),
      onEnd: () => {
        const derived = kind.derive?.(this.#catalog, this.#options.ddl, this.#policy) ?? [];
        for (const draft of derived) this.#add(kind, draft);
      },
    };
  }

  async #isReadable(kind: AnyKind): Promise<boolean> {
    return this.#isWanted(kind) && !(await this.#isForbidden(kind));
  }

  #isWanted(kind: AnyKind): boolean {
    return this.#catalog.server.has(kind.requires) && kind.skip?.(this.#options.ddl) !== true;
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
    object.dump = kind.select?.(object, this.#policy, this.#catalog, this.#options.ddl) ?? this.#policy.generic(object);
  }

  detailsOf(kind: AnyKind): readonly AnyDetail[] {
    return this.#isWanted(kind) ? this.unread(kind.details ?? []) : [];
  }

  /** Those that the server has and that nobody has asked for yet; they count as read from now on. */
  unread(details: readonly AnyDetail[]): readonly AnyDetail[] {
    const unread = details.filter(
      (detail) =>
        !this.#detailsRead.has(detail) &&
        this.#catalog.server.has(detail.requires) &&
        detail.skip?.(this.#options.ddl) !== true,
    );
    for (const detail of unread) this.#detailsRead.add(detail);
    return unread;
  }

  #readingOf(detail: AnyDetail): Step {
    const values = new Map<Oid, unknown[]>();
    return {
      sql: detail.query(this.#catalog.server, this.scope),
      onStart: () => this.#options.reporter.verbose(`reading ${detail.name}`),
      onRow: (row) => addTo(values, detail.owner(row), detail.toValue(row)),
      onEnd: () => this.#catalog.addDetails(detail, values),
    };
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
    if (relation.isMadeByRoot) for (const parent of parentsOf(catalog, relation)) parent.makesPartitions = true;
  }
}
