import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { embeddedPrograms } from '../support/embedded.ts';
import { repository } from '../support/repository.ts';

/** The major releases that there are servers of, oldest first. */
export const majors: readonly number[] = Object.keys(
  JSON.parse(readFileSync(join(repository, 'test', 'servers', 'versions.json'), 'utf8')),
).map(Number);

/** Where `npm run test:servers` has put the servers; undefined: something else runs, and their tests are skipped. */
export const serversDirectory = process.env['GPFERRY_SERVERS'];

/** Directory of a fetched server's programs. */
export function serverPrograms(major: number): Promise<string> {
  if (serversDirectory === undefined) throw new Error('no servers: use npm run test:servers');
  return embeddedPrograms(join(serversDirectory, 'node_modules', `postgresql-${major}`));
}

/**
 * A genuine program to judge a major release's server: of its own release, 15's for those before, where PGBIN15, PGBIN16,
 * … name a directory with one; null: only what was recorded can judge.
 */
export function genuineProgram(name: 'pg_dump' | 'pg_dumpall', major: number): string | null {
  const directory = process.env[`PGBIN${Math.max(major, 15)}`];
  return directory === undefined ? null : join(directory, name);
}

export const serverFixtures = join(repository, 'fixtures', 'servers');

export const isUpdating = process.env['GPFERRY_UPDATE_FIXTURES'] === '1';
