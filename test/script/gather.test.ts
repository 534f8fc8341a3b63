import { describe, expect, it } from 'vitest';
import { gatherSections } from '../../src/script/gather.ts';
import { scanScript } from '../../src/script/scanner.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { inChunksOf } from './pieces.ts';

const sectionsOf = (text: string) => gatherSections(scanScript(inChunksOf(text)));

async function entriesOf(text: string): Promise<readonly TocEntry[]> {
  const sections = await sectionsOf(text);
  return sections.flatMap(({ entries }) => entries);
}

/** `TABLE s t`, and what it needs. */
async function needs(text: string): Promise<readonly string[]> {
  const entries = await entriesOf(text);
  const tagOf = new Map(entries.map(({ dumpId, desc, tag }) => [dumpId, `${desc} ${tag}`]));
  return entries
    .filter(({ section, desc }) => section !== 'none' || desc === 'COMMENT')
    .flatMap(({ desc, tag, dependencies }) =>
      dependencies.length === 0 ? [] : [`${desc} ${tag}: ${dependencies.map((each) => tagOf.get(each)).join(', ')}`],
    );
}

const head = '--\n-- PostgreSQL database dump\n--\n\n';
const header = (name: string, type: string, schema = 's') =>
  `--\n-- Name: ${name}; Type: ${type}; Schema: ${schema}; Owner: joe\n--\n\n`;

describe('the entries of a script', () => {
  it('have their owners, and what drops them', async () => {
    const [, , table] = await entriesOf('CREATE TABLE s.t (a int);\nSELECT 1;\nALTER TABLE s.t OWNER TO "Joe";');
    expect(table).toMatchObject({ desc: 'TABLE', owner: 'Joe', dropStatement: 'DROP TABLE s.t;\n' });
  });

  it('have the owner that is given behind them where they are made anew', async () => {
    const text = 'CREATE TABLE s.t (a int);\nDROP TABLE s.t;\nCREATE TABLE s.t (b int);\nALTER TABLE s.t OWNER TO joe;';
    const tables = (await entriesOf(text)).filter(({ desc }) => desc === 'TABLE');
    expect(tables.map(({ owner }) => owner)).toEqual([null, 'joe']);
  });

  it('leave an owner to the session that a statement names by that', async () => {
    const text = 'CREATE TABLE s.t (a int);\nALTER TABLE s.t OWNER TO CURRENT_USER;';
    expect((await entriesOf(text)).at(-1)).toMatchObject({ owner: null, definition: `${text}\n` });
  });

  it('are what pg_dump says they are, with all that follows', async () => {
    const text = `${head}${header('t', 'TABLE')}CREATE TABLE s.t (a int);\nALTER TABLE s.t ALTER a SET STATISTICS 5;\n\n\nALTER TABLE s.t OWNER TO joe;\n\n${header('x', 'NEW KIND')}FROBNICATE s.x;\n`;
    const entries = (await entriesOf(text)).filter(({ desc }) => desc !== 'STDSTRINGS');
    expect(entries).toMatchObject([
      { desc: 'TABLE', definition: 'CREATE TABLE s.t (a int);\nALTER TABLE s.t ALTER a SET STATISTICS 5;\n' },
      { desc: 'NEW KIND', namespace: 's', tag: 'x', owner: 'joe', definition: 'FROBNICATE s.x;\n' },
    ]);
  });

  it('have what was set when they were made', async () => {
    const text = `${head}SET default_tablespace = fast;\nSET default_table_access_method = ao_row;\nCREATE TABLE s.t (a int);`;
    expect((await entriesOf(text)).at(-1)).toMatchObject({ tablespace: 'fast', tableAccessMethod: 'ao_row' });
  });

  it('need what their texts name', async () => {
    const text = `CREATE SCHEMA s; CREATE EXTENSION plx; CREATE SEQUENCE s.q; CREATE DOMAIN s.d AS text;
CREATE TABLE s.t (a integer DEFAULT nextval('s.q'::regclass), b s.d);
CREATE FUNCTION s.f() RETURNS s.t LANGUAGE plx AS 'x';
INSERT INTO s.t VALUES (1);
ALTER TABLE s.t ADD CONSTRAINT k PRIMARY KEY (a);
CREATE TABLE s.u (a integer);
ALTER TABLE s.u ADD CONSTRAINT r FOREIGN KEY (a) REFERENCES s.t (a);
COMMENT ON CONSTRAINT k ON s.t IS 'x';`;
    expect(await needs(text)).toEqual([
      'SEQUENCE q: SCHEMA s',
      'DOMAIN d: SCHEMA s',
      'TABLE t: SCHEMA s, SEQUENCE q, DOMAIN d',
      'FUNCTION f(): SCHEMA s, EXTENSION plx, TABLE t',
      'TABLE DATA t: TABLE t',
      'CONSTRAINT t k: TABLE t',
      'TABLE u: SCHEMA s',
      'FK CONSTRAINT u r: TABLE t, CONSTRAINT t k, TABLE u',
      'COMMENT CONSTRAINT k ON t: CONSTRAINT t k',
    ]);
  });

  it('are those of one database after another', async () => {
    const dump = (name: string) =>
      `\\connect ${name}\n\nSET default_transaction_read_only = off;\n\n${head}${header(name, 'SCHEMA', '-')}CREATE SCHEMA ${name};\n\n--\n-- PostgreSQL database dump complete\n--\n\n`;
    const own = `${head}${header('own', 'DATABASE', '-')}CREATE DATABASE own;\n\n\\connect own\n\n${header('s', 'SCHEMA', '-')}CREATE SCHEMA s;\n`;
    const sections = await sectionsOf(`CREATE ROLE joe;\n\n${dump('one')}${dump('two')}${own}`);
    const told = sections.map(({ database, entries }) => [
      database,
      entries.filter(({ desc }) => !/^(?:STDSTRINGS|SEARCHPATH)$/.test(desc)).map(({ desc, tag }) => `${desc} ${tag}`),
    ]);
    expect(told).toEqual([
      [null, ['GLOBAL CREATE ROLE joe']],
      ['one', ['SCHEMA one']],
      ['two', ['SCHEMA two']],
      [null, ['DATABASE own', 'SCHEMA s']],
    ]);
  });

  it('are rows of psql’s copy as well', async () => {
    const entries = await entriesOf('\\copy "S"."T" (a) from stdin\n1\n\\.\n\\copy (select) from stdin\n1\n\\.\n');
    expect(entries.filter(({ hasData }) => hasData)).toMatchObject([
      { namespace: 'S', tag: 'T', copyStatement: 'COPY "S"."T" (a) from stdin;\n' },
    ]);
  });

  it('need what was made last of an object made again and again', async () => {
    const views = Array.from({ length: 20_000 }, (_, i) => `CREATE OR REPLACE VIEW s.v AS SELECT ${i};\n`).join('');
    const entries = await entriesOf(`${views}COMMENT ON VIEW s.v IS 'x';`);
    expect(entries.at(-1)?.dependencies).toEqual([entries.at(-2)?.dumpId]);
    expect(entries.at(-2)?.dependencies).toEqual([entries.at(-3)?.dumpId]);
  });

  it('are INSERTs one by one where their strings are read otherwise than at the head', async () => {
    const insert = `INSERT INTO s.t VALUES ('a\\\\;b');`;
    const kindsOf = async (text: string) =>
      (await entriesOf(text)).map(({ desc }) => desc).filter((desc) => desc !== 'SEARCHPATH');
    const off = 'SET standard_conforming_strings = off;\n';
    expect(await kindsOf(`${off}${insert}`)).toEqual(['STDSTRINGS', 'TABLE DATA']);
    expect(await kindsOf(`SELECT 1;\n${off}${insert}`)).toEqual(['STDSTRINGS', 'SELECT', 'SET', 'INSERT']);
    expect(await kindsOf(`SELECT 1;\nRESET ALL;\n${insert}`)).toEqual(['STDSTRINGS', 'SELECT', 'SET', 'INSERT']);
  });

  it('are settings that somebody has added to a dump', async () => {
    const settings = `SET client_encoding = 'UTF8';\nSELECT pg_catalog.set_config('search_path', '', false);\n`;
    const added = `SET client_encoding = 'LATIN1';\nSET search_path = s;\n`;
    const entries = await entriesOf(`${head}${settings}CREATE TABLE s.t (a int);\n${added}${settings}`);
    expect(entries.filter(({ desc }) => desc === 'SET').map(({ definition }) => definition)).toEqual(
      `${added}${settings}`.split(/^/m),
    );
    const repeated = await entriesOf(`${head}${settings}CREATE TABLE s.t (a int);\n${settings}`);
    expect(repeated.map(({ desc }) => desc)).not.toContain('SET');
  });

  it('have a grantor of their own, and not the owner of the next entry', async () => {
    const grant = 'SET SESSION AUTHORIZATION joe;\nGRANT ALL ON TABLE s.t TO PUBLIC;\nRESET SESSION AUTHORIZATION;\n';
    const next = `\n\nSET SESSION AUTHORIZATION 'jim';\n\n${header('u', 'TABLE')}CREATE TABLE s.u (a int);`;
    const entries = await entriesOf(`${head}${header('TABLE t', 'ACL')}${grant}${next}`);
    expect(entries.find(({ desc }) => desc === 'ACL')?.definition).toBe(grant);
  });

  it('tell what a DROP makes room for', async () => {
    const [section] = await sectionsOf('DROP TABLE s.t;\nDROP TABLE s.other;\nCREATE TABLE s.t (a int);');
    expect([...section!.drops].length).toBe(1);
  });
});
