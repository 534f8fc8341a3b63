import { describe, expect, it } from 'vitest';
import { silentReporter, type Diagnostic } from '../../src/log.ts';
import { mapEntries } from '../../src/rewrite/mapping/map-entries.ts';
import { noMapping, withMapped, type MappedSort, type Mapping } from '../../src/rewrite/mapping/mapping.ts';
import { withPublicSchema } from '../../src/rewrite/mapping/public-schema.ts';
import { standardLexing } from '../../src/sql/lexer.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';

const schemas = (...typed: readonly string[]): Mapping => mappingOf('schemas', ...typed);

const mappingOf = (sort: MappedSort, ...typed: readonly string[]): Mapping =>
  typed.reduce((mapping, each) => withMapped(mapping, sort, each, '--map'), noMapping);

function mapped(entries: readonly Partial<TocEntry>[], mapping: Mapping) {
  const told: Diagnostic[] = [];
  const reporter = { ...silentReporter, diagnostic: (each: Diagnostic) => void told.push(each) };
  const numbered = entries.map((entry, i) => entryOf({ dumpId: i + 1, ...entry }));
  const options = { lexing: standardLexing, isWanted: () => true };
  const result = mapEntries(numbered, mapping, reporter, options);
  return {
    ...result,
    notes: told.map(({ subject, message }) => (subject === null ? message : `${subject}: ${message}`)),
  };
}

function mappedText(desc: string, definition: string, mapping: Mapping = schemas('a=b')): string {
  return mapped([{ desc, tag: 't', namespace: 'a', definition }], mapping).entries[0]!.definition!;
}

describe('a schema is called otherwise', () => {
  it.each<readonly [string, string, string, string]>([
    [
      'in tables',
      'TABLE',
      "CREATE TABLE a.t (\n    a integer,\n    c a.mood DEFAULT 'x'::a.mood\n)\nINHERITS (a.p);",
      "CREATE TABLE b.t (\n    a integer,\n    c b.mood DEFAULT 'x'::b.mood\n)\nINHERITS (b.p);",
    ],
    ['by its own entry', 'SCHEMA', 'CREATE SCHEMA a;', 'CREATE SCHEMA b;'],
    ['in quotes where they are wanted', 'TABLE', 'CREATE TABLE "a".t (x "A".a);', 'CREATE TABLE "b".t (x "A".a);'],
    [
      'in defaults',
      'DEFAULT',
      "ALTER TABLE ONLY a.t ALTER COLUMN id SET DEFAULT nextval('a.s'::regclass);",
      "ALTER TABLE ONLY b.t ALTER COLUMN id SET DEFAULT nextval('b.s'::regclass);",
    ],
    [
      'where sequences stand',
      'SEQUENCE SET',
      "SELECT pg_catalog.setval('a.s', 5, true);",
      "SELECT pg_catalog.setval('b.s', 5, true);",
    ],
    [
      'in operators',
      'OPERATOR',
      'CREATE OPERATOR a.* (FUNCTION = a.f, COMMUTATOR = OPERATOR(a.*));',
      'CREATE OPERATOR b.* (FUNCTION = b.f, COMMUTATOR = OPERATOR(b.*));',
    ],
    [
      'in distribution keys and partitions',
      'TABLE',
      'CREATE TABLE a.t (x a.c) DISTRIBUTED BY (x a.c_ops);\nALTER TABLE a.t_1_prt_x SET SCHEMA a;',
      'CREATE TABLE b.t (x b.c) DISTRIBUTED BY (x b.c_ops);\nALTER TABLE b.t_1_prt_x SET SCHEMA b;',
    ],
    [
      'in rights',
      'ACL',
      'GRANT USAGE ON SCHEMA a TO a;\nGRANT SELECT ON TABLE a.t TO a;',
      'GRANT USAGE ON SCHEMA b TO a;\nGRANT SELECT ON TABLE b.t TO a;',
    ],
    [
      'in default rights',
      'DEFAULT ACL',
      'ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA a GRANT SELECT ON TABLES TO a;',
      'ALTER DEFAULT PRIVILEGES FOR ROLE a IN SCHEMA b GRANT SELECT ON TABLES TO a;',
    ],
    [
      'in extensions',
      'EXTENSION',
      'CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA a;',
      'CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA b;',
    ],
    [
      'in settings',
      'FUNCTION',
      "CREATE FUNCTION a.f() RETURNS void LANGUAGE sql SET search_path TO 'a', 'x' AS $$ SELECT $$;",
      "CREATE FUNCTION b.f() RETURNS void LANGUAGE sql SET search_path TO 'b', 'x' AS $$ SELECT $$;",
    ],
    [
      'in settings of roles',
      'DATABASE PROPERTIES',
      'ALTER ROLE a IN DATABASE a SET search_path TO a, "$user";',
      'ALTER ROLE a IN DATABASE a SET search_path TO b, "$user";',
    ],
    [
      'in statistics',
      'STATISTICS DATA',
      "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer, 'schemaname', 'a', 'relname', 'a');",
      "SELECT * FROM pg_catalog.pg_restore_relation_stats('version', '180000'::integer, 'schemaname', 'b', 'relname', 'a');",
    ],
    [
      'in protocols of Greenplum',
      'PROTOCOL',
      "CREATE TRUSTED PROTOCOL p (readfunc = 'a.f');",
      "CREATE TRUSTED PROTOCOL p (readfunc = 'b.f');",
    ],
    [
      'but not as a table in archives that set search_path',
      'SEQUENCE OWNED BY',
      'ALTER SEQUENCE s OWNED BY a.id;',
      'ALTER SEQUENCE s OWNED BY a.id;',
    ],
    [
      'but not as a column, a comment or a text',
      'COMMENT',
      "COMMENT ON COLUMN a.t.a IS 'of a.t'; -- a.t",
      "COMMENT ON COLUMN b.t.a IS 'of a.t'; -- a.t",
    ],
  ])('%s', (_, desc, before, after) => {
    expect(mappedText(desc, before)).toBe(after);
    // Once more changes nothing.
    expect(mappedText(desc, after)).toBe(after);
  });

  it.each<readonly [string, string, string, string]>([
    [
      'tables, functions and types',
      'VIEW',
      'CREATE VIEW a.v AS\n SELECT t.x, a.f(t.y) AS z, t.w::a.mood AS m\n   FROM a.t\n     JOIN (a.u u1 LEFT JOIN a.w ON true) ON u1.x OPERATOR(a.=) t.x, a.x;',
      'CREATE VIEW b.v AS\n SELECT t.x, b.f(t.y) AS z, t.w::b.mood AS m\n   FROM b.t\n     JOIN (b.u u1 LEFT JOIN b.w ON true) ON u1.x OPERATOR(b.=) t.x, b.x;',
    ],
    [
      'not columns of an alias',
      'VIEW',
      'CREATE VIEW a.v AS\n SELECT a.x, a.y, (a.z)::a.mood FROM a.t a, a.u WHERE a.x = u.x AND EXTRACT(year FROM a.d) IS DISTINCT FROM a.x;',
      'CREATE VIEW b.v AS\n SELECT a.x, a.y, (a.z)::b.mood FROM b.t a, b.u WHERE a.x = u.x AND EXTRACT(year FROM a.d) IS DISTINCT FROM a.x;',
    ],
    [
      'nor of a table with the name of the schema',
      'VIEW',
      'CREATE VIEW a.v AS\n SELECT a.x FROM a.a ORDER BY a.x;',
      'CREATE VIEW b.v AS\n SELECT a.x FROM b.a ORDER BY a.x;',
    ],
    [
      'nor of what WITH names',
      'VIEW',
      'CREATE VIEW a.v AS\n WITH a AS (SELECT u.x FROM a.u) SELECT a.x, ( SELECT max(a.x) FROM a.w) FROM a;',
      'CREATE VIEW b.v AS\n WITH a AS (SELECT u.x FROM b.u) SELECT a.x, ( SELECT max(a.x) FROM b.w) FROM a;',
    ],
    [
      'rules',
      'RULE',
      'CREATE RULE r AS\n    ON INSERT TO a.v WHERE (new.x > 0) DO INSTEAD  INSERT INTO a.t (x) VALUES (new.x);',
      'CREATE RULE r AS\n    ON INSERT TO b.v WHERE (new.x > 0) DO INSTEAD  INSERT INTO b.t (x) VALUES (new.x);',
    ],
    [
      'policies',
      'POLICY',
      'CREATE POLICY p ON a.a USING ((EXISTS ( SELECT 1 FROM a.u WHERE (u.x = a.x))));',
      'CREATE POLICY p ON b.a USING ((EXISTS ( SELECT 1 FROM b.u WHERE (u.x = a.x))));',
    ],
    [
      'bodies that are SQL',
      'FUNCTION',
      'CREATE FUNCTION a.f(a integer) RETURNS a.mood\n    LANGUAGE sql\n    BEGIN ATOMIC\n SELECT a.x FROM a.t a;\n UPDATE a.t SET x = 1;\nEND;',
      'CREATE FUNCTION b.f(a integer) RETURNS b.mood\n    LANGUAGE sql\n    BEGIN ATOMIC\n SELECT a.x FROM b.t a;\n UPDATE b.t SET x = 1;\nEND;',
    ],
  ])('in queries: %s', (_, desc, before, after) => {
    expect(mappedText(desc, before)).toBe(after);
  });

  it('where a trigger looks at old rows, but not where it names a function', () => {
    expect(
      mappedText(
        'TRIGGER',
        'CREATE TRIGGER t BEFORE UPDATE ON old.t FOR EACH ROW WHEN ((old.x IS DISTINCT FROM new.x)) EXECUTE FUNCTION old.f();',
        schemas('old=b'),
      ),
    ).toBe(
      'CREATE TRIGGER t BEFORE UPDATE ON b.t FOR EACH ROW WHEN ((old.x IS DISTINCT FROM new.x)) EXECUTE FUNCTION b.f();',
    );
  });

  it('with all that an entry says', () => {
    const entry = {
      desc: 'FUNCTION',
      tag: 'f(a.mood)',
      namespace: 'a',
      dropStatement: 'DROP FUNCTION a.f(a.mood);\n',
      copyStatement: null,
    };
    const data = {
      desc: 'TABLE DATA',
      tag: 't',
      namespace: 'a',
      copyStatement: 'COPY a.t (a) FROM stdin;\n',
      definition: '-- load via partition root a.p',
    };
    const [f, t, acl] = mapped([entry, data, { desc: 'ACL', tag: 'SCHEMA a' }], schemas('a=B')).entries;
    expect(f).toMatchObject({ tag: 'f("B".mood)', namespace: 'B', dropStatement: 'DROP FUNCTION "B".f("B".mood);\n' });
    expect(t).toMatchObject({
      copyStatement: 'COPY "B".t (a) FROM stdin;\n',
      definition: '-- load via partition root "B".p',
    });
    expect(acl).toMatchObject({ tag: 'SCHEMA "B"' });
  });

  it('in INSERT commands', async () => {
    const { rows } = mapped(
      [{ desc: 'TABLE DATA', tag: 't', namespace: 'a', copyStatement: '', hasData: true }],
      schemas('a=b'),
    );
    const commands = (async function* () {
      yield Buffer.from("INSERT INTO a.t VALUES ('INSERT INTO a.t VALUES');\nINSERT INTO a.t VALUES (2);\n");
    })();
    let text = '';
    for await (const chunk of rows.get(1)!(commands)) text += Buffer.from(chunk).toString('latin1');
    expect(text).toBe("INSERT INTO b.t VALUES ('INSERT INTO a.t VALUES');\nINSERT INTO b.t VALUES (2);\n");
  });

  it('for another, which is called as it was', () => {
    expect(mappedText('VIEW', 'CREATE VIEW a.v AS SELECT 1 FROM b.t;', schemas('a=b', 'b=a'))).toBe(
      'CREATE VIEW b.v AS SELECT 1 FROM a.t;',
    );
  });
});

describe('the body of a function', () => {
  const table = { desc: 'TABLE', tag: 't', namespace: 'a', definition: '' };
  const body = (text: string, head = 'CREATE FUNCTION a.f() RETURNS void LANGUAGE plpgsql') => {
    const definition = `${head} AS $_$${text}$_$;`;
    const { entries, notes } = mapped(
      [table, { desc: 'FUNCTION', tag: 'f()', namespace: 'a', definition }],
      schemas('a=b'),
    );
    return { text: /\$_\$([^]*)\$_\$/.exec(entries[1]!.definition!)![1], notes };
  };

  it.each<readonly [string, string]>([
    ['INSERT INTO a.t SELECT * FROM a.u;', 'INSERT INTO b.t SELECT * FROM b.u;'],
    ['DECLARE r a.t%ROWTYPE; BEGIN PERFORM a.g(1); END', 'DECLARE r b.t%ROWTYPE; BEGIN PERFORM b.g(1); END'],
    ["v a.t; x := 'a.t'::regclass; SET search_path TO a, c;", "v b.t; x := 'b.t'::regclass; SET search_path TO b, c;"],
    ['UPDATE a.t SET x = 1 FROM a.u a WHERE a.x = t.x;', 'UPDATE b.t SET x = 1 FROM b.u a WHERE a.x = t.x;'],
  ])('has the new name where nothing else can stand: %s', (before, after) => {
    expect(body(before).text).toBe(after);
  });

  it('stays where a variable may be called so, with the line of it', () => {
    const { text, notes } = body('\nDECLARE a a.t;\nBEGIN\n  a.t := 1;\nEND');
    expect(text).toBe('\nDECLARE a a.t;\nBEGIN\n  a.t := 1;\nEND');
    expect(notes).toEqual([
      'function "a.f()": its body may name mapped schemas, and was left as it is there: line 2: a.t; line 4: a.t',
    ]);
  });

  it('stays where it is text that is to become SQL', () => {
    const { text, notes } = body("BEGIN\n EXECUTE 'TRUNCATE a.t';\nEND");
    expect(text).toContain("'TRUNCATE a.t'");
    expect(notes[0]).toContain('line 2: a.t');
  });

  it('stays where it is of another language, and says where it may name the schema', () => {
    const python = 'CREATE FUNCTION a.f() RETURNS void LANGUAGE plpython3u';
    expect(body("\nplpy.execute('SELECT 1 FROM a.t')", python).notes[0]).toContain('line 2: a.t');
    expect(body('\ndata.t = 1', python).notes).toEqual([]);
  });
});

describe('roles, tablespaces and databases are called otherwise', () => {
  it.each<readonly [string, string, string]>([
    [
      'ACL',
      'REVOKE ALL ON TABLE joe.t FROM joe;\nGRANT SELECT(joe) ON TABLE joe.t TO joe, amy WITH GRANT OPTION;',
      'REVOKE ALL ON TABLE joe.t FROM "Jo";\nGRANT SELECT(joe) ON TABLE joe.t TO "Jo", amy WITH GRANT OPTION;',
    ],
    [
      'ACL',
      'SET SESSION AUTHORIZATION joe;\nGRANT ALL ON TABLE s.t TO PUBLIC;\nRESET SESSION AUTHORIZATION;',
      'SET SESSION AUTHORIZATION "Jo";\nGRANT ALL ON TABLE s.t TO PUBLIC;\nRESET SESSION AUTHORIZATION;',
    ],
    [
      'DEFAULT ACL',
      'ALTER DEFAULT PRIVILEGES FOR ROLE joe IN SCHEMA joe REVOKE ALL ON TABLES FROM joe;',
      'ALTER DEFAULT PRIVILEGES FOR ROLE "Jo" IN SCHEMA joe REVOKE ALL ON TABLES FROM "Jo";',
    ],
    [
      'POLICY',
      'CREATE POLICY p ON joe.t FOR SELECT TO joe, amy USING ((joe = 1));',
      'CREATE POLICY p ON joe.t FOR SELECT TO "Jo", amy USING ((joe = 1));',
    ],
    ['USER MAPPING', 'CREATE USER MAPPING FOR joe SERVER joe;', 'CREATE USER MAPPING FOR "Jo" SERVER joe;'],
    [
      'DATABASE PROPERTIES',
      "ALTER ROLE joe IN DATABASE joe SET work_mem TO '1MB';",
      'ALTER ROLE "Jo" IN DATABASE joe SET work_mem TO \'1MB\';',
    ],
    ['SCHEMA', 'CREATE SCHEMA joe AUTHORIZATION joe;', 'CREATE SCHEMA joe AUTHORIZATION "Jo";'],
  ])('%s: %s', (desc, before, after) => {
    expect(mappedText(desc, before, mappingOf('owners', 'joe=Jo'))).toBe(after);
  });

  it('as owners', () => {
    const [entry] = mapped(
      [{ desc: 'USER MAPPING', tag: 'USER MAPPING joe SERVER x', owner: 'joe' }],
      mappingOf('owners', 'joe=amy'),
    ).entries;
    expect(entry).toMatchObject({ owner: 'amy', tag: 'USER MAPPING amy SERVER x' });
  });

  it('in places of tables', () => {
    const entry = {
      desc: 'TABLE',
      tag: 't',
      tablespace: 'fast',
      definition:
        "CREATE TABLE s.t (fast integer) PARTITION BY LIST(fast) (PARTITION x VALUES(1) WITH (tablename='x') TABLESPACE fast);",
    };
    const [table] = mapped([entry], mappingOf('tablespaces', 'fast=slow')).entries;
    expect(table).toMatchObject({
      tablespace: 'slow',
      definition: entry.definition.replace('TABLESPACE fast', 'TABLESPACE slow'),
    });
  });

  it('where the database is made', () => {
    const mapping = mappingOf('databases', 'd=new');
    const entry = {
      desc: 'DATABASE',
      tag: 'd',
      definition:
        "CREATE DATABASE d WITH TEMPLATE = template0;\nUPDATE pg_catalog.pg_database SET datistemplate = true WHERE datname = 'd';",
      dropStatement: 'DROP DATABASE d;',
    };
    const [database, comment] = mapped(
      [entry, { desc: 'COMMENT', tag: 'DATABASE d', definition: "COMMENT ON DATABASE d IS 'd';" }],
      mapping,
    ).entries;
    expect(database).toMatchObject({
      tag: 'new',
      definition:
        "CREATE DATABASE new WITH TEMPLATE = template0;\nUPDATE pg_catalog.pg_database SET datistemplate = true WHERE datname = 'new';",
      dropStatement: 'DROP DATABASE new;',
    });
    expect(comment).toMatchObject({ tag: 'DATABASE new', definition: "COMMENT ON DATABASE new IS 'd';" });
  });
});

describe('schemas become one', () => {
  const schema = (tag: string): Partial<TocEntry> => ({ desc: 'SCHEMA', tag, definition: `CREATE SCHEMA ${tag};` });
  const of = (namespace: string, desc: string, tag: string, definition = ''): Partial<TocEntry> => ({
    desc,
    tag,
    namespace,
    definition,
  });

  it('which is made once', () => {
    const { entries } = mapped(
      [schema('a'), schema('b'), of('a', 'TABLE', 't'), of('b', 'TABLE', 'u')],
      schemas('a=b'),
    );
    expect(entries.map(({ dumpId, tag }) => `${dumpId} ${tag}`)).toEqual(['2 b', '3 t', '4 u']);
  });

  it('unless they have objects of one name', () => {
    const key = 'ALTER TABLE ONLY b.u ADD CONSTRAINT i PRIMARY KEY (x);';
    const entries = [
      of('a', 'TABLE', 't'),
      of('b', 'VIEW', 't'),
      of('a', 'INDEX', 'i'),
      of('b', 'CONSTRAINT', 'u i', key),
      of('a', 'FUNCTION', 'f(integer)'),
      of('b', 'FUNCTION', 'f(text)'),
      { ...of('a', 'OPERATOR', '+'), dropStatement: 'DROP OPERATOR a.+ (integer, integer);' },
      { ...of('b', 'OPERATOR', '+'), dropStatement: 'DROP OPERATOR b.+ (text, text);' },
      { ...of('a', 'OPERATOR CLASS', 'o'), dropStatement: 'DROP OPERATOR CLASS a.o USING btree;' },
      { ...of('b', 'OPERATOR CLASS', 'o'), dropStatement: 'DROP OPERATOR CLASS b.o USING btree;' },
    ];
    expect(() => mapped(entries, schemas('a=b'))).toThrow(
      expect.objectContaining({
        message: 'schemas cannot become one: they have objects of one name',
        detail:
          'view "t" of schemas "a" and "b"\nconstraint "u i" of schemas "a" and "b"\noperator class "o" of schemas "a" and "b"',
      }),
    );
    expect(() => mapped(entries, schemas('a=b', 'b=c'))).not.toThrow();
  });

  it('also if that is public, which each database has', () => {
    const { entries } = mapped([schema('a'), of('a', 'TABLE', 't')], schemas('a=public'));
    expect(entries.map(({ tag }) => tag)).toEqual(['t']);
  });
});

it('says definitions otherwise that are made when they are asked for', () => {
  const { entries, definition } = mapped([{ desc: 'STATISTICS DATA', tag: 't', namespace: 'a' }], schemas('a=b'));
  expect(definition(entries[0]!, "SELECT f('schemaname', 'a');")).toBe("SELECT f('schemaname', 'b');");
});

it('makes the schema that public becomes', () => {
  const entries = [
    entryOf({ dumpId: 7, desc: 'DATABASE', section: 'pre-data' }),
    entryOf({ dumpId: 3, desc: 'TABLE', tag: 't', namespace: 'public', section: 'pre-data' }),
  ];
  const mapping = schemas('public=other');
  const wanted = { mapping, largeObjectTable: null };
  const withSchema = withPublicSchema(entries, wanted);
  expect(withSchema.map(({ dumpId, desc }) => `${dumpId} ${desc}`)).toEqual(['7 DATABASE', '8 SCHEMA', '3 TABLE']);
  expect(withPublicSchema(withSchema, wanted)).toBe(withSchema);
  expect(mapped(withSchema, mapping).entries[1]).toMatchObject({
    tag: 'other',
    definition: 'CREATE SCHEMA IF NOT EXISTS other;\n',
  });
  const blobs = [entryOf({ dumpId: 1, desc: 'BLOB' }), entryOf({ dumpId: 2, desc: 'BLOBS' })];
  expect(withPublicSchema(blobs, wanted)).toBe(blobs);
  const ofLargeObjects = withPublicSchema(blobs, { mapping, largeObjectTable: ['public', 'large_objects'] });
  expect(ofLargeObjects.map(({ desc }) => desc)).toEqual(['SCHEMA', 'BLOB', 'BLOBS']);
});

describe('rows that have names of objects', () => {
  const parent = { desc: 'TABLE', tag: 'p', namespace: 'a', definition: 'CREATE TABLE a.p (\n    n regnamespace\n);' };
  const table = {
    desc: 'TABLE',
    tag: 't',
    namespace: 'a',
    definition: 'CREATE TABLE a.t (\n    x regclass,\n    y text\n)\nINHERITS (a.p);',
  };
  const data = (copyStatement: string) => ({
    desc: 'TABLE DATA',
    tag: 't',
    namespace: 'a',
    copyStatement,
    hasData: true,
  });

  it.each([1, 3, 1000])('have the new ones, in pieces of %i', async (size) => {
    const { rows, notes } = mapped([parent, table, data('COPY a.t (n, x, y) FROM stdin;\n')], schemas('a=b'));
    const text = 'a\ta.t\ta.t\n\\N\t\\N\ta\nc\tc.a\t\\\\\na\t"a".t\t\n\\.\n\n\n';
    const pieces = (async function* () {
      for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
    })();
    let said = '';
    for await (const chunk of rows.get(3)!(pieces)) said += Buffer.from(chunk).toString('latin1');
    expect(said).toBe('b\tb.t\ta.t\n\\N\t\\N\ta\nc\tc.a\t\\\\\nb\t"b".t\t\n\\.\n\n\n');
    expect(notes).toEqual([]);
  });

  it('have them in each element of an array, and in quotes', async () => {
    const definition = 'CREATE TABLE a.t (\n    x regtype[],\n    y regnamespace[],\n    z regnamespace\n);';
    const given = [{ ...table, definition }, data('COPY a.t (x, y, z) FROM stdin;\n')];
    const { rows } = mapped(given, schemas('a=B c', 'D e=f'));
    const text = '{a.t,x.y,"\\\\"D e\\\\".t[]"}\t{a,"\\\\"D e\\\\"",NULL}\ta\n{}\t\\N\t"D e"\n';
    let said = '';
    const pieces = (async function* () {
      yield Buffer.from(text);
    })();
    for await (const chunk of rows.get(2)!(pieces)) said += Buffer.from(chunk).toString('latin1');
    expect(said).toBe('{"\\\\"B c\\\\".t",x.y,"f.t[]"}\t{"\\\\"B c\\\\"",f,NULL}\t"B c"\n{}\t\\N\tf\n');
  });

  it('keep the old ones in INSERT commands, and it is said so', () => {
    expect(mapped([parent, table, data('')], schemas('a=b')).notes).toEqual([
      'table data "a.t": its INSERT commands may name mapped schemas in n, x, and were left as they are there',
    ]);
  });
});

it('tells of names that nothing has', () => {
  const entry = { desc: 'TABLE', tag: 't', namespace: 'a', definition: 'CREATE TABLE a.t ();' };
  expect(mapped([entry], schemas('a=b', 'c=d')).notes).toEqual(['the archive has no schema "c" that could be mapped']);
});

it.each(['a', '=b', 'a='])('refuses %s', (typed) => {
  expect(() => schemas(typed)).toThrow(`invalid value "${typed}" for option --map`);
});
