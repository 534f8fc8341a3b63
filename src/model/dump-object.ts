import type { CatalogId, DumpId } from './catalog-id.ts';
import type { ByteString } from './text.ts';

/** Parts of an object that can be dumped apart from each other (pg_dump's DUMP_COMPONENT_…), a bit each. */
export const component = {
  none: 0,
  definition: 1,
  data: 2,
  comment: 4,
  securityLabel: 8,
  acl: 16,
  policy: 32,
  userMapping: 64,
  all: 127,
} as const;
export type Components = number;

/**
 * Sorts of objects that take part in ordering, in the order of pg_dump's enum DumpableObjectType: the last tie-break
 * but one of the sort. Some stand for no catalog row (table data, attachments, the two boundaries).
 */
export const objectTypes = [
  'schema',
  'extension',
  'type',
  'shell-type',
  'function',
  'aggregate',
  'operator',
  'access-method',
  'operator-class',
  'operator-family',
  'collation',
  'conversion',
  'table',
  'table-attach',
  'column-default',
  'index',
  'index-attach',
  'statistics',
  'rule',
  'trigger',
  'constraint',
  'foreign-key',
  'language',
  'cast',
  'table-data',
  'sequence-set',
  'dummy-type',
  'text-search-parser',
  'text-search-dictionary',
  'text-search-template',
  'text-search-configuration',
  'foreign-data-wrapper',
  'foreign-server',
  'default-privileges',
  'transform',
  'protocol',
  'type-encoding',
  'partition-template',
  'enum-key',
  'directory-files',
  'task',
  'tag-assignment',
  'classic-part',
  'part-index',
  'part-action',
  'large-object',
  'large-object-data',
  'large-object-group',
  'large-object-group-data',
  'pre-data-boundary',
  'post-data-boundary',
  'event-trigger',
  'materialized-view-refresh',
  'policy',
  'publication',
  'publication-table',
  'publication-schema',
  'relation-statistics',
  'subscription',
  'subscription-table',
] as const;
export type ObjectType = (typeof objectTypes)[number];

/** One object of the database. What a catalog row says is readonly; what the run decides about it is not. */
export interface DumpObject {
  readonly type: ObjectType;
  readonly catalogId: CatalogId;
  readonly name: ByteString;
  /** null: the object lives in no schema. */
  readonly namespace: ByteString | null;
  /** Role name; null where the kind has no owner. */
  readonly owner: ByteString | null;
  /** What tells objects of one type, schema and name apart in the sort, compared in turn before the OID. */
  readonly ties: readonly (ByteString | number)[];

  /** Given when the catalog is read. */
  dumpId: DumpId;
  /** Settled by catalog/select.ts. */
  dump: Components;
  /** Objects that must come first; filled by catalog/dependencies.ts, loops repaired by sort/loops.ts. */
  dependencies: DumpId[];
  /** sort/loops.ts moved a function or materialized view behind the data. */
  postponed: boolean;
}

/** What a kind's toObject gives: the rest is the run's. */
export type ObjectDraft<T extends DumpObject> = Omit<T, 'dumpId' | 'dump' | 'dependencies' | 'postponed' | 'ties'> & {
  readonly ties?: T['ties'];
};

/** A query's row whose columns are named as the object's fields, the catalog id in two columns. */
export type RowOf<T extends DumpObject, Settled extends keyof T = never> = CatalogId &
  Omit<T, Exclude<keyof DumpObject, 'name' | 'namespace' | 'owner'> | Settled>;
