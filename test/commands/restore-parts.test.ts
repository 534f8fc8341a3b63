import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { repository } from '../support/repository.ts';
import { runHere } from './fake-io.ts';

/** Made by pg_dump 18.3 --statistics of a database with parts.sql. */
const archive = join(repository, 'fixtures/archives/postgresql-18/parts.dump');

/** Dump ids of what is listed. */
async function listed(args: readonly string[], input = ''): Promise<readonly number[]> {
  const { status, stdout, stderr } = await runHere(['pg_restore', '-l', ...args, archive], { input });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return [...stdout.matchAll(/^(\d+);/gm)].map(([, dumpId]) => Number(dumpId));
}

// The lists are those of genuine pg_restore 18.3.
describe('what pg_restore takes of an archive', () => {
  it.each([
    [['-a'], [3353, 3361]],
    [['-s'], [6, 218, 219, 216, 215, 3360, 3201, 3204, 3205, 3207, 3351, 3365, 3350]],
    [['--no-data'], [6, 218, 219, 216, 215, 3360, 3201, 3362, 3204, 3363, 3205, 3364, 3207, 3351, 3365, 3350]],
    [['--no-schema'], [3353, 3361, 3362, 3363, 3364]],
    [['--no-statistics'], [6, 218, 219, 216, 215, 3360, 3201, 3353, 3361, 3204, 3205, 3207, 3351, 3365, 3350]],
    [
      ['--statistics'],
      [6, 218, 219, 216, 215, 3360, 3201, 3353, 3361, 3362, 3204, 3363, 3205, 3364, 3207, 3351, 3365, 3350],
    ],
    [['--statistics-only'], [3362, 3363, 3364]],
    [
      ['--no-data', '--no-schema'],
      [3362, 3363, 3364],
    ],
    [['--no-data', '--no-schema', '--no-statistics'], []],
    [
      ['--statistics-only', '--no-schema'],
      [3362, 3363, 3364],
    ],
    [['--no-policies'], [6, 218, 219, 216, 215, 3360, 3201, 3353, 3361, 3362, 3204, 3363, 3205, 3364, 3207]],
    [
      ['--no-policies', '--no-comments', '-s'],
      [6, 218, 219, 216, 215, 3360, 3201, 3204, 3205, 3207],
    ],
    [
      ['-t', 't', '--no-data'],
      [216, 3362],
    ],
    [
      ['-I', 'who'],
      [3205, 3364],
    ],
    [
      ['-t', 't', '-I', 'who', '-T', 't tr'],
      [216, 3353, 3362, 3205, 3364, 3207],
    ],
    [['-n', 's', '--statistics-only'], []],
    [
      ['--section=post-data', '--no-schema'],
      [3363, 3364],
    ],
    [
      ['--section=data', '--no-statistics'],
      [3353, 3361],
    ],
  ])('%j', async (args, dumpIds) => {
    expect(await listed(args)).toEqual(dumpIds);
  });

  it.each([
    ['include table t', [216, 3353, 3362]],
    ['include index who\ninclude trigger t tr', [3205, 3364, 3207]],
    ['include function g ( integer,text )', [219]],
    ['exclude schema s', [6]],
    ['include schema s\ninclude table t # all of it', [216, 3353, 3362]],
  ])('with the filter %j', async (filter, dumpIds) => {
    expect(await listed(['--filter=-'], filter)).toEqual(dumpIds);
  });
});
