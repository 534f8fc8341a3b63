import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptFor } from '../support/fixture-script.ts';
import { repository } from '../support/repository.ts';
import type { TestDatabase } from '../support/server.ts';

const root = join(repository, 'fixtures', 'objects');

/**
 * Makes every object of fixtures/objects that a server of this major release can have, what a case does not put into a
 * schema in one that is named for the case.
 */
export async function createEverything(database: TestDatabase, major: number): Promise<void> {
  for (const fixture of await casesFor(major)) {
    const script = scriptFor(major, await readFile(join(root, fixture, 'create.sql'), 'utf8'));
    try {
      await database.query(`CREATE SCHEMA "${fixture}"; SET search_path TO "${fixture}", public;\n${script}`);
    } catch (cause) {
      throw new Error(`PostgreSQL ${major} refuses fixtures/objects/${fixture}/create.sql`, { cause });
    }
  }
}

async function casesFor(major: number): Promise<readonly string[]> {
  const paths = await readdir(root, { recursive: true });
  const cases = paths
    .filter((path) => path.endsWith('/create.sql'))
    .map((path) => path.slice(0, -'/create.sql'.length));
  const about = await Promise.all(cases.map(readCase));
  // Last the privileges that all objects made from then on are given.
  const isLast = (path: string): number => Number(path.startsWith('default-privileges/'));
  return cases
    .filter((_, i) => about[i]!.outsideMatrix === undefined && (about[i]!.since ?? 0) <= major)
    .toSorted((a, b) => isLast(a) - isLast(b) || (a < b ? -1 : 1));
}

/** What `case.json` of a fixture says of the matrix. */
interface Case {
  /** The first major release that has the objects. */
  readonly since?: number;
  /** Why the objects are not in the matrix. */
  readonly outsideMatrix?: string;
}

async function readCase(fixture: string): Promise<Case> {
  const path = join(root, fixture, 'case.json');
  return existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : {};
}
