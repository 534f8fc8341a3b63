import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { primaryKey, writeTables, type TableGiven } from '../support/archive-of-tables.ts';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';
import { runHere } from './fake-io.ts';

const archive = join(repository, 'fixtures', 'rewrite', 'greenplum-6', 'source.dump');

it('says what would be otherwise or left out, and that nothing is to be decided', async () => {
  const { status, stdout, stderr } = await runHere(['plan', '--target=greenplum7', archive]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+ entries for Greenplum 7\n/);
  expect(stdout).toMatch(/\nOtherwise \(\d+\)\n[^]*table "s\.enum_only" +DISTRIBUTED RANDOMLY, since /);
  expect(stdout).toMatch(/\nLeft out \(3\)\n[^]*trigger "s\.stmt_tr" +triggers for statements are not supported/);
  expect(stdout).not.toMatch(/\nDistributed |decided/);
});

it('speaks of what is selected only', async () => {
  const { stdout } = await runHere(['plan', '--target=greenplum7', '-t', 'w_oids', '-s', archive]);
  expect(stdout).toBe(
    '1 entry for Greenplum 7\n\nOtherwise (1)\n' +
      '  table "s.w_oids"  rows have no OIDs: the target knows no tables WITH OIDS\n',
  );
});

it('is for programs with --json', async () => {
  const { status, stdout } = await runHere(['plan', '--target=greenplum7', '--json', archive]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ target: 'Greenplum 7', distributions: [], undecided: [] });
});

it.each([
  [[archive], 'no target given'],
  [['--target=oracle', archive], 'unrecognized target "oracle"'],
  [['--target=greenplum7', '--unique-conflict=guess', archive], 'invalid value "guess" for option --unique-conflict'],
  [['--target=greenplum7', '--foreign-keys=maybe', archive], 'invalid value "maybe" for option --foreign-keys'],
])('refuses %j', async (args, message) => {
  const { status, stderr } = await runHere(['plan', ...args]);
  expect(status).toBe(1);
  expect(stderr).toContain(message);
});

it('reads a distribution map', () =>
  withTempDir(async (directory) => {
    const map = join(directory, 'map.yaml');
    const plan = async (text: string) => {
      await writeFile(map, text);
      return await runHere(['plan', '--target=greenplum7', `--distribution-map=${map}`, '-t', 'stm', archive]);
    };
    const { status, stdout } = await plan('# how\n"s.s?m": by (v)\ns.*: randomly\n');
    expect(status).toBe(0);
    expect(stdout).toContain('table "s.stm"  DISTRIBUTED BY (v)  the map says so of s.s?m\n');
    const both = await plan('s.stm: { distribution: by (v), storage: "ao_row:zlib" }\n');
    expect(both.stdout).toMatch(/table "s\.stm" +stored as ao_row:zlib:1\n/);
    expect(both.stdout).toContain('DISTRIBUTED BY (v)');
    expect((await plan('s.stm: { colour: red }\n')).stderr).toContain('says neither "distribution" nor "storage"');
    expect((await plan('- s.stm\n')).stderr).toContain('it is no list of "pattern: distribution"');
    expect((await plan('s.stm: [v]\n')).stderr).toContain('"s.stm" has no distribution');
    expect((await plan('s.stm: "by (v\n')).stderr).toContain(`could not read distribution map "${map}"`);
  }));

describe('rows', () => {
  const orders: TableGiven = {
    name: 'orders',
    columns: 'id integer, is_open boolean, customer integer',
    rows: Array.from({ length: 6_000 }, (_, i) => [i, i % 3 === 0 ? 't' : 'f', (i * 7) % 5_000]),
  };
  const mapped = { ...orders, name: 'mapped', tail: ' DISTRIBUTED BY (is_open)' };
  const keyed = { ...orders, name: 'keyed', after: [primaryKey('keyed', 'id')] };

  const planOf = (args: readonly string[], tables: readonly TableGiven[], format: 'custom' | 'tar' = 'custom') =>
    withTempDir(async (directory) => {
      const path = await writeTables(join(directory, 'archive'), tables, format);
      return await runHere(['plan', '--target=greenplum7', ...args, path]);
    });

  it('are said for each key, with what is uneven and what would be better', async () => {
    const { status, stdout } = await planOf(['--segments=4'], [orders, mapped, keyed]);
    expect(status).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "7 entries for Greenplum 7

      Distributed (2)
        table "s.orders"  DISTRIBUTED BY (id)  best spread: ~6,000 values in 6,000 rows
        table "s.keyed"   DISTRIBUTED BY (id)  its primary key (id)

      Rows over 4 segments (3)
        table     key       rows  on a segment   idle  commonest value
        s.orders  id       6,000   1,471–1,539  2.5 %           <0.1 %
        s.mapped  is_open  6,000       0–6,000   75 %             67 %
        s.keyed   id       6,000   1,471–1,539  2.5 %           <0.1 %

      Uneven (1)
        s.mapped  DISTRIBUTED BY (is_open)  2 values for 4 segments; better by (id)
      "
    `);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThan(100);
  });

  it('are taken for those of a cluster of 16 segments where nobody says how many', async () => {
    const { stdout } = await planOf([], [keyed]);
    expect(stdout).toContain('\nRows over 16 segments, unless --segments says otherwise (1)\n');
  });

  it('are marked where the table has more', async () => {
    const { stdout } = await planOf(['--sample=2000', '--segments=4'], [keyed]);
    expect(stdout).toMatch(/\n {2}s\.keyed +id +2,000\+ /);
  });

  it('are not known of a tar file, nor where nobody looks', async () => {
    expect((await planOf([], [keyed], 'tar')).stdout).toContain(
      '\nRows over 16 segments are not known: a tar file or a pipe is read only once\n',
    );
    expect((await planOf(['--sample=none'], [keyed])).stdout).toContain('are not known: rows are not looked at\n');
  });

  it('are told to programs with all numbers', async () => {
    const { stdout } = await planOf(['--segments=3', '--json'], [mapped]);
    expect(JSON.parse(stdout)).toMatchObject({
      spread: {
        segments: 3,
        notSampled: null,
        tables: [
          {
            table: 's.mapped',
            clause: 'DISTRIBUTED BY (is_open)',
            rows: 6_000,
            isWhole: true,
            key: { columns: ['is_open'], distinct: 2, nulls: 0, commonest: 4_000, unpredictable: null },
            candidates: [{ columns: ['id'] }, { columns: ['is_open'] }, { columns: ['customer'] }],
            uneven: '2 values for 3 segments',
            better: 'by (id)',
          },
        ],
      },
    });
  });

  it('have no segments that are known where the server hashes what their text does not tell', async () => {
    const { stdout } = await planOf(
      ['--segments=4', '--target=greenplum6'],
      [
        { ...mapped, columns: 'id integer, is_open s.mood, customer integer' },
        { name: 'none', columns: '', after: [['TYPE', 'mood', "CREATE TYPE s.mood AS ENUM (\n    't',\n    'f'\n)"]] },
      ],
    );
    expect(stdout).toMatch(/\n {2}s\.mapped +is_open +6,000 +not known +67 %\n/);
    expect(stdout).toContain(
      '\n  s.mapped  column "is_open": its values are hashed by OIDs, which the server chooses ',
    );
  });

  it('are not looked at where they are INSERT commands, which is said', async () => {
    const { stdout } = await planOf([], [{ ...keyed, inserts: true }]);
    expect(stdout).toContain(
      ' segments, unless --segments says otherwise (0)\n  s.keyed  its rows are INSERT commands\n',
    );
  });

  it.each([
    ['--sample=some', 'invalid value "some" for option --sample'],
    ['--sample=0', '--sample must be in range 1..'],
    ['--segments=0', '--segments must be in range 1..65536'],
    ['--replicate-below=10mb', 'invalid value "10mb" for option --replicate-below'],
  ])('are not looked at with %s', async (option, message) => {
    const { status, stderr } = await planOf([option], [keyed]);
    expect(status).toBe(1);
    expect(stderr).toContain(message);
  });

  it('that are few put their table on each segment with --replicate-below', async () => {
    expect((await planOf(['--replicate-below=1MB'], [keyed])).stdout).toContain('DISTRIBUTED REPLICATED');
    expect((await planOf(['--replicate-below=1kB'], [keyed])).stdout).not.toContain('DISTRIBUTED REPLICATED');
  });
});
