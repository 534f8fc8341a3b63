import { join } from 'node:path';
import { pgToolOk } from '../support/pg-tools.ts';
import { openDatabase, type TestDatabase } from '../support/server.ts';

/** A role of the sample, made once for all suites of the run, which may run side by side. */
export const sampleRole = 'restore sample';

const makeRole = `DO $$ BEGIN CREATE ROLE "${sampleRole}"; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$`;

const objects = `
  CREATE SCHEMA s1 AUTHORIZATION "${sampleRole}";
  CREATE SCHEMA "Odd ""one""\nin two lines";
  COMMENT ON SCHEMA public IS 'not the usual comment';
  ALTER SCHEMA public OWNER TO "${sampleRole}";
  CREATE TYPE s1.mood AS ENUM ('sad', 'ok');
  CREATE DOMAIN s1.positive AS integer CHECK (VALUE > 0);
  CREATE TABLE s1.t (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name text DEFAULT 'it''s; "so"' CHECK (name <> ''),
    mood s1.mood,
    parent integer REFERENCES s1.t,
    path text
  );
  ALTER TABLE s1.t OWNER TO "${sampleRole}";
  INSERT INTO s1.t (name, mood, path) VALUES ('one; ''two''', 'ok', E'C:\\\\new\\ttab\\nline'), ('"', 'sad', '\\.'), (NULL, NULL, '🚢');
  CREATE INDEX t_name ON s1.t (lower(name));
  CREATE TABLE public.serials (a serial UNIQUE, b numeric);
  INSERT INTO public.serials (b) SELECT n / 7.0 FROM generate_series(1, 500) n;
  CREATE TABLE public.empty ();
  CREATE TABLE public.parts (a integer, b text) PARTITION BY LIST (a);
  CREATE TABLE public.parts_1 PARTITION OF public.parts FOR VALUES IN (1);
  CREATE TABLE public.parts_2 PARTITION OF public.parts DEFAULT;
  INSERT INTO public.parts SELECT n % 3, 'row ' || n FROM generate_series(1, 30) n;
  CREATE TABLE "Odd ""one""\nin two lines"."t\r\n%s\\" ("a b" integer);
  INSERT INTO "Odd ""one""\nin two lines"."t\r\n%s\\" VALUES (1), (2);
  COMMENT ON COLUMN s1.t.name IS E'two\nlines';
  CREATE VIEW s1.v AS SELECT id, name FROM s1.t;
  CREATE MATERIALIZED VIEW s1.mv AS SELECT count(*) AS n FROM s1.t;
  CREATE INDEX mv_n ON s1.mv (n);
  CREATE FUNCTION s1.f(a integer, b text DEFAULT 'x') RETURNS text LANGUAGE sql AS 'SELECT b';
  CREATE PROCEDURE s1.p(a integer) LANGUAGE plpgsql AS 'BEGIN END';
  CREATE AGGREGATE s1.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
  CREATE OPERATOR s1.=== (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer);
  CREATE OPERATOR CLASS s1.ints FOR TYPE integer USING btree AS OPERATOR 3 =, FUNCTION 1 btint4cmp(integer, integer);
  CREATE FUNCTION s1.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
  CREATE TRIGGER tr BEFORE INSERT ON s1.t FOR EACH ROW EXECUTE FUNCTION s1.fire();
  CREATE RULE no_delete AS ON DELETE TO s1.t DO INSTEAD NOTHING;
  ALTER TABLE s1.t ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON s1.t USING (true);
  CREATE STATISTICS s1.st ON name, mood FROM s1.t;
  CREATE FUNCTION public.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION public.on_ddl();
  COMMENT ON EVENT TRIGGER et IS 'watches';
  CREATE PUBLICATION pub FOR TABLE s1.t;
  COMMENT ON PUBLICATION pub IS 'published';
  CREATE EXTENSION IF NOT EXISTS plpgsql;
  CREATE FOREIGN DATA WRAPPER fdw;
  CREATE SERVER srv FOREIGN DATA WRAPPER fdw;
  CREATE USER MAPPING FOR "${sampleRole}" SERVER srv OPTIONS (x 'y');
  CREATE FOREIGN TABLE s1.ft (a integer) SERVER srv;
  GRANT SELECT ON s1.t TO "${sampleRole}";
  GRANT UPDATE (name) ON s1.t TO PUBLIC;
  ALTER DEFAULT PRIVILEGES IN SCHEMA s1 GRANT SELECT ON TABLES TO PUBLIC;
  SELECT lo_from_bytea(4000000000, convert_to(repeat('large ', 9000), 'UTF8'));
  SELECT lo_create(70001);
  ALTER LARGE OBJECT 70001 OWNER TO "${sampleRole}";
  COMMENT ON LARGE OBJECT 70001 IS 'an empty one';
  GRANT SELECT ON LARGE OBJECT 70001 TO PUBLIC;
`;

/** A database with something of most kinds, and names and values that careless code trips over. */
export async function openSample(): Promise<TestDatabase & AsyncDisposable> {
  const database = await openDatabase();
  await database.query(makeRole);
  await database.query(objects);
  return database;
}

const formats = { custom: 'c', directory: 'd', tar: 't' } as const;

export type SampleFormat = keyof typeof formats;
export const sampleFormats = Object.keys(formats) as SampleFormat[];

/** Genuine pg_dump's archive of a database, made in `directory`. */
export async function genuineArchive(
  database: TestDatabase,
  format: SampleFormat,
  directory: string,
  options: readonly string[] = [],
): Promise<string> {
  const path = join(directory, `sample.${format}`);
  await pgToolOk('pg_dump', [`-F${formats[format]}`, '-f', path, ...options, database.database]);
  return path;
}
