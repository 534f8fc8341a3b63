import type { DumpObject } from './dump-object.ts';
import type { Index, Relation } from './relation.ts';
import type { ByteString } from './text.ts';

/** What the planner knows of a relation's size, as pg_class holds it. */
export interface RelationSize {
  readonly pages: number;
  readonly tuples: ByteString;
  readonly allVisiblePages: number;
  /** null: the server does not count them (before 18). */
  readonly allFrozenPages: number | null;
  /**
   * Column names of an index on expressions, which a restored index may call otherwise: its statistics are about
   * column numbers. null: columns go by their names.
   */
  readonly indexColumns: readonly ByteString[] | null;
}

/** The statistics data of a table, a materialized view or an index. */
export interface RelationStatistics extends DumpObject {
  readonly type: 'relation-statistics';
  readonly namespace: ByteString;
  readonly relation: Relation | Index;
  readonly size: RelationSize;
  /** sort/loops.ts may move those of a materialized view behind the data. */
  section: 'data' | 'post-data';
}
