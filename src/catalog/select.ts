import { catalogIdKey, firstNormalOid, type Oid } from '../model/catalog-id.ts';
import { component, type Components } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { Extension, Schema } from '../model/schema.ts';
import type { ByteString } from '../model/text.ts';
import type { Dialect } from '../objects/dialect.ts';
import type { Catalog, DdlOptions, SelectionPolicy } from '../objects/kind.ts';

/** What the user's patterns came to. null: no such option was given. */
export interface ResolvedSelection {
  /** No -n, -t or -e: objects that live in no schema are dumped as well. */
  readonly everything: boolean;
  readonly includeSchemas: ReadonlySet<Oid> | null;
  readonly excludeSchemas: ReadonlySet<Oid>;
  readonly includeTables: ReadonlySet<Oid> | null;
  readonly includeFunctions: ReadonlySet<Oid> | null;
  readonly excludeTables: ReadonlySet<Oid>;
  readonly excludeTableData: ReadonlySet<Oid>;
  readonly includeExtensions: ReadonlySet<Oid> | null;
  readonly excludeExtensions: ReadonlySet<Oid>;
  readonly foreignServers: ReadonlySet<Oid>;
}

export const selectEverything: ResolvedSelection = {
  everything: true,
  includeSchemas: null,
  excludeSchemas: new Set(),
  includeTables: null,
  includeFunctions: null,
  excludeTables: new Set(),
  excludeTableData: new Set(),
  includeExtensions: null,
  excludeExtensions: new Set(),
  foreignServers: new Set(),
};

/** Extension by member's catalogIdKey, from pg_depend. */
export type ExtensionMembers = ReadonlyMap<number, Oid>;

/** The rules of pg_dump's selectDumpable… functions. */
export function selectionPolicy(
  selection: ResolvedSelection,
  members: ExtensionMembers,
  catalog: Catalog,
  {
    binaryUpgrade,
    internalSchemas,
    release,
  }: Pick<DdlOptions, 'binaryUpgrade' | 'release'> & Pick<Dialect, 'internalSchemas'>,
): SelectionPolicy {
  const everything = selection.everything ? component.all : component.none;
  const schemas = new Map<string, Schema>();
  const schemaNamed = (name: string): Schema | undefined => {
    if (schemas.size === 0) for (const schema of catalog.all<Schema>('schema')) schemas.set(schema.name, schema);
    return schemas.get(name);
  };

  const policy: SelectionPolicy = {
    everything: everything !== 0,
    selection,
    member(object) {
      const extension = policy.extensionOf(object);
      // Privileges changed since CREATE EXTENSION are the members' own; all else the extension's script makes.
      if (extension === undefined) return null;
      return binaryUpgrade ? extension.dump : extension.contents & component.acl;
    },
    extensionOf(object) {
      const oid = members.get(catalogIdKey(object.catalogId));
      return oid === undefined ? undefined : catalog.get<Extension>('extension', oid);
    },
    configTable: (relation) => configCondition(relation, policy, schemaNamed(relation.namespace ?? '')),
    inSchema: (object) =>
      object.namespace === null ? everything : (schemaNamed(object.namespace)?.contents ?? component.none),
    generic: (object) => policy.member(object) ?? policy.inSchema(object),
    global: (object) => policy.member(object) ?? (object.catalogId.oid < firstNormalOid ? component.none : everything),
    schema: (schema) => selectSchema(schema, selection, { internalSchemas, release }),
  };
  return policy;
}

/** See SelectionPolicy.configTable (processExtensionTables in pg_dump.c). */
function configCondition(relation: Relation, policy: SelectionPolicy, schema: Schema | undefined): ByteString | null {
  const { oid } = relation.catalogId;
  const extension = policy.extensionOf(relation);
  const position = extension?.configTables.indexOf(oid) ?? -1;
  if (extension === undefined || position < 0) return null;
  const { includeExtensions, excludeExtensions, includeTables, excludeTables } = policy.selection;
  if (includeExtensions !== null && !includeExtensions.has(extension.catalogId.oid)) return null;
  if (excludeExtensions.has(extension.catalogId.oid)) return null;
  if (excludeTables.has(oid) || schema === undefined || policy.selection.excludeSchemas.has(schema.catalogId.oid))
    return null;
  const isWanted =
    (extension.dump & component.definition) !== 0 ||
    includeTables?.has(oid) === true ||
    (schema.dump & component.data) !== 0;
  return isWanted ? (extension.configConditions[position] ?? '') : null;
}

/** Settles `dump`, `contents` and `creates` of a schema (selectDumpableNamespace). */
function selectSchema(
  schema: Schema,
  selection: ResolvedSelection,
  { internalSchemas, release }: Pick<Dialect, 'internalSchemas'> & Pick<DdlOptions, 'release'>,
): void {
  const { oid } = schema.catalogId;
  const isSystem =
    schema.name.startsWith('pg_') || schema.name === 'information_schema' || internalSchemas.includes(schema.name);
  let dump: Components = component.all;
  let contents: Components = component.all;
  if (selection.includeTables !== null) dump = contents = component.none;
  else if (selection.includeSchemas !== null) {
    dump = contents = selection.includeSchemas.has(oid) ? component.all : component.none;
  } else if (schema.name === 'pg_catalog') {
    // What initdb granted is not known before 9.6: all of it would look like a user's.
    dump = contents = release.revokesAllFirst ? component.none : component.acl;
  } else if (isSystem) dump = contents = component.none;
  else if (schema.name === 'public') {
    schema.creates = false;
    if (!release.ownsPublicSchema) dump = component.acl;
    if (schema.ownedByDatabaseOwner) dump &= ~component.definition;
  }
  if (selection.excludeSchemas.has(oid)) dump = contents = component.none;
  schema.dump = dump;
  schema.contents = contents;
}
