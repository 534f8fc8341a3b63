import { firstNormalOid } from '../../model/catalog-id.ts';
import type { ObjectDraft } from '../../model/dump-object.ts';
import type { SqlFunction } from '../../model/routine.ts';
import type { ByteString } from '../../model/text.ts';
import type { Server } from '../../server/server.ts';
import type { Scope } from '../kind.ts';
import {
  isAggregate,
  routineColumns,
  routineFields,
  routineIsOfInterest,
  routineTables,
  type RoutineRow,
} from '../routine.ts';

export interface FunctionRow extends RoutineRow {
  readonly prokind: string;
  readonly language: ByteString;
  readonly returnsSet: boolean;
  readonly result: ByteString | null;
  readonly source: ByteString;
  readonly binary: ByteString;
  readonly sqlBody: ByteString | null;
  readonly transformTypes: ByteString[];
  readonly volatility: string;
  readonly isStrict: boolean;
  readonly isSecurityDefiner: boolean;
  readonly isLeakproof: boolean;
  readonly cost: string;
  readonly rows: string;
  readonly support: ByteString;
  readonly settings: ByteString[];
}

/**
 * All functions but those that something else makes, as a range type makes its constructors. Of the server's own, also
 * those that a user's cast or transform calls: they take part in the order (getFuncs in pg_dump.c).
 */
export function functionQuery(server: Server, scope: Scope): ByteString {
  const has = (column: string, otherwise: string): string =>
    server.has(`pg_proc.${column}`) ? `p.${column}` : otherwise;
  return `SELECT ${routineColumns(server)},
  ${has('prokind', "CASE WHEN p.proiswindow THEN 'w' ELSE 'f' END")} AS prokind, l.lanname AS language,
  p.proretset AS "returnsSet", pg_catalog.pg_get_function_result(p.oid) AS result, p.prosrc AS source,
  coalesce(p.probin, '') AS binary,
  ${server.has('pg_get_function_sqlbody()') ? 'pg_catalog.pg_get_function_sqlbody(p.oid)' : 'NULL'} AS "sqlBody",
  ${server.has('pg_proc.protrftypes') ? transformTypes : "'{}'::pg_catalog.text[]"} AS "transformTypes",
  p.provolatile AS volatility, p.proisstrict AS "isStrict", p.prosecdef AS "isSecurityDefiner",
  p.proleakproof AS "isLeakproof", p.procost AS cost, p.prorows AS rows, ${has('prosupport', "'-'")} AS support,
  coalesce(p.proconfig, '{}') AS settings
FROM ${routineTables(server)}
JOIN pg_catalog.pg_language l ON l.oid = p.prolang
WHERE NOT ${isAggregate(server)}
  AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend d
    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.objid = p.oid AND d.deptype = 'i')
  AND (${routineIsOfInterest(server, scope)}
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_cast c WHERE c.oid >= ${firstNormalOid} AND c.castfunc = p.oid)${
      server.has('pg_transform') ? usedByTransform : ''
    })
ORDER BY p.oid`;
}

const transformTypes = `ARRAY(SELECT pg_catalog.format_type(tr.type, NULL)
    FROM pg_catalog.unnest(p.protrftypes) WITH ORDINALITY AS tr(type, position) ORDER BY tr.position)`;

const usedByTransform = `
    OR EXISTS (SELECT 1 FROM pg_catalog.pg_transform t
      WHERE t.oid >= ${firstNormalOid} AND p.oid IN (t.trffromsql, t.trftosql))`;

export const toFunction = (row: FunctionRow): ObjectDraft<SqlFunction> => ({
  ...routineFields(row),
  type: 'function',
  prokind: row.prokind,
  language: row.language,
  returnsSet: row.returnsSet,
  result: row.result,
  source: row.source,
  binary: row.binary,
  sqlBody: row.sqlBody,
  transformTypes: row.transformTypes,
  volatility: row.volatility,
  isStrict: row.isStrict,
  isSecurityDefiner: row.isSecurityDefiner,
  isLeakproof: row.isLeakproof,
  cost: row.cost,
  rows: row.rows,
  support: row.support,
  settings: row.settings,
});
