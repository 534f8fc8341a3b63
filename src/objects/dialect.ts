import type { DumpObject } from '../model/dump-object.ts';
import type { Release } from '../model/release.ts';
import type { ByteString } from '../model/text.ts';
import type { AnyKind, DdlContext, Detail } from './kind.ts';

/** Where a product's own clauses stand: in a list of parts, between two words, or behind what PostgreSQL says there. */
export type Slot =
  | 'table-word'
  | 'table-head'
  | 'table-elements'
  | 'table-end'
  | 'table-commands'
  | 'copy-end'
  | 'selected-rows'
  | 'function-attributes'
  | 'function-end'
  | 'aggregate-parts';

/** A clause of a product's own: for the objects that its detail has texts for, each an element of the list, or its own blank ahead, or commands. */
export interface Clause {
  readonly slot: Slot;
  readonly detail: Detail<never, ByteString>;
  /** Left out where the user wants no Greenplum syntax. */
  readonly isGpSyntax?: boolean;
}

/** What a product says at the end of a column's definition. */
export interface ColumnClause {
  /** Column number. */
  readonly column: number;
  readonly text: ByteString;
}

/**
 * What a product that grew from PostgreSQL adds to it: attached to the kinds by slots, so that no kind asks which product
 * it is about. Pure.
 */
export interface Dialect {
  /** Objects that only the product has. */
  readonly kinds: readonly AnyKind[];
  readonly clauses: readonly Clause[];
  readonly columnClauses: readonly Detail<never, ColumnClause>[];
  /** Catalogs whose rows are written as parts of other objects. */
  readonly partCatalogs: readonly string[];
  /** What ALTER ROLE says of a role beside PostgreSQL's attributes. */
  readonly roleAttributes: readonly RoleAttribute[];
  /** What belongs to no database and is neither role nor tablespace, in the order in which it is written and read. */
  readonly globalSections: readonly AnyGlobalSection[];
  readonly tablespaceClauses: readonly TablespaceClause[];
  /** Schemas of the product's own, which no dump holds. */
  readonly internalSchemas: readonly ByteString[];
  /** Settings that decide what a text means, and the value under which a dump reads it (and session-settings.ts sets). */
  readonly textSettings: readonly (readonly [name: string, value: string])[];
  /** Whose text a dump of the product is like; null: that of the release nearest to the server. */
  readonly release: Release | null;
}

/** What of the whole server is dumped only where it is asked for. */
export type GlobalsOption = 'resourceQueues' | 'resourceGroups';

export interface PartOfGlobals {
  /** A name in the catalog: servers without it have none of this. */
  readonly requires: string;
  readonly option?: GlobalsOption;
  /** Passwords and the like, which only superusers may read: left out with --no-role-passwords. */
  readonly isSecret?: true;
}

export interface RoleAttribute extends PartOfGlobals {
  /** SQL for the words, of row `r` of pg_authid or pg_roles; NULL where the role has none. */
  readonly words: ByteString;
}

export interface TablespaceClause extends PartOfGlobals {
  /** Gives `oid` and `words`, which stand behind the tablespace's place, for those that have any. */
  readonly query: ByteString;
  /** Left out where the user wants no Greenplum syntax. */
  readonly isGpSyntax?: boolean;
}

/** Global objects of one sort, or what is said of them in one place of the script. */
export interface GlobalSection<Row extends object> extends PartOfGlobals {
  readonly title: string;
  readonly place: 'before roles' | 'behind memberships' | 'behind tablespaces';
  readonly query: ByteString;
  readonly commands: (rows: readonly Row[], options: { readonly noComments: boolean }) => readonly ByteString[];
  /** With --clean: '' for what is there in every cluster. */
  readonly drop?: (row: Row) => ByteString;
}

export type AnyGlobalSection = GlobalSection<never>;

export const postgresql: Dialect = {
  kinds: [],
  clauses: [],
  columnClauses: [],
  partCatalogs: [],
  roleAttributes: [],
  globalSections: [],
  tablespaceClauses: [],
  internalSchemas: [],
  textSettings: [],
  release: null,
};

/** What the server's product says of an object in one of the slots. */
export const clausesIn = (
  slot: Slot,
  { catalogId }: DumpObject,
  { catalog, dialect, options }: DdlContext,
): ByteString[] =>
  dialect.clauses
    .filter((clause) => clause.slot === slot && !(options.noGpSyntax && clause.isGpSyntax === true))
    .flatMap(({ detail }) => catalog.details(detail, catalogId.oid));

/** What it says of a table's columns, by their numbers. */
export const columnClausesOf = (
  { catalogId }: DumpObject,
  { catalog, dialect }: DdlContext,
): ReadonlyMap<number, ByteString> =>
  new Map(
    dialect.columnClauses
      .flatMap((detail) => catalog.details(detail, catalogId.oid))
      .map(({ column, text }) => [column, text]),
  );
