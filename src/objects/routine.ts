import type { Oid } from '../model/catalog-id.ts';
import type { DumpObject } from '../model/dump-object.ts';
import type { Routine } from '../model/routine.ts';
import type { ByteString } from '../model/text.ts';
import type { Server } from '../server/server.ts';
import type { Scope } from './kind.ts';
import { quoteIdent } from '../ddl/quote.ts';

/** What the queries of functions and aggregates both return. */
export interface RoutineRow {
  readonly tableoid: Oid;
  readonly oid: Oid;
  readonly name: ByteString;
  readonly namespace: ByteString;
  readonly owner: ByteString;
  readonly argumentTypes: ByteString[];
  readonly argumentTypeSchemas: ByteString[];
  readonly argumentTypeNames: ByteString[];
  readonly argumentList: ByteString;
  readonly identityArguments: ByteString;
  readonly parallel: string;
  readonly acl: ByteString[] | null;
  readonly defaultAcl: ByteString[];
}

const ofArguments = (value: string): string => `ARRAY(SELECT ${value}
    FROM pg_catalog.unnest(p.proargtypes) WITH ORDINALITY AS arg(type, position)
    JOIN pg_catalog.pg_type at ON at.oid = arg.type
    JOIN pg_catalog.pg_namespace an ON an.oid = at.typnamespace
    ORDER BY arg.position)`;

/** Columns of RoutineRow for a `p` from routineTables. */
export const routineColumns = (server: Server): string => `p.tableoid, p.oid, p.proname AS name,
  n.nspname AS namespace, pg_catalog.pg_get_userbyid(p.proowner) AS owner,
  ${ofArguments('pg_catalog.format_type(at.oid, NULL)')} AS "argumentTypes",
  ${ofArguments('an.nspname')} AS "argumentTypeSchemas",
  ${ofArguments('at.typname')} AS "argumentTypeNames",
  pg_catalog.pg_get_function_arguments(p.oid) AS "argumentList",
  pg_catalog.pg_get_function_identity_arguments(p.oid) AS "identityArguments",
  ${server.has('pg_proc.proparallel') ? 'p.proparallel' : "'u'"} AS parallel, p.proacl AS acl,
  pg_catalog.acldefault('f', p.proowner) AS "defaultAcl"`;

export const routineTables = (server: Server): string => `pg_catalog.pg_proc p
JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace${
  server.has('pg_init_privs')
    ? `
LEFT JOIN pg_catalog.pg_init_privs pip
  ON pip.objoid = p.oid AND pip.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND pip.objsubid = 0`
    : ''
}`;

/** The server's own routines are of interest only where somebody changed their privileges, or an extension made them. */
export const routineIsOfInterest = (server: Server, { extensionMembers }: Scope): string =>
  `n.nspname <> 'pg_catalog'${server.has('pg_init_privs') ? ' OR p.proacl IS DISTINCT FROM pip.initprivs' : ''}${
    extensionMembers
      ? `
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e'
      AND d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
      AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass)`
      : ''
  }`;

export const isAggregate = (server: Server): string =>
  server.has('pg_proc.prokind') ? "p.prokind = 'a'" : 'p.proisagg';

/** The fields that functions and aggregates share. */
export const routineFields = (row: RoutineRow) => ({
  catalogId: { tableoid: row.tableoid, oid: row.oid },
  name: row.name,
  namespace: row.namespace,
  owner: row.owner,
  ties: signatureTies(row),
  argumentTypes: row.argumentTypes,
  argumentList: row.argumentList,
  identityArguments: row.identityArguments,
  parallel: row.parallel,
  acl: row.acl,
  defaultAcl: row.defaultAcl,
});

/** Overloaded names sort by the number of arguments, then by their types' schemas and names. */
function signatureTies(row: RoutineRow): DumpObject['ties'] {
  const types = row.argumentTypeNames.flatMap((name, i) => [row.argumentTypeSchemas[i]!, name]);
  return [row.argumentTypeNames.length, ...types];
}

/** `name(type, type)`, enough to refer to it. */
export const quotedSignature = (routine: Routine): ByteString =>
  `${quoteIdent(routine.name)}(${routine.argumentTypes.join(', ')})`;

const parallelWords: Readonly<Record<string, string>> = { s: 'SAFE', r: 'RESTRICTED' };

/** Word for PARALLEL; null: unsafe, the default. */
export const parallelWord = (routine: Routine): string | null => parallelWords[routine.parallel] ?? null;
