import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../src/log.ts';
import { rewriteEntries, type RewriteOptions } from '../../src/rewrite/rewrite-entries.ts';
import { targets, type TargetName } from '../../src/rewrite/targets.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { entryOf } from '../toc/entries.ts';
import { table } from './rule-case.ts';

/** What is told of entries, none of which is changed. */
function toldOf(entries: readonly Partial<TocEntry>[], target: TargetName, options: RewriteOptions = {}) {
  const told: Diagnostic[] = [];
  const reporter = { diagnostic: (each: Diagnostic) => void told.push(each), verbose: () => {}, progress: () => {} };
  const numbered = entries.map((entry, i) => entryOf({ dumpId: i + 1, namespace: 's', ...entry }));
  const { entries: kept } = rewriteEntries(numbered, { ...targets[target], spreads: null }, reporter, options);
  expect(kept).toEqual(numbered);
  return told.map(({ severity, subject, message }) => `${severity} ${subject}: ${message}`);
}

const inC = (name: string): Partial<TocEntry> => ({
  desc: 'FUNCTION',
  tag: `${name}()`,
  definition: `CREATE FUNCTION s.${name}() RETURNS integer\n    LANGUAGE c\n    AS '$libdir/mine', '${name}';\n`,
});

describe('before anything is restored, it is told', () => {
  it.each(['greenplum6', 'greenplum7', 'cloudberry'] as const)('what fails in %s without a library', (target) => {
    const view: Partial<TocEntry> = { desc: 'VIEW', tag: 'v', definition: 'CREATE VIEW s.v AS\n SELECT s.f() AS f;\n' };
    const entries = [
      inC('f'),
      {
        desc: 'FUNCTION',
        tag: 'g()',
        definition: `CREATE FUNCTION s.g() RETURNS integer LANGUAGE sql AS ' language c ';\n`,
      },
      { ...view, dependencies: [1] },
      { ...view, tag: 'w', dependencies: [3] },
      { ...view, tag: 'x', dependencies: [2] },
      inC('h'),
    ];
    expect(toldOf(entries, target)).toEqual([
      'info library "$libdir/mine": has to be on each host of the target, built for it; what needs it fails otherwise: ' +
        'function "s.f()", view "s.v", view "s.w", function "s.h()"',
    ]);
  });

  it('which functions call what there is not, as nobody reads them before they run', () => {
    const body = (name: string, language: string, text: string): Partial<TocEntry> => ({
      desc: 'FUNCTION',
      tag: `${name}()`,
      definition: `CREATE FUNCTION s.${name}() RETURNS integer\n    LANGUAGE ${language}\n    AS ${text};\n`,
    });
    const entries = [
      body('f', 'plpgsql', '$$ BEGIN INSERT INTO lcm (a) SELECT 1; RETURN gcd(1, 2); END $$'),
      body('g', 'sql', `'SELECT s.gcd(1), ''gcd(''::text, trim_scale(1)'`),
      body('h', 'plpython3u', '$$ return gcd(1) $$'),
      body('i', 'sql', `'SELECT bit_count(1)'`),
      body('bit_count', 'sql', `'SELECT 1'`),
    ];
    const message = 'is not in the target; what calls it fails when it runs';
    expect(toldOf(entries, 'greenplum7')).toEqual([
      `info function "gcd": ${message}: function "s.f()"`,
      `info function "trim_scale": ${message}: function "s.g()"`,
    ]);
  });

  it('nothing of entries that are not wanted', () => {
    expect(toldOf([inC('f')], 'greenplum7', { isWanted: () => false })).toEqual([]);
  });

  it('which locales the operating system must know, and who must be a superuser', () => {
    const entries: readonly Partial<TocEntry>[] = [
      { desc: 'COLLATION', tag: 'c', definition: "CREATE COLLATION s.c (provider = libc, locale = 'de_DE.utf8');\n" },
      { desc: 'COLLATION', tag: 'd', definition: "CREATE COLLATION s.d (provider = libc, locale = 'C');\n" },
      table('t', 'CREATE TABLE s.t (\n    a text COLLATE s.c,\n    b text COLLATE pg_catalog."fr_FR"\n);\n'),
      {
        desc: 'EVENT TRIGGER',
        tag: 'e',
        namespace: null,
        owner: 'me',
        definition: 'CREATE EVENT TRIGGER e ON ddl_command_end\n   EXECUTE FUNCTION s.f();\n',
      },
    ];
    const [collation, other, needing, trigger] = entries;
    const given = [collation!, other!, { ...needing, dependencies: [1] }, trigger!];
    expect(toldOf(given, 'greenplum7')).toEqual([
      'info locale "de_DE.utf8": has to be known to each host of the target; what needs it fails otherwise: ' +
        'collation "s.c", table "s.t"',
      'info locale "fr_FR": has to be known to each host of the target; what needs it fails otherwise: table "s.t"',
      'info role "me": has to be a superuser of the target to be given event triggers (unless --no-owner): ' +
        'event trigger "e"',
    ]);
  });

  const tables = [
    { desc: 'DOMAIN', tag: 'd', definition: 'CREATE DOMAIN s.d AS numeric;\n' },
    table('a', 'CREATE TABLE s.a (\n    n numeric[]\n);\n'),
    table('b', 'CREATE TABLE s.b (\n    n s.d\n);\n'),
    table('c', 'CREATE TABLE s.c (\n    n numeric(9,2),\n    i interval(3)\n);\n'),
  ];
  const rows = ['a', 'b', 'c'].map((tag) => ({
    desc: 'TABLE DATA',
    tag,
    definition: null,
    copyStatement: `COPY s.${tag} (n) FROM stdin;\n`,
  }));
  const numeric =
    'info type numeric: has no infinity in the target; where a row has one, no rows of its table are loaded: ' +
    'table data "s.a", table data "s.b"';
  const interval =
    'info type interval: has no infinity in the target; where a row has one, no rows of its table are loaded: ' +
    'table data "s.c"';

  it.each<[target: TargetName, told: readonly string[]]>([
    ['greenplum7', [numeric, interval]],
    ['cloudberry', [interval]],
  ])('which rows %s would not take were a value infinite', (target, told) => {
    expect(toldOf([...tables, ...rows], target, { infiniteTypes: ['numeric', 'interval'] })).toEqual(told);
  });

  it('nothing of infinities that the source has none of', () => {
    expect(toldOf([...tables, ...rows], 'greenplum7')).toEqual([]);
  });
});
