import type { Components, DumpObject } from './dump-object.ts';
import type { ByteString } from './text.ts';

export interface Schema extends DumpObject {
  readonly type: 'schema';
  readonly ownedByDatabaseOwner: boolean;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
  /** false: initdb makes it (public). */
  creates: boolean;
  /** What to dump of the objects in it. */
  contents: Components;
}

export interface Extension extends DumpObject {
  readonly type: 'extension';
  readonly schema: ByteString;
  readonly version: ByteString;
  readonly isRelocatable: boolean;
  /** Configuration tables and the conditions on their rows. */
  readonly configTables: readonly number[];
  readonly configConditions: readonly ByteString[];
  /** The same two as literals of their arrays; null: none. */
  readonly configTablesText: ByteString | null;
  readonly configConditionsText: ByteString | null;
  /** What to dump of its members. */
  contents: Components;
}
