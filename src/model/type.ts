import type { DumpId, Oid } from './catalog-id.ts';
import type { DumpObject } from './dump-object.ts';
import type { ByteString } from './text.ts';

/** A data type; row types of tables and array types take part in ordering as `dummy-type`. */
export interface DumpType extends DumpObject {
  readonly type: 'type' | 'dummy-type';
  /** pg_type.typtype: b base, c composite, d domain, e enum, p pseudo, r range, m multirange. */
  readonly typtype: string;
  readonly isDefined: boolean;
  /** Composite types and row types: the relation that holds the attributes; else 0. */
  readonly relation: Oid;
  /** format_type(oid, NULL). */
  readonly formatted: ByteString;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
  /** The shell to be created before its functions; null: needs none. Given by the shell-type kind. */
  shellType: DumpId | null;
}
