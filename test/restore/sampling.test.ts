import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive, type ArchiveFormatName } from '../../src/archive/formats.ts';
import { silentReporter } from '../../src/log.ts';
import { defaultRestoreOptions } from '../../src/restore/options.ts';
import { planRestore, type Plan } from '../../src/restore/plan.ts';
import { rewriteArchive } from '../../src/restore/rewrite-archive.ts';
import { noPreferences, type Preferences } from '../../src/rewrite/preferences.ts';
import { primaryKey, writeTables, type TableGiven } from '../support/archive-of-tables.ts';
import { withTempDir } from '../support/files.ts';

async function planOf(
  tables: readonly TableGiven[],
  preferences: Partial<Preferences> = {},
  format: ArchiveFormatName = 'custom',
): Promise<Plan & { readonly clauseOf: (name: string) => string | undefined }> {
  return await withTempDir(async (directory) => {
    const path = await writeTables(join(directory, 'archive'), tables, format);
    await using reader = await openArchive({ path });
    const options = {
      ...defaultRestoreOptions,
      engine: 'greenplum7' as const,
      preferences: { ...noPreferences, ...preferences },
    };
    const plan = await planRestore(reader, options, silentReporter);
    const chosen = (name: string) => plan.distributions.find(({ subject }) => subject === `table "s.${name}"`);
    const clauseOf = (name: string) => {
      const choice = chosen(name);
      return choice === undefined ? undefined : `${choice.clause}: ${choice.why}`;
    };
    return { ...plan, clauseOf };
  });
}

const many = (
  row: (i: number) => TableGiven['rows'] & object extends readonly (infer R)[] ? R : never,
  count = 5_000,
) => Array.from({ length: count }, (_, i) => row(i));

const t = (columns: string, row: (i: number) => readonly (string | number | null)[], count?: number): TableGiven => ({
  name: 't',
  columns,
  rows: many(row, count),
});

describe('a table that nothing but its rows tells anything about is distributed', () => {
  it.each<readonly [string, TableGiven, string]>([
    [
      'by the column that spreads them, not by the first',
      t('kind text, id bigint, note text', (i) => [`k${i % 3}`, i, `n${i}`]),
      'DISTRIBUTED BY (id): best spread: ~5,000 values in 5,000 rows',
    ],
    [
      'by a number or uuid rather than by a text, a date or a double precision',
      t('d date, f double precision, v text, n integer', (i) => [`2000-01-${i}`, i, `v${i}`, i]),
      'DISTRIBUTED BY (n): best spread: ~5,000 values in 5,000 rows',
    ],
    [
      'by a double precision where there is nothing else',
      t('f double precision, b boolean', (i) => [i, i % 2 === 0 ? 't' : 'f']),
      'DISTRIBUTED BY (f): best spread: ~5,000 values in 5,000 rows',
    ],
    [
      'by a column without many NULLs',
      t('a integer, v text', (i) => [i % 4 === 0 ? null : i, `v${i}`]),
      'DISTRIBUTED BY (v): best spread: ~4,900 values in 5,000 rows',
    ],
    [
      'by two columns that do together what neither does',
      t('a integer, flag boolean, b integer', (i) => [i % 100, 't', Math.floor(i / 100)]),
      'DISTRIBUTED BY (a, b): best spread: ~4,900 values in 5,000 rows',
    ],
    [
      'randomly where a value is too common',
      t('a integer, b boolean', (i) => [i % 5 === 0 ? 7 : i, i % 2 === 0 ? 't' : 'f']),
      'DISTRIBUTED RANDOMLY: no unique key and no even column: a has 4,000 values in 5,000 rows, one in 20 %',
    ],
    [
      'randomly where rows are too few to tell',
      t('id integer', (i) => [i], 12),
      'DISTRIBUTED RANDOMLY: no unique key and few rows (12)',
    ],
    ['randomly without rows', t('id integer', (i) => [i], 0), 'DISTRIBUTED RANDOMLY: no unique key and no rows'],
    [
      'randomly by no column that can be a key',
      t('j json, g integer GENERATED ALWAYS AS (1) STORED', (i) => [`${i}`]),
      'DISTRIBUTED RANDOMLY: no unique key, and no column by which rows can be spread',
    ],
    [
      'randomly where rows are INSERT commands',
      { ...t('id integer', (i) => [i]), inserts: true },
      'DISTRIBUTED RANDOMLY: no unique key; its rows are INSERT commands',
    ],
  ])('%s', async (_, table, expected) => {
    expect((await planOf([table])).clauseOf('t')).toBe(expected);
  });

  const foreignKey = (column: string, to: string) =>
    [
      'FK CONSTRAINT',
      `t ${column}`,
      `ALTER TABLE ONLY s.t\n    ADD CONSTRAINT ${column}_fkey FOREIGN KEY (${column}) REFERENCES s.${to}(id)`,
    ] as const;
  const other = (name: string, count: number): TableGiven => ({
    name,
    columns: 'id integer',
    rows: many((i) => [i], count),
    after: [primaryKey(name, 'id')],
  });
  const joined = t('kind integer, customer integer, v text', (i) => [i % 3, i % 2_500, `v${i}`]);

  it('beside the rows that it is joined to, if others would spread better', async () => {
    const after = [foreignKey('kind', 'kinds'), foreignKey('customer', 'customers')];
    const { clauseOf } = await planOf([other('kinds', 3), other('customers', 2_500), { ...joined, after }]);
    expect(clauseOf('t')).toBe(
      'DISTRIBUTED BY (customer): beside the rows of customers, which a foreign key joins it to',
    );
  });

  it('otherwise where few segments would have all rows that are joined', async () => {
    const { clauseOf } = await planOf([other('kinds', 3), { ...joined, after: [foreignKey('kind', 'kinds')] }]);
    expect(clauseOf('t')).toMatch(/^DISTRIBUTED BY \(v\): best spread: /);
  });

  it('by so many of its rows as the user wants', async () => {
    const table = t('a integer, b integer', (i) => [i, Math.floor(i / 1_000)]);
    const { clauseOf } = await planOf([table], { sample: { rows: 500, bytes: Number.MAX_SAFE_INTEGER } });
    expect(clauseOf('t')).toBe('DISTRIBUTED BY (a): best spread: 500 values in its first 500 rows');
    expect((await planOf([table], { sample: null })).clauseOf('t')).toBe('DISTRIBUTED RANDOMLY: no unique key');
  });

  it('by rows of all its partitions, whatever the order of their columns', async () => {
    const attach = (part: string) =>
      ['TABLE ATTACH', part, `ALTER TABLE ONLY s.t ATTACH PARTITION s.${part} FOR VALUES IN ('${part}')`] as const;
    const rows = (from: number) => Array.from({ length: 300 }, (_, i) => [from + i, `p${from % 2}`]);
    const { clauseOf, spread } = await planOf(
      [
        { name: 't', columns: 'id integer, part text', tail: ' PARTITION BY LIST (part)' },
        { name: 'p0', columns: 'id integer, part text', rows: rows(0), after: [attach('p0')] },
        {
          name: 'p1',
          columns: 'part text, id integer',
          rows: rows(301).map(([id, part]) => [part!, id!]),
          after: [attach('p1')],
        },
      ],
      { sample: { rows: 400, bytes: Number.MAX_SAFE_INTEGER } },
    );
    for (const name of ['t', 'p0', 'p1']) {
      expect(clauseOf(name)).toBe('DISTRIBUTED BY (id): best spread: 400 values in its first 400 rows');
    }
    expect(spread?.tables).toMatchObject([{ rows: 400, isWhole: false, key: { columns: ['id'], distinct: 400 } }]);
  });

  it('randomly where rows cannot be read twice', async () => {
    const { clauseOf, spread } = await planOf([t('id integer', (i) => [i])], {}, 'tar');
    const reason = 'a tar file or a pipe is read only once';
    expect(clauseOf('t')).toBe(`DISTRIBUTED RANDOMLY: no unique key; ${reason}`);
    expect(spread).toMatchObject({ tables: [], notSampled: reason });
  });

  it('randomly where rows cannot be read, which stops those who restore them', () =>
    withTempDir(async (directory) => {
      const path = await writeTables(join(directory, 'archive'), [t('id integer', (i) => [i])], 'directory');
      for (const name of await readdir(path))
        if (name.endsWith('.dat') && name !== 'toc.dat') await rm(join(path, name));
      await using reader = await openArchive({ path });
      const options = { ...defaultRestoreOptions, engine: 'greenplum7', preferences: noPreferences } as const;
      const { distributions, spread } = await planRestore(reader, options, silentReporter);
      expect(distributions[0]?.why).toMatch(/^no unique key; its rows cannot be read: /);
      expect(spread?.unseen).toMatchObject([{ notSampled: expect.stringMatching(/^its rows cannot be read: /) }]);
    }));

  it('as a rewritten archive says, which says it alike when it is rewritten', () =>
    withTempDir(async (directory) => {
      const path = await writeTables(join(directory, 'old'), [t('kind text, id bigint', (i) => [`k${i % 3}`, i])]);
      const [once, twice] = [join(directory, 'once'), join(directory, 'twice')];
      await rewriteArchive({ archive: { path }, engine: 'greenplum7', output: { path: once }, sync: false });
      const again = { archive: { path: once }, engine: 'greenplum7', output: { path: twice }, sync: false } as const;
      expect(await rewriteArchive(again)).toMatchObject({ changed: 0 });
      await using reader = await openArchive({ path: twice });
      expect(reader.entries[0]?.definition).toBe('CREATE TABLE s.t (kind text, id bigint) DISTRIBUTED BY (id);\n');
    }));
});

describe('a table smaller than --replicate-below', () => {
  const replicateBelow = 1_000;
  const small = (name: string, rest: Partial<TableGiven> = {}): TableGiven => ({
    name,
    columns: 'id integer, v text',
    rows: many((i) => [i, `v${i}`], 50),
    after: [primaryKey(name, 'id')],
    ...rest,
  });

  it('is on every segment, its unique key or not', async () => {
    const large = small('large', { rows: many((i) => [i, `v${i}`], 500) });
    const { clauseOf } = await planOf([small('t'), small('u', { after: [] }), large], { replicateBelow });
    expect(clauseOf('t')).toBe('DISTRIBUTED REPLICATED: its rows are less than --replicate-below');
    expect(clauseOf('u')).toBe('DISTRIBUTED REPLICATED: its rows are less than --replicate-below');
    expect(clauseOf('large')).toBe('DISTRIBUTED BY (id): its primary key (id)');
  });

  it.each<readonly [string, readonly TableGiven[]]>([
    ['has no rows, which may yet come', [small('t', { rows: [] })]],
    ['is not in the archive with its rows', [{ name: 't', columns: 'id integer', after: [primaryKey('t', 'id')] }]],
    ['is partitioned', [small('t', { tail: ' PARTITION BY RANGE (id)' })]],
    ['has children', [small('t'), { name: 'child', columns: '', tail: ' INHERITS (s.t)' }]],
    ['has a parent', [{ name: 'parent', columns: 'id integer' }, small('t', { tail: ' INHERITS (s.parent)' })]],
  ])('is not where it %s', async (_, tables) => {
    expect((await planOf(tables, { replicateBelow })).clauseOf('t')).toBe('DISTRIBUTED BY (id): its primary key (id)');
  });

  it('is not known in a tar file', async () => {
    await expect(planOf([small('t')], { replicateBelow }, 'tar')).rejects.toThrow(
      'cannot tell which tables are small: a tar file or a pipe is read only once',
    );
  });
});

describe('the segments of rows', () => {
  const encoded = (database: string): TableGiven => ({
    name: 't',
    columns: 'v text',
    rows: [['\xfc']],
    after: [
      ['ENCODING', 'ENCODING', "SET client_encoding = 'LATIN1'"],
      ['DATABASE', 'db', `CREATE DATABASE db WITH TEMPLATE = template0 ENCODING = '${database}'`],
    ],
  });

  it('are not known of texts that the database had in another encoding', async () => {
    const reason = 'a value of type text: the server converts it to another encoding';
    const spreadOf = async (database: string) => (await planOf([encoded(database)])).spread?.tables[0]?.candidates[0];
    expect(await spreadOf('UTF8')).toMatchObject({ perSegment: { unpredictable: reason } });
    expect(await spreadOf('LATIN1')).toMatchObject({ perSegment: expect.arrayContaining([1]) });
  });
});
