import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../src/archive/formats.ts';
import { readScript } from '../../src/script/script-reader.ts';
import type { ScriptSection } from '../../src/script/section.ts';
import type { TocEntry } from '../../src/toc/entry.ts';
import { runHere } from '../commands/fake-io.ts';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';

const archives = [
  ...['rewrite/postgresql-15/source.dump', 'rewrite/postgresql-18/source.dump', 'rewrite/greenplum-6/source.dump'],
  ...['archives/postgresql-15/custom.dump', 'archives/postgresql-15/inserts.dump', 'archives/postgresql-18/parts.dump'],
  ...['archives/postgresql-18/custom.dump'],
];

/** What pg_restore -C makes of an archive, read again. */
async function sectionsOf(archive: string): Promise<readonly ScriptSection[]> {
  return await withTempDir(async (directory) => {
    const name = join(directory, 'dump.sql');
    expect((await runHere(['pg_restore', '-C', '-f', name, archive])).status).toBe(0);
    const handle = await open(name);
    const { size } = await handle.stat();
    const sections = await readScript({ handle, name, size, changedAt: new Date() });
    await handle.close();
    const parts = sections.flatMap((section) => section.parts);
    expect(parts.map(({ end }) => end)).toEqual([...parts.slice(1).map(({ start }) => start), size]);
    return sections;
  });
}

/** What entries say, but for what a script has no place for. */
const said = (entries: readonly TocEntry[]) =>
  entries.map(({ desc, namespace, tag, owner, definition, copyStatement, hasData, dropStatement, withOids }) => ({
    what: `${desc} ${namespace ?? '-'} ${tag}`,
    owner: dropStatement ? (owner ?? '') : '',
    definition: definition?.trimEnd() ?? '',
    copyStatement: copyStatement ?? '',
    hasData,
    withOids,
  }));

describe('a script of pg_restore', () => {
  it.each(archives)('says what its archive says: %s', async (name) => {
    const path = join(repository, 'fixtures', name);
    await using archive = await openArchive({ path });
    const [section, ...others] = await sectionsOf(path);
    expect(others).toEqual([]);
    expect(section!.passedOver).toEqual([]);
    const byName = (entries: readonly TocEntry[]) => said(entries).toSorted((a, b) => (a.what < b.what ? -1 : 1));
    expect(byName(section!.entries)).toEqual(byName(archive.entries));
  });
});

it('knows columns from what else is called so', async () => {
  const text = `CREATE FUNCTION s.total(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE VIEW s.state AS SELECT 1 AS a;
SET search_path = s;
CREATE TABLE t (total integer, state text, CHECK (total > 0));
CREATE TABLE u (a integer DEFAULT total(1), total integer);
ALTER TABLE t ADD CONSTRAINT k PRIMARY KEY (state);
CREATE INDEX i ON u USING btree (total(a));
CREATE VIEW v AS SELECT a FROM state;
`;
  await withTempDir(async (directory) => {
    const name = join(directory, 'dump.sql');
    await writeFile(name, text);
    const handle = await open(name);
    const [section] = await readScript({ handle, name, size: text.length, changedAt: new Date() });
    await handle.close();
    const entries = section!.entries;
    const needed = Object.fromEntries(
      entries.map(({ tag, dependencies }) => [
        tag,
        dependencies.flatMap((dumpId) => entries.find((each) => each.dumpId === dumpId)?.tag ?? []),
      ]),
    );
    expect(needed).toMatchObject({ t: [], u: ['total(integer)'], i: ['total(integer)', 'u'], v: ['state'] });
    expect(needed['t k']).toEqual(['t']);
  });
});
