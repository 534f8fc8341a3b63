import { expect, it } from 'vitest';
import { entriesOf, withoutRunMarks } from '../support/dump-text.ts';
import { gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, withDatabase } from '../support/server.ts';

/** No provider of labels comes with PostgreSQL, and SECURITY LABEL wants one: so they are put where it would put them. */
const label = (catalog: string, object: string, column = 0, text = "it''s secret"): string =>
  `INSERT INTO pg_seclabel (objoid, classoid, objsubid, provider, label)
   VALUES (${object}, '${catalog}'::regclass, ${column}, 'the Provider', '${text}');`;
const relation = (name: string, column = 0): string => label('pg_class', `'${name}'::regclass`, column);
const type = (name: string): string => label('pg_type', `'${name}'::regtype`);
const routine = (signature: string): string => label('pg_proc', `'${signature}'::regprocedure`);
const named = (catalog: string, nameColumn: string, name: string): string =>
  label(catalog, `(SELECT oid FROM ${catalog} WHERE ${nameColumn} = '${name}')`);

const objects = `
  CREATE SCHEMA "a Schema";
  CREATE TABLE "a Schema".t (a integer, b integer);
  CREATE VIEW v AS SELECT * FROM "a Schema".t;
  CREATE MATERIALIZED VIEW mv AS SELECT 1 AS one;
  CREATE SEQUENCE s;
  CREATE FOREIGN DATA WRAPPER w;
  CREATE SERVER srv FOREIGN DATA WRAPPER w;
  CREATE FOREIGN TABLE ft (a integer) SERVER srv;
  CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
  CREATE PROCEDURE p(a integer) LANGUAGE sql AS 'SELECT 1';
  CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
  CREATE DOMAIN d AS integer;
  CREATE TYPE e AS ENUM ('x');
  CREATE TYPE c AS (x integer);
  CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION on_ddl();
  ALTER EVENT TRIGGER et DISABLE;
  CREATE PUBLICATION pub;
  SELECT lo_create(4001), lo_create(4002);
  COMMENT ON TABLE "a Schema".t IS 'a comment';
  COMMENT ON LARGE OBJECT 4001 IS 'a comment';
  GRANT SELECT ON "a Schema".t TO PUBLIC;`;
const labels = [
  named('pg_namespace', 'nspname', 'a Schema'),
  relation('"a Schema".t'),
  relation('"a Schema".t', 2),
  label('pg_class', `'"a Schema".t'::regclass`, 1).replace('the Provider', 'another'),
  ...['v', 'mv', 's', 'ft'].map((name) => relation(name)),
  relation('v', 1),
  routine('f(integer, text)'),
  routine('p(integer)'),
  routine('total(integer)'),
  ...['d', 'e', 'c'].map(type),
  named('pg_language', 'lanname', 'plpgsql'),
  named('pg_event_trigger', 'evtname', 'et'),
  named('pg_publication', 'pubname', 'pub'),
  label('pg_largeobject', '4001'),
  label('pg_largeobject', '4002'),
  `INSERT INTO pg_shseclabel (objoid, classoid, provider, label)
   SELECT oid, 'pg_database'::regclass, 'the Provider', 'of a database' FROM pg_database WHERE datname = current_database();`,
];

describeWithServer('security labels', () => {
  it.each([[['-C']], [['-a']], [['-s', '-t', 'v']], [['-c', '--no-comments']], [['--no-security-labels']]])(
    'are written as pg_dump writes them, with %s',
    async (options) => {
      await withDatabase(async ({ database, query }) => {
        await query([objects, ...labels].join('\n'));
        const genuine = withoutRunMarks(await pgToolOk('pg_dump', [...options, database]));
        expect(withoutRunMarks(await gpferryOk(['pg_dump', ...options, database]))).toBe(genuine);
        const count = entriesOf(genuine).filter((entry) => entry.type === 'SECURITY LABEL').length;
        expect(count === 0).toBe(options.includes('--no-security-labels'));
      });
    },
  );
});
