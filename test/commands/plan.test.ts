import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
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
    expect(both.stdout).toContain('DISTRIBUTED BY (v)');
    expect((await plan('s.stm: { colour: red }\n')).stderr).toContain('says neither "distribution" nor "storage"');
    expect((await plan('- s.stm\n')).stderr).toContain('it is no list of "pattern: distribution"');
    expect((await plan('s.stm: [v]\n')).stderr).toContain('"s.stm" has no distribution');
    expect((await plan('s.stm: "by (v\n')).stderr).toContain(`could not read distribution map "${map}"`);
  }));
