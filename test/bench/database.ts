import type pg from 'pg';

/** Statements that fill the benchmark's database: about so many megabytes of four sorts of rows, and many small tables. */
export async function fillDatabase(client: pg.Client, megabytes: number, tables: number): Promise<void> {
  const quarter = (megabytes * 1_000_000) / 4;
  const rows = (bytesOfRow: number): number => Math.ceil(quarter / bytesOfRow);
  // Bytes of a row as COPY writes it.
  await client.query(`
    CREATE TABLE narrow AS
      SELECT i AS id, i % 1000 AS class, i * 7919::bigint AS value, i % 3 = 0 AS flag
      FROM generate_series(1, ${rows(23)}) AS i;
    CREATE TABLE words AS
      SELECT i AS id, md5(i::text) || ' ' || repeat('lorem ipsum dolor ', 1 + i % 9) AS body, 'plain' AS kind
      FROM generate_series(1, ${rows(140)}) AS i;
    CREATE TABLE mixed AS
      SELECT i AS id, (i * 1.25)::numeric(12, 2) AS amount, '2025-01-01'::timestamptz + i * interval '1 s' AS at,
             CASE WHEN i % 4 > 0 THEN jsonb_build_object('n', i, 'tag', md5(i::text)) END AS details
      FROM generate_series(1, ${rows(95)}) AS i;
    CREATE TABLE binary_rows AS
      SELECT i AS id, decode(repeat(md5(i::text), 16), 'hex') || decode(md5((-i)::text), 'hex') AS bytes
      FROM generate_series(1, ${rows(560)}) AS i;
    ALTER TABLE narrow ADD PRIMARY KEY (id);
    ALTER TABLE mixed ADD PRIMARY KEY (id);
    CREATE SCHEMA many`);
  await inBatches(tables, async (first, last) => {
    await client.query(`
      DO $$
      BEGIN
        FOR i IN ${first} .. ${last} LOOP
          EXECUTE format('CREATE TABLE many.%1$I (id serial PRIMARY KEY, name text NOT NULL DEFAULT %2$L, made date,
            CHECK (made > ''2000-01-01''))', 'table_' || i, 'name ' || i);
          EXECUTE format('CREATE INDEX ON many.%I (made)', 'table_' || i);
          EXECUTE format('COMMENT ON TABLE many.%I IS %L', 'table_' || i, 'Number ' || i);
          EXECUTE format('INSERT INTO many.%I (made) VALUES (''2025-01-01''), (NULL)', 'table_' || i);
        END LOOP;
      END
      $$`);
  });
  await client.query('VACUUM ANALYZE');
}

/** Tables in up to 100 schemas, each with three indexes, two constraints, a trigger, a comment and a grant. */
export async function fillCatalog(client: pg.Client, tables: number): Promise<void> {
  await client.query(`
    CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
    CREATE ROLE reader`);
  const schemas = Math.min(100, tables);
  for (let schema = 1; schema <= schemas; schema += 1) {
    const own = Math.floor(tables / schemas) + (schema <= tables % schemas ? 1 : 0);
    await client.query(`CREATE SCHEMA s${schema}`);
    await inBatches(own, async (first, last) => {
      await client.query(`
        SET search_path TO s${schema}, public;
        DO $$
        BEGIN
          FOR i IN ${first} .. ${last} LOOP
            EXECUTE format('
              CREATE TABLE t%1$s (id integer NOT NULL, a text DEFAULT ''x'', b numeric(10,2), c timestamptz,
                CONSTRAINT t%1$s_pk PRIMARY KEY (id), CONSTRAINT t%1$s_ck CHECK (b > 0));
              CREATE INDEX t%1$s_a ON t%1$s (a);
              CREATE INDEX t%1$s_b ON t%1$s (b);
              CREATE INDEX t%1$s_c ON t%1$s (c);
              CREATE TRIGGER fires BEFORE INSERT ON t%1$s FOR EACH ROW EXECUTE FUNCTION fire();
              COMMENT ON TABLE t%1$s IS ''table %1$s'';
              GRANT SELECT ON t%1$s TO reader', i);
          END LOOP;
        END
        $$`);
    });
  }
  await client.query('VACUUM ANALYZE');
}

export async function fillWithEmptyTables(client: pg.Client, tables: number): Promise<void> {
  await inBatches(tables, async (first, last) => {
    await client.query(`
      DO $$
      BEGIN
        FOR i IN ${first} .. ${last} LOOP
          EXECUTE format('CREATE TABLE t%s (a integer, b text)', i);
        END LOOP;
      END
      $$`);
  });
  await client.query('VACUUM ANALYZE');
}

/** One transaction would need as many locks as there are tables. */
async function inBatches(count: number, run: (first: number, last: number) => Promise<void>): Promise<void> {
  for (let first = 1; first <= count; first += 200) await run(first, Math.min(first + 199, count));
}
