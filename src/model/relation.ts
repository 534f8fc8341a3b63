import type { Oid } from './catalog-id.ts';
import type { DumpObject } from './dump-object.ts';
import type { ByteString } from './text.ts';

/** pg_class.relkind: r table, S sequence, v view, m materialized view, f foreign table, p partitioned table,
 *  c composite type; x external table (Greenplum 6, whose pg_class says r), d directory table (Cloudberry). */
export type Relkind = 'r' | 'S' | 'v' | 'm' | 'f' | 'p' | 'c' | 'x' | 'd';

/** A table or something like it: what can be read before it is locked. */
export interface Relation extends DumpObject {
  readonly type: 'table';
  readonly relkind: Relkind;
  readonly persistence: 'p' | 'u' | 't';
  /** OID of its row type; 0: none (sequences since 14). */
  readonly rowType: Oid;
  readonly checkCount: number;
  readonly hasIndexes: boolean;
  readonly hasTriggers: boolean;
  /** Pages of the table and its TOAST table, as the last VACUUM or ANALYZE saw them. */
  readonly pages: number;
  /** Sequences: the table and column that own it; 0: none. */
  readonly owningTable: Oid;
  readonly owningColumn: number;
  readonly isIdentitySequence: boolean;
  /** '': the database's default. */
  readonly tablespace: ByteString;
  readonly accessMethod: ByteString | null;
  readonly isPopulated: boolean;
  /** A materialized view that refreshes itself by a schedule (Cloudberry 2). */
  readonly isDynamic: boolean;
  /** pg_class.relreplident. */
  readonly replicaIdentity: string;
  readonly rowSecurity: boolean;
  readonly forceRowSecurity: boolean;
  /** `name=value` each. */
  readonly options: readonly ByteString[];
  readonly toastOptions: readonly ByteString[];
  readonly checkOption: 'LOCAL' | 'CASCADED' | null;
  /** The composite type of a typed table; 0: none. */
  readonly ofType: Oid;
  readonly isPartition: boolean;
  /** A partition that its table's own definition makes (Greenplum 6). */
  readonly isMadeByRoot: boolean;
  /** Its rows have OIDs (before 12). */
  readonly withOids: boolean;
  readonly foreignServer: Oid;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];

  /** Its columns, defaults and constraints are wanted: it is dumped, or a child or an owned sequence of it is. */
  interesting: boolean;
  /** Its definition makes partitions (Greenplum 6), which nothing said of the table ONLY would reach. */
  makesPartitions: boolean;
  /** sort/loops.ts: the view is created with NULL columns, its real definition follows as a rule. */
  dummyView: boolean;
}

/** A valid NOT NULL of a column. */
export interface NotNull {
  /** OID of the constraint; 0: it is a mark of the column only. */
  readonly constraint: Oid;
  /** null: the server's own choice, which need not be said. */
  readonly name: ByteString | null;
  readonly noInherit: boolean;
  /** Said of the table itself; false where the server does not tell. */
  readonly isLocal: boolean;
}

/** One column, or the place of a dropped one. */
export interface Column {
  /** 1 … */
  readonly number: number;
  readonly name: ByteString;
  /** format_type(); '-' for a dropped column. */
  readonly type: ByteString;
  readonly isDropped: boolean;
  readonly isLocal: boolean;
  /** null: NULLs are allowed, or the constraint is an object of its own because it is not valid yet. */
  readonly notNull: NotNull | null;
  /** -1: the default. */
  readonly statisticsTarget: number;
  /** pg_attribute.attstorage, and pg_type.typstorage. */
  readonly storage: string;
  readonly typeStorage: string;
  /** '' or a letter of pg_attribute.attcompression. */
  readonly compression: string;
  /** '' no, 'a' always, 'd' by default. */
  readonly identity: string;
  /** '' no, 's' stored, 'v' virtual. */
  readonly generated: string;
  readonly hasDefault: boolean;
  /** `name=value, …`, ready to print; '' none. */
  readonly options: ByteString;
  /** Quoted `name 'value'` items, ready to print; '' none. */
  readonly fdwOptions: ByteString;
  /** null: that of its type. */
  readonly collation: { readonly namespace: ByteString; readonly name: ByteString } | null;
}

export interface ColumnDefault extends DumpObject {
  readonly type: 'column-default';
  readonly table: Oid;
  /** Column number. */
  readonly column: number;
  readonly expression: ByteString;
  /** Written by an ALTER TABLE of its own; may become so when a loop is broken. */
  separate: boolean;
}

export interface Constraint extends DumpObject {
  readonly type: 'constraint' | 'foreign-key';
  /** p primary key, u unique, x exclusion, c check, f foreign key, n not null. */
  readonly contype: 'p' | 'u' | 'x' | 'c' | 'f' | 'n';
  /** 0: a domain's. */
  readonly table: Oid;
  /** 0: a table's. */
  readonly domain: Oid;
  /** The table's or domain's name. */
  readonly on: ByteString;
  readonly onRelkind: string;
  /** pg_get_constraintdef(); null where the text is built from the index (primary keys and unique constraints). */
  readonly definition: ByteString | null;
  /** OID of the index behind p, u and x, and of the referenced index for f; else 0. */
  readonly index: Oid;
  /** Foreign keys: the referenced table. */
  readonly referencedTable: Oid;
  /** Primary keys and unique constraints: ranges in the last column must not overlap. */
  readonly withoutOverlaps?: boolean;
  readonly isDeferrable: boolean;
  readonly isDeferred: boolean;
  readonly isLocal: boolean;
  /** Written by a command of its own; may become so when a loop is broken. */
  separate: boolean;
}

export interface Index extends DumpObject {
  readonly type: 'index';
  readonly table: Oid;
  readonly tableName: ByteString;
  readonly isClustered: boolean;
  readonly isReplicaIdentity: boolean;
  readonly nullsNotDistinct: boolean;
  readonly keyCount: number;
  /** Column numbers, keys first, then INCLUDE columns; 0 for expressions. */
  readonly columns: readonly number[];
  readonly options: readonly ByteString[];
  readonly tablespace: ByteString;
  /** The partitioned index it is attached to; 0: none. */
  readonly parentIndex: Oid;
  /** Statistics targets by column number. */
  readonly statistics: readonly { readonly column: number; readonly target: number }[];
  /** OID of the constraint it implements; 0: none. */
  readonly constraint: Oid;
}

export interface Rule extends DumpObject {
  readonly type: 'rule';
  readonly table: Oid;
  readonly tableName: ByteString;
  readonly tableRelkind: Relkind;
  /** pg_rewrite.ev_type: '1' is ON SELECT. */
  readonly event: string;
  readonly isInstead: boolean;
  /** pg_rewrite.ev_enabled. */
  readonly enabled: string;
  readonly definition: ByteString;
  /** Not part of its view's definition. */
  separate: boolean;
}
