import type { CatalogId, DumpId, Oid } from '../model/catalog-id.ts';
import type { Components, DumpObject, ObjectDraft, ObjectType } from '../model/dump-object.ts';
import type { Relation } from '../model/relation.ts';
import type { RelationStatistics } from '../model/relation-statistics.ts';
import type { Release } from '../model/release.ts';
import type { Extension, Schema } from '../model/schema.ts';
import type { ByteString } from '../model/text.ts';
import type { Server } from '../server/server.ts';
import type { Diagnostic } from '../log.ts';
import type { Section } from '../toc/entry.ts';
import type { Dialect } from './dialect.ts';

/** What a query is asked about. */
export interface Scope {
  /** OIDs of the relations whose parts (columns, defaults, constraints, …) are wanted. */
  readonly relations: readonly Oid[];
  /** Members of extensions are made like other objects (--binary-upgrade), those in pg_catalog too. */
  readonly extensionMembers: boolean;
  /** Schemas whose relations nobody wants to know of: a product's own, which its indexes and the like stand on. */
  readonly internalSchemas: readonly ByteString[];
}

/**
 * Rows read in bulk that belong to an object but are none themselves: columns, parents, enum labels. One query for all
 * owners; the run groups the values by `owner`, keeping the query's order.
 */
export interface Detail<Row extends object, Value> {
  readonly name: string;
  readonly requires: string;
  /**
   * Takes the server long and is needed only for entries behind the data: asked for last, and read while objects are
   * sorted and the entries before are made.
   */
  readonly late?: boolean;
  /** Nothing asks for it with these options: not read. */
  skip?(options: DdlOptions): boolean;
  query(server: Server, scope: Scope): ByteString;
  owner(row: Row): Oid;
  toValue(row: Row): Value;
}

export const defineDetail = <Row extends object, Value>(detail: Detail<Row, Value>): Detail<Row, Value> => detail;

/** Any detail, its row type erased. */
export type AnyDetail = Detail<never, unknown>;

/** The only value of a detail that every object of its kind has. */
export function theDetail<Value>(
  catalog: Catalog,
  detail: Detail<never, Value>,
  { catalogId, name }: DumpObject,
): Value {
  const [value] = catalog.details(detail, catalogId.oid);
  if (value === undefined) throw new Error(`no ${detail.name} were read of "${name}"`);
  return value;
}

/** Everything read from one snapshot. */
export interface Catalog {
  readonly server: Server;
  readonly objects: readonly DumpObject[];
  /** By catalog and OID; undefined: nothing the run has read. */
  find(catalogId: CatalogId): DumpObject | undefined;
  byDumpId(dumpId: DumpId): DumpObject | undefined;
  /** All objects of a type, in the order read. */
  all<T extends DumpObject>(type: T['type']): readonly T[];
  /** Object of a type by its OID. */
  get<T extends DumpObject>(type: T['type'], oid: Oid): T | undefined;
  /** Objects of a type that belong to a relation: those whose `table` field names it. */
  ofRelation<T extends DumpObject>(type: T['type'], relation: Oid): readonly T[];
  /** Values of a detail that belong to an owner; empty where there are none. */
  details<Value>(detail: Detail<never, Value>, owner: Oid): readonly Value[];
}

/** The rules that say which parts of an object are dumped; made by catalog/select.ts. */
export interface SelectionPolicy {
  /** No -n, -t or -e was given. */
  readonly everything: boolean;
  readonly selection: {
    readonly excludeSchemas: ReadonlySet<Oid>;
    readonly includeTables: ReadonlySet<Oid> | null;
    readonly includeFunctions: ReadonlySet<Oid> | null;
    readonly excludeTables: ReadonlySet<Oid>;
    readonly excludeTableData: ReadonlySet<Oid>;
    readonly includeExtensions: ReadonlySet<Oid> | null;
    readonly excludeExtensions: ReadonlySet<Oid>;
    readonly foreignServers: ReadonlySet<Oid>;
  };
  extensionOf(object: DumpObject): Extension | undefined;
  /**
   * A configuration table of an extension, whose rows are the user's: the WHERE clause on the rows to dump, '' all of
   * them; null: none, or no such table.
   */
  configTable(relation: Relation): ByteString | null;
  /** What is dumped of an extension's member; null: the object is none. */
  member(object: DumpObject): Components | null;
  /** As the object's schema says; without a schema, all if everything is dumped. */
  inSchema(object: DumpObject): Components;
  /** The rule for most kinds: membership, then the schema. */
  generic(object: DumpObject): Components;
  /** For objects in no schema that initdb may have made: membership, then all but those. */
  global(object: DumpObject): Components;
  /** Settles a schema's own fields. */
  schema(schema: Schema): void;
}

/** Rows as INSERT commands, as given by the user. */
export interface InsertOptions {
  readonly namesColumns: boolean;
  readonly rowsPerCommand: number;
  readonly onConflictDoNothing: boolean;
}

/** What decides the text of entries, as given by the user. */
export interface DdlOptions {
  /** Whose pg_dump the text is like. */
  readonly release: Release;
  /** Definitions are dumped; without --data-only and the like. */
  readonly schema: boolean;
  /** Rows, large objects and where sequences stand are dumped. */
  readonly data: boolean;
  /** Statistics data are dumped (18). */
  readonly statistics: boolean;
  /** Where sequences stand is dumped although other data are not. */
  readonly sequenceData: boolean;
  readonly noPolicies: boolean;
  readonly noComments: boolean;
  readonly noSecurityLabels: boolean;
  readonly noPrivileges: boolean;
  readonly disableDollarQuoting: boolean;
  readonly noToastCompression: boolean;
  /** OIDs of rows are dumped where tables have them. */
  readonly oids: boolean;
  /** Clauses that are Greenplum syntax are left out. */
  readonly noGpSyntax: boolean;
  readonly noTablespaces: boolean;
  readonly noUnloggedTableData: boolean;
  /** Large objects are dumped, as they are with everything or with -b. */
  readonly largeObjects: boolean;
  /** Large objects share entries (BLOB METADATA), which the format must have words for. */
  readonly groupsLargeObjects: boolean;
  readonly noPublications: boolean;
  readonly noSubscriptions: boolean;
  readonly loadViaPartitionRoot: boolean;
  /** Rows are INSERT commands; null: COPY data. */
  readonly inserts: InsertOptions | null;
  /** The archive's version is 1.16 or later: contents of large objects are tagged by the OIDs they begin and end with. */
  readonly tagsLargeObjectsByOid: boolean;
  /** For a cluster that takes over this one's files: OIDs and layouts are kept, extensions put together anew. */
  readonly binaryUpgrade: boolean;
}

export interface DdlContext {
  readonly server: Server;
  readonly dialect: Dialect;
  readonly options: DdlOptions;
  readonly catalog: Catalog;
  /** What the user should know of an object whose definition is strange; the entry is written all the same. */
  report(diagnostic: Diagnostic): void;
}

/** How rows are said as INSERT commands. */
export interface InsertCommands {
  /** Begins a command, up to VALUES; for a table without columns it is the whole command. */
  readonly head: ByteString;
  /** Ends a command. */
  readonly tail: ByteString;
  /** What is written for a NULL in each of the columns; a generated column is read as NULL. */
  readonly nulls: readonly ('NULL' | 'DEFAULT')[];
  readonly rowsPerCommand: number;
}

/** Where an entry's payload comes from. */
export type DataSource =
  /** `COPY … TO stdout;` */
  | { readonly kind: 'copy'; readonly statement: ByteString; readonly relation: Relation }
  /** A SELECT whose rows are written as INSERT commands. */
  | {
      readonly kind: 'insert';
      readonly statement: ByteString;
      readonly commands: InsertCommands;
      readonly relation: Relation;
    }
  | { readonly kind: 'large-objects'; readonly oids: readonly Oid[] };

/** An entry before it has a number. Left out: taken from the object (tag = its name, namespace, owner, catalogId). */
export interface EntryDraft {
  readonly desc: string;
  readonly tag?: ByteString;
  readonly namespace?: ByteString | null;
  readonly owner?: ByteString | null;
  readonly catalogId?: CatalogId;
  readonly section: Section;
  readonly definition: ByteString | null;
  readonly dropStatement: ByteString | null;
  readonly copyStatement?: ByteString | null;
  readonly tablespace?: ByteString | null;
  readonly tableAccessMethod?: ByteString | null;
  readonly relkind?: string | null;
  readonly withOids?: boolean;
  readonly data?: DataSource;
  /** The definition puts these in place; it is made when it is written, and left out here. */
  readonly statistics?: RelationStatistics;
  /**
   * Left out: what the object depends on, followed through objects that are not in the archive (pg_dump's
   * BuildArchiveDependencies). Given: exactly these.
   */
  readonly dependencies?: readonly DumpId[];
  /** The entry gets a number of its own; default: the first entry of an object carries the object's, others their own. */
  readonly ownDumpId?: boolean;
}

/**
 * What comments and security labels may be about: `COMMENT ON <type> [<schema>.]<name>`, with the tag `<type> <name>`.
 * `type` may hold more than a word (`TRIGGER t ON`); `name` is quoted as SQL wants it.
 */
export interface CommentTarget {
  readonly type: ByteString;
  readonly name: ByteString;
  /** Default: `<type> <name>`. */
  readonly tag?: ByteString;
  /** Schema to qualify the name with; null: the name stands alone. Default: the object's namespace. */
  readonly namespace?: ByteString | null;
  /** Default: the object's. */
  readonly catalogId?: CatalogId;
  /** pg_description.objsubid: an attribute number, else 0. */
  readonly subId?: number;
  /** false: security labels are not looked up for this target. */
  readonly labels?: boolean;
  /** The entry the comment hangs on; default: the object's. */
  readonly dependsOn?: DumpId;
  /** The comment that initdb gives the object: not repeated, and its absence is said. */
  readonly initialComment?: ByteString;
}

/** What GRANT and REVOKE are said about: `GRANT … ON <type> [<schema>.]<name>`, with the tag `<type> <name>`. */
export interface AclTarget {
  /** TABLE, SEQUENCE, FUNCTION, PROCEDURE, LANGUAGE, SCHEMA, DATABASE, TABLESPACE, TYPE, FOREIGN DATA WRAPPER, … */
  readonly type: string;
  /** Quoted; functions with their argument types. */
  readonly name: ByteString;
  readonly namespace?: ByteString | null;
  /** Default: `<type> <name>`. */
  readonly tag?: ByteString;
  /** aclitem texts; null: the catalog holds NULL, which means the defaults. */
  readonly acl: readonly ByteString[] | null;
  /** What acldefault() says. */
  readonly defaultAcl: readonly ByteString[];
  /** What the object has when it is created; default: what pg_init_privs says, else `defaultAcl`. */
  readonly base?: readonly ByteString[];
  /**
   * Tables whose privileges come to this one too when they are granted there, and the roles that have some: those are
   * waited for, and all is taken from these first.
   */
  readonly above?: { readonly relations: readonly Oid[]; readonly grantees: readonly ByteString[] };
  /** The entry the privileges hang on; default: the object's. */
  readonly dependsOn?: DumpId;
  /** Also look for the privileges of this relation's columns. */
  readonly columns?: boolean;
}

/**
 * Entries that follow an object's own, written by catalog/satellites.ts for every kind alike: the comments, then the
 * security labels of the same targets, then comments that come last (on constraints inside a table), then privileges.
 */
export interface Satellites {
  readonly comments: readonly CommentTarget[];
  readonly lateComments?: readonly CommentTarget[];
  /** Comments that come behind the privileges: those on the parts of a type. */
  readonly lastComments?: readonly CommentTarget[];
  readonly acl?: AclTarget;
  /** Owner to be named in the satellites' entries; default: the object's. */
  readonly owner?: ByteString | null;
}

/**
 * Everything the tool knows about one kind of database object. Pure: no I/O.
 * `toEntries` is called once for every object whose definition is wanted, in sorted order; `satellites` for every
 * object of which anything is wanted. Names in SQL are quoted with ddl/quote.ts.
 */
export interface ObjectKind<R extends object, T extends DumpObject> {
  readonly type: ObjectType;
  /** Catalog name that must exist (`server.has`), else the kind is skipped. */
  readonly requires: string;
  /** The user wants no objects of this kind: nothing is read. */
  skip?(options: DdlOptions): boolean;
  /**
   * Of a catalog that only superusers may read: for other roles `query` is not sent; `count` is, and unless it answers 0
   * the run says `warning` and goes on without the kind's objects.
   */
  readonly superuserOnly?: { readonly count: ByteString; readonly warning: string };
  /** One statement, same columns on every server; null: objects of this kind come from `derive` only. */
  readonly query: ((server: Server, scope: Scope) => ByteString) | null;
  /** What the objects read before know need not be asked again: a part of a table takes its schema and owner from there. */
  toObject(row: R, catalog: Catalog): ObjectDraft<T>;
  /** Which components are dumped; default: `policy.generic`. */
  select?(object: T, policy: SelectionPolicy, catalog: Catalog, options: DdlOptions): Components;
  /** The component that toEntries writes; default: the definition. */
  readonly component?: Components;
  /** Objects for which there is no row of their own, from those read so far. */
  derive?(catalog: Catalog, options: DdlOptions, policy: SelectionPolicy): readonly ObjectDraft<T>[];
  /**
   * Dependencies that pg_depend does not know, once all objects are read: calls `depend` for each, the object that
   * needs first. Called before pg_depend is looked at.
   */
  link?(object: T, catalog: Catalog, depend: (object: DumpObject, on: DumpObject) => void, options: DdlOptions): void;
  readonly details?: readonly AnyDetail[];
  toEntries(object: T, context: DdlContext): readonly EntryDraft[];
  /** Several where an object stands for many, each with its own. */
  satellites?(object: T, context: DdlContext): Satellites | readonly Satellites[];
  /** Entries behind the satellites: user mappings follow their server's privileges. Called for the same objects. */
  toLateEntries?(object: T, context: DdlContext): readonly EntryDraft[];
}

/** An ObjectKind, its row and object types erased. */
export type AnyKind = ObjectKind<object, DumpObject>;

/** The one cast that erases a kind's row and object types: the registry calls each kind only with what it made itself. */
export const defineKind = <R extends object, T extends DumpObject>(kind: ObjectKind<R, T>): AnyKind =>
  kind as unknown as AnyKind;
