import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { scriptFor } from '../support/fixture-script.ts';
import { repository } from '../support/repository.ts';
import type { TestDatabase } from '../support/server.ts';
import { serverFixtures } from './majors.ts';

const root = join(repository, 'fixtures', 'objects');

/** The name of the database, which is in scripts about its properties. */
export const everythingName = 'fixture Database';

/**
 * Makes every object of fixtures/objects that a server of this major release can have, what a case does not put into a
 * schema in one that is named for the case.
 */
export async function createEverything(database: TestDatabase, major: number): Promise<void> {
  await database.query(await readFile(join(serverFixtures, 'extension', 'create.sql'), 'utf8'));
  for (const { fixture } of await casesFor(major)) {
    const script = scriptFor(major, await readFile(join(root, fixture, 'create.sql'), 'utf8'));
    try {
      await database.query(`CREATE SCHEMA "${fixture}"; SET search_path TO "${fixture}", public;\n${script}`);
    } catch (cause) {
      throw new Error(`PostgreSQL ${major} refuses fixtures/objects/${fixture}/create.sql`, { cause });
    }
  }
}

/** Takes away again what no server gets back from its dump. */
export async function dropUnrestorable(database: TestDatabase, major: number): Promise<void> {
  for (const { fixture, unrestorable } of await casesFor(major)) {
    if (unrestorable !== undefined) await database.query(`DROP SCHEMA "${fixture}" CASCADE`);
  }
}

async function casesFor(major: number): Promise<readonly Case[]> {
  const paths = await readdir(root, { recursive: true });
  const cases = await Promise.all(
    paths.filter((path) => path.endsWith('/create.sql')).map((path) => readCase(path.slice(0, -'/create.sql'.length))),
  );
  // Last the privileges that all objects made from then on are given.
  const isLast = ({ fixture }: Case): number => Number(fixture.startsWith('default-privileges/'));
  return cases
    .filter(({ outsideMatrix, since = 0 }) => outsideMatrix === undefined && since <= major)
    .toSorted((a, b) => isLast(a) - isLast(b) || (a.fixture < b.fixture ? -1 : 1));
}

/** A folder of fixtures/objects, and what its `case.json` says of the matrix. */
interface Case {
  readonly fixture: string;
  /** The first major release that has the objects. */
  readonly since?: number;
  /** Why the objects are not in the matrix. */
  readonly outsideMatrix?: string;
  /** Why they are dumped there, but not restored. */
  readonly unrestorable?: string;
}

async function readCase(fixture: string): Promise<Case> {
  const path = join(root, fixture, 'case.json');
  return { fixture, ...(existsSync(path) ? JSON.parse(await readFile(path, 'utf8')) : {}) };
}
