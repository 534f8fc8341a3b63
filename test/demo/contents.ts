import type pg from 'pg';

/** What a database holds under one name: how many rows, and one number for all of them in any order. */
export interface Content {
  readonly name: string;
  readonly isTable: boolean;
  readonly rows: number;
  readonly checksum: string;
}

export interface Difference {
  readonly name: string;
  readonly source: Content | null;
  readonly copy: Content | null;
}

/**
 * Every table (a partitioned one with its partitions, and in which partition each row lies), filled materialized view,
 * sequence and large object.
 */
export async function contentsOf(client: pg.Client): Promise<readonly Content[]> {
  // The same text for the same value, whoever connects.
  await client.query(
    `SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET IntervalStyle = 'postgres'; SET extra_float_digits = 3`,
  );
  const relations = await client.query<Relation>(relationsQuery);
  const contents: Content[] = [];
  for (const relation of relations.rows) contents.push(await contentOf(client, relation));
  contents.push(await contentOf(client, { name: '(sequences)', isTable: false, query: sequencesQuery }));
  contents.push(await contentOf(client, { name: '(large objects)', isTable: false, query: largeObjectsQuery }));
  return contents;
}

interface Relation {
  readonly name: string;
  readonly isTable: boolean;
  /** Gives a text for each row. */
  readonly query: string;
}

const relationsQuery = `
  SELECT format('%s.%s', n.nspname, c.relname) AS name,
         c.relkind <> 'm' AS "isTable",
         format('SELECT t.tableoid::pg_catalog.regclass::text || t::text AS text FROM %s%I.%I AS t',
                CASE WHEN c.relkind = 'r' THEN 'ONLY ' ELSE '' END, n.nspname, c.relname) AS query
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'm')
    AND NOT c.relispartition
    AND c.relispopulated
    AND n.nspname !~ '^pg_'
    AND n.nspname <> 'information_schema'
  ORDER BY 1`;

const sequencesQuery = `
  SELECT format('%s.%s %s %s', schemaname, sequencename, last_value, cycle) AS text FROM pg_catalog.pg_sequences`;

const largeObjectsQuery = `
  SELECT oid || ' ' || pg_catalog.md5(pg_catalog.lo_get(oid)) AS text FROM pg_catalog.pg_largeobject_metadata`;

async function contentOf(client: pg.Client, { name, isTable, query }: Relation): Promise<Content> {
  // 60 bits of each row's md5, added up: the order of rows does not matter, their number and every byte do.
  const result = await client.query<{ rows: string; checksum: string }>(`
    SELECT count(*) AS rows,
           coalesce(sum(('x' || substr(pg_catalog.md5(text), 1, 15))::bit(60)::bigint), 0) AS checksum
    FROM (${query}) AS r`);
  const row = result.rows[0];
  if (row === undefined) throw new Error(`no count of ${name}`);
  return {
    name,
    isTable,
    rows: Number(row.rows),
    checksum: BigInt(row.checksum).toString(16).padStart(16, '0').slice(-16),
  };
}

/** Contents that are not the same on both sides, or on one side only. */
export function differences(source: readonly Content[], copy: readonly Content[]): readonly Difference[] {
  const names = [...new Set([...source, ...copy].map((content) => content.name))];
  return names
    .map((name) => ({
      name,
      source: source.find((content) => content.name === name) ?? null,
      copy: copy.find((content) => content.name === name) ?? null,
    }))
    .filter(({ source: one, copy: other }) => one?.rows !== other?.rows || one?.checksum !== other?.checksum);
}
