import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scriptFor } from '../support/fixture-script.ts';
import { gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { describeWithServer, withDatabase, type DatabaseOptions } from '../support/server.ts';
import { entriesOf, withoutRunMarks } from '../support/dump-text.ts';

/** `case.json` of a fixture. */
interface Case {
  /** Options of pg_dump; default: `-s`. */
  readonly options?: readonly string[];
  /** Name of the database, where the script says it. */
  readonly database?: string;
  /** The first major release that has the objects: those of releases after 15 are in `npm run test:servers` only. */
  readonly since?: number;
}

const root = join(repository, 'fixtures', 'objects');

/** Types of entries that are kept in a fixture's `expected.sql` where the kind's name does not say them. */
const ownEntries: Readonly<Record<string, readonly string[]>> = {
  'column-default': ['DEFAULT'],
  constraint: ['CONSTRAINT', 'CHECK CONSTRAINT', 'FK CONSTRAINT', 'TABLE', 'DOMAIN'],
  database: ['DATABASE', 'DATABASE PROPERTIES'],
  'default-privileges': ['DEFAULT ACL'],
  'foreign-server': ['SERVER', 'USER MAPPING'],
  function: ['FUNCTION', 'PROCEDURE'],
  index: ['INDEX', 'INDEX ATTACH', 'CONSTRAINT', 'FK CONSTRAINT'],
  language: ['PROCEDURAL LANGUAGE'],
  'large-object': ['BLOB', 'BLOBS'],
  policy: ['POLICY', 'ROW SECURITY'],
  'publication-schema': ['PUBLICATION TABLES IN SCHEMA'],
  rule: ['RULE', 'VIEW'],
  sequence: ['SEQUENCE', 'SEQUENCE OWNED BY', 'SEQUENCE SET'],
  table: ['TABLE', 'TABLE ATTACH', 'FOREIGN TABLE', 'DEFAULT'],
  type: ['TYPE', 'SHELL TYPE', 'DOMAIN', 'CHECK CONSTRAINT'],
  view: ['VIEW', 'RULE', 'MATERIALIZED VIEW', 'MATERIALIZED VIEW DATA', 'FUNCTION'],
};
const entryTypesOf = (kind: string): readonly string[] => ownEntries[kind] ?? [kind.replaceAll('-', ' ').toUpperCase()];
const satellites = ['COMMENT', 'SECURITY LABEL', 'ACL'];

const folders = await foldersWith('create.sql', root);
const cases = await Promise.all(folders.map((folder) => readCase(join(root, folder))));
const fixtures = folders.filter((_, i) => (cases[i]!.since ?? 0) <= 15);

describeWithServer('objects in a schema dump', () => {
  it.each(fixtures)('%s: as pg_dump writes them', async (fixture) => {
    const directory = join(root, fixture);
    const { options = ['-s'], database: name } = await readCase(directory);
    const databaseOptions: DatabaseOptions = name === undefined ? {} : { name };
    await withDatabase(async ({ database }) => {
      const run = async (script: string) =>
        pgToolOk('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database], {
          input: scriptFor(15, await readFile(join(directory, script), 'utf8')),
        });
      await run('create.sql');
      try {
        const genuine = withoutRunMarks(await pgToolOk('pg_dump', [...options, database]));
        const ours = withoutRunMarks(await gpferryOk(['pg_dump', ...options, database]));
        await update(fixture, genuine);
        expect(ours).toBe(genuine);
        const expected = entriesOf(await readFile(join(directory, 'expected.sql'), 'utf8'));
        expect(entriesOf(ours).map(({ text }) => text)).toEqual(
          expect.arrayContaining(expected.map(({ text }) => text)),
        );
      } finally {
        if (existsSync(join(directory, 'cleanup.sql'))) await run('cleanup.sql');
      }
    }, databaseOptions);
  });
});

async function foldersWith(file: string, parent: string): Promise<readonly string[]> {
  const paths = await readdir(parent, { recursive: true });
  return paths
    .filter((path) => path.endsWith(`/${file}`))
    .map((path) => path.slice(0, -file.length - 1))
    .toSorted();
}

async function readCase(directory: string): Promise<Case> {
  const path = join(directory, 'case.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Case) : {};
}

/** With GPFERRY_UPDATE_FIXTURES=1 takes what genuine pg_dump writes as what is expected from now on. */
async function update(fixture: string, genuine: string): Promise<void> {
  if (process.env['GPFERRY_UPDATE_FIXTURES'] !== '1') return;
  const own = entryTypesOf(fixture.split('/')[0]!);
  const kept = entriesOf(genuine).filter(({ type }) => own.includes(type) || satellites.includes(type));
  await writeFile(join(root, fixture, 'expected.sql'), `${kept.map(({ text }) => text).join('\n\n\n')}\n`);
}
