import type { ByteString } from '../model/text.ts';
import { quoteIdent } from '../ddl/quote.ts';

/** SQL that gives a function's schema, name and argument types as a row of text, NULL where there is no function. */
export const functionReferenceColumn = (functionOid: string): ByteString =>
  `(SELECT ARRAY[fn.nspname::pg_catalog.text, f.proname::pg_catalog.text, pg_catalog.array_to_string(ARRAY(
    SELECT pg_catalog.format_type(a.type, NULL)
    FROM pg_catalog.unnest(f.proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS a(type, position)
    ORDER BY a.position), ', ')]
  FROM pg_catalog.pg_proc f
  JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
  WHERE f.oid = ${functionOid})`;

/** What such a column holds. */
export type FunctionReference = readonly [namespace: ByteString, name: ByteString, argumentTypes: ByteString];

/** `schema.function(type, …)`: always qualified, as a reference by hand would not be. */
export const functionReference = ([namespace, name, argumentTypes]: FunctionReference): ByteString =>
  `${quoteIdent(namespace)}.${quoteIdent(name)}(${argumentTypes})`;
