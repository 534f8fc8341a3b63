import { beforeAll, expect, it } from 'vitest';
import { withoutRunMarks } from '../support/dump-text.ts';
import { gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, openDatabase, type TestDatabase } from '../support/server.ts';

/** Whatever --binary-upgrade says something of. */
const objects = `
CREATE EXTENSION hstore; CREATE EXTENSION cube; CREATE EXTENSION earthdistance; CREATE EXTENSION file_fdw;
CREATE LANGUAGE elsewhere HANDLER pg_catalog.plpgsql_call_handler;
CREATE EXTENSION adminpack; CREATE SCHEMA "S x"; CREATE EXTENSION lo SCHEMA "S x"; CREATE EXTENSION pg_stat_statements;
GRANT SELECT ON pg_stat_statements TO pg_monitor;
CREATE TYPE shape AS (a integer, b text, c numeric(3,1)); ALTER TYPE shape DROP ATTRIBUTE b;
CREATE TYPE mood AS ENUM ('a', 'b'); ALTER TYPE mood ADD VALUE 'it''s' AFTER 'a'; CREATE TYPE no_mood AS ENUM ();
CREATE DOMAIN word AS text CHECK (VALUE <> ''); CREATE TYPE span AS RANGE (subtype = integer); CREATE TYPE "A ""shell";
CREATE TABLE added (a integer, "b x" text, c integer); INSERT INTO added VALUES (1, 'x', 2);
ALTER TABLE added DROP COLUMN c, ADD COLUMN d text DEFAULT 'it''s', ADD COLUMN e integer[] DEFAULT '{1,2}';
CREATE TABLE parent (a integer NOT NULL DEFAULT 3, g integer GENERATED ALWAYS AS (a + 1) STORED, CHECK (a > 0));
CREATE TABLE child (b integer) INHERITS (parent); ALTER TABLE child ALTER a DROP DEFAULT;
CREATE TABLE merged (b integer, a integer) INHERITS (parent); CREATE TABLE typed OF shape (PRIMARY KEY (a));
CREATE TABLE parts (a integer, b text) PARTITION BY LIST (a); CREATE TABLE part PARTITION OF parts FOR VALUES IN (1);
CREATE INDEX ON parts (b); ALTER TABLE parts ADD UNIQUE (a);
CREATE MATERIALIZED VIEW filled AS SELECT 1 AS x; CREATE MATERIALIZED VIEW empty AS SELECT 1 AS x WITH NO DATA;
CREATE VIEW seen AS SELECT * FROM added; CREATE UNLOGGED TABLE unlogged (a text); CREATE TABLE no_columns ();
CREATE TABLE identities (i integer GENERATED ALWAYS AS IDENTITY, s serial, EXCLUDE USING gist (int4range(i, s) WITH &&));
CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;
CREATE FOREIGN TABLE lines (a integer, b text, c integer) SERVER files OPTIONS (filename '/etc/passwd');
ALTER FOREIGN TABLE lines DROP COLUMN b;
CREATE FOREIGN TABLE foreign_child (z integer) INHERITS (parent) SERVER files OPTIONS (filename '/etc/passwd');
SELECT lo_create(12345); COMMENT ON LARGE OBJECT 12345 IS 'large'; GRANT SELECT ON LARGE OBJECT 12345 TO PUBLIC;`;

describeWithServer('a dump for an upgrade in place', () => {
  let database: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    database = await openDatabase();
    await database.query(objects);
    return () => database[Symbol.asyncDispose]();
  });

  it.each(['-s', '-s --quote-all-identifiers', '-s -n public', '-O'])(
    'is what pg_dump writes: --binary-upgrade %s',
    async (options) => {
      const given = ['--binary-upgrade', ...options.split(' '), database.database];
      const genuine = withoutRunMarks(await pgToolOk('pg_dump', given));
      expect(genuine).toContain('binary_upgrade_set_next_heap_relfilenode');
      expect(withoutRunMarks(await gpferryOk(['pg_dump', ...given]))).toBe(genuine);
    },
  );

  it('keeps the database and the files of large objects', async () => {
    const given = ['--binary-upgrade', '-s', '-C', database.database];
    // pg_dump asks for the two relations in no order, and takes them as they lie.
    const lines = (script: string) => withoutRunMarks(script).split('\n').toSorted();
    const genuine = lines(await pgToolOk('pg_dump', given));
    expect(lines(await gpferryOk(['pg_dump', ...given]))).toEqual(genuine);
    expect(genuine).toContain('TRUNCATE pg_catalog.pg_largeobject;');
  });

  it.each([
    [17, 'ENCODING'],
    [18, 'STRATEGY = FILE_COPY ENCODING'],
  ])('makes the database as pg_dump %i does', async (release, words) => {
    const script = await gpferryOk([
      'pg_dump',
      `--release=${release}`,
      '--binary-upgrade',
      '-s',
      '-C',
      database.database,
    ]);
    expect(script).toMatch(new RegExp(`^CREATE DATABASE \\w+ WITH TEMPLATE = template0 OID = \\d+ ${words} = `, 'm'));
  });
});
