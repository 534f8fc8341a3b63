import { connect } from '../../src/server/connect.ts';
import type { ByteString } from '../../src/model/text.ts';
import type { Session } from '../../src/server/session.ts';
import type { Fact } from './cluster-facts.ts';

/** Lines by what they are about. */
export type Contents = Readonly<Record<string, readonly string[]>>;

/** Everything that is to be equal after a restore. */
export async function contentsOf(conninfo: string, facts: readonly Fact[]): Promise<Contents> {
  await using session = await connect({ database: conninfo });
  await session.execute(`SET search_path = ''; SET timezone = 'UTC'; SET extra_float_digits = 0; SET optimizer = off`);
  const contents: Record<string, readonly string[]> = { rows: await rowsOf(session) };
  for (const { name, sql } of facts)
    contents[name] = await lines(session, `SELECT f::pg_catalog.text AS line FROM (${sql}) AS f`);
  return contents;
}

async function lines(session: Session, sql: string): Promise<readonly string[]> {
  const rows = await session.query<{ line: ByteString }>(sql);
  return rows.map(({ line }) => line).toSorted();
}

/**
 * `shop.orders|12000|8d77…` of each relation that has rows, also of each partition, as ground truths have it; of a parent
 * with the rows of those that inherit it and without them.
 */
async function rowsOf(session: Session): Promise<readonly string[]> {
  const found: string[] = [];
  const tables = await lines(session, tablesQuery);
  const parents = await lines(session, parentsQuery);
  for (const from of [...tables, ...parents.map((table) => `ONLY ${table}`)]) {
    const [row] = await lines(session, `SELECT ${digest} AS line FROM ${from} AS t`);
    found.push(`${from.replace('ONLY ', '')}|${row}`);
  }
  for (const sequence of await lines(session, sequencesQuery)) {
    const [row] = await lines(session, `SELECT last_value || '|' || is_called AS line FROM ${sequence}`);
    found.push(`${sequence}|${row}`);
  }
  return found;
}

const digest = `pg_catalog.count(*) || '|' || coalesce(pg_catalog.md5(pg_catalog.string_agg(
  pg_catalog.md5(t::pg_catalog.text), '' ORDER BY pg_catalog.md5(t::pg_catalog.text))), '')`;

const relations = `SELECT c.oid::pg_catalog.regclass AS line
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'gp_toolkit')`;

// External tables are not read by themselves: where they lead is none of the database's.
const tablesQuery = `${relations} AND c.relkind IN ('r', 'm', 'p') AND c.relispopulated
  AND coalesce(pg_catalog.row_to_json(c)->>'relstorage', 'h') <> 'x'`;

// Greenplum 7.0.0 crashes over ONLY of a partitioned append-optimized table.
const parentsQuery = `${tablesQuery} AND c.relkind = 'r' AND c.oid IN (SELECT i.inhparent FROM pg_catalog.pg_inherits i)`;

const sequencesQuery = `${relations} AND c.relkind = 'S'`;
