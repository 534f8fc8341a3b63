import type { DumpObject } from './dump-object.ts';
import type { Relation } from './relation.ts';
import type { ByteString } from './text.ts';

/** The contents of a table, the value of a sequence, or the refresh of a materialized view. */
export interface RelationData extends DumpObject {
  readonly type: 'table-data' | 'sequence-set' | 'materialized-view-refresh';
  readonly relation: Relation;
  /** WHERE clause on the rows of an extension's configuration table; '' all. */
  readonly condition: ByteString;
}
