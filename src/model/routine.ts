import type { Oid } from './catalog-id.ts';
import type { DumpObject } from './dump-object.ts';
import type { ByteString } from './text.ts';

/** A function, procedure or aggregate. */
export interface Routine extends DumpObject {
  readonly type: 'function' | 'aggregate';
  /** format_type() of its input arguments. */
  readonly argumentTypes: readonly ByteString[];
  /** pg_get_function_arguments(): names, modes and defaults too. */
  readonly argumentList: ByteString;
  /** pg_get_function_identity_arguments(). */
  readonly identityArguments: ByteString;
  /** pg_proc.proparallel: s safe, r restricted, u unsafe. */
  readonly parallel: string;
  readonly acl: readonly ByteString[] | null;
  readonly defaultAcl: readonly ByteString[];
}

export interface SqlFunction extends Routine {
  readonly type: 'function';
  /** pg_proc.prokind: f function, p procedure, w window function. */
  readonly prokind: string;
  readonly language: ByteString;
  readonly returnsSet: boolean;
  /** pg_get_function_result(); null for procedures. */
  readonly result: ByteString | null;
  readonly source: ByteString;
  /** Object file of a C function; '' none. */
  readonly binary: ByteString;
  /** Body in standard SQL (BEGIN ATOMIC, RETURN); null: `source` holds the body. */
  readonly sqlBody: ByteString | null;
  /** Types whose transforms are used. */
  readonly transformTypes: readonly ByteString[];
  /** pg_proc.provolatile. */
  readonly volatility: string;
  readonly isStrict: boolean;
  readonly isSecurityDefiner: boolean;
  readonly isLeakproof: boolean;
  readonly cost: string;
  readonly rows: string;
  /** Qualified name; '-': none. */
  readonly support: ByteString;
  /** `name=value` each. */
  readonly settings: readonly ByteString[];
}

export interface Aggregate extends Routine {
  readonly type: 'aggregate';
  /** pg_aggregate.aggkind: n normal, o ordered-set, h hypothetical-set. */
  readonly kind: string;
  readonly plain: AggregateState;
  /** Moving-aggregate mode; its functions are '-' where there is none. */
  readonly moving: AggregateState & { readonly inverseFunction: ByteString };
  /** Function names are qualified; '-': none. */
  readonly combineFunction: ByteString;
  readonly serialFunction: ByteString;
  readonly deserialFunction: ByteString;
  readonly sortOperator: { readonly oid: Oid; readonly namespace: ByteString; readonly name: ByteString } | null;
}

/** How an aggregate gathers and finishes its state. */
export interface AggregateState {
  readonly transitionFunction: ByteString;
  readonly transitionType: ByteString;
  /** Bytes; 0: not said. */
  readonly space: number;
  readonly initialValue: ByteString | null;
  readonly finalFunction: ByteString;
  readonly finalExtra: boolean;
  /** r read-only, s shareable, w read-write; '0': the server does not know it. */
  readonly finalModify: string;
}
