import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { withTempDir } from '../support/files.ts';
import { gpferry, gpferryOk, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, openDatabase, type TestDatabase } from '../support/server.ts';

/** Relations of three generations, an heir, sequences, policies, and two extensions, one with rows of its own. */
const sample = `
  CREATE SCHEMA s;
  CREATE TABLE parent (id integer, part integer) PARTITION BY LIST (part);
  CREATE TABLE child PARTITION OF parent FOR VALUES IN (1) PARTITION BY LIST (id);
  CREATE TABLE s.grandchild PARTITION OF child DEFAULT;
  CREATE TABLE ancestor (id integer);
  CREATE TABLE heir (name text) INHERITS (ancestor);
  CREATE TABLE numbered (id serial PRIMARY KEY, owner name);
  ALTER TABLE numbered ENABLE ROW LEVEL SECURITY;
  CREATE POLICY mine ON numbered USING (owner = current_user);
  COMMENT ON POLICY mine ON numbered IS 'nobody else sees them';
  INSERT INTO parent VALUES (1, 1);
  INSERT INTO heir VALUES (1, 'h');
  INSERT INTO numbered (owner) VALUES ('me');
  CREATE FOREIGN DATA WRAPPER elsewhere;
  CREATE EXTENSION hstore SCHEMA s;
  CREATE EXTENSION citext SCHEMA s;`;

describeWithServer('options since 16', () => {
  let database: TestDatabase & AsyncDisposable;

  beforeAll(async () => {
    database = await openDatabase();
    await database.query(sample);
    return () => database[Symbol.asyncDispose]();
  });

  /** `TABLE parent`, `TABLE DATA parent`, … of a dump, in its order. */
  async function dumped(...args: readonly string[]): Promise<readonly string[]> {
    const script = await gpferryOk(['pg_dump', ...args, database.database]);
    return [...script.matchAll(/^-- (?:Data for )?Name: (.*); Type: (.*); Schema:/gm)].map(
      ([, name, type]) => `${type} ${name}`,
    );
  }

  const tables = (entries: readonly string[]): readonly string[] =>
    entries.filter((entry) => /^TABLE (?!ATTACH)/.test(entry));

  it('--table-and-children brings all that inherit, at any depth and in any schema', async () => {
    const generations = ['TABLE parent', 'TABLE child', 'TABLE grandchild'];
    expect(tables(await dumped('-s', '--table-and-children=parent')).toSorted()).toEqual(generations.toSorted());
    expect(tables(await dumped('-s', '--table-and-children=anc*'))).toEqual(['TABLE ancestor', 'TABLE heir']);
    expect(tables(await dumped('-s', '-t', 'heir', '--table-and-children=child'))).toHaveLength(3);
  });

  it('--exclude-table-and-children leaves them out', async () => {
    expect(tables(await dumped('-s', '--exclude-table-and-children=parent')).toSorted()).toEqual([
      'TABLE ancestor',
      'TABLE heir',
      'TABLE numbered',
    ]);
  });

  it('--exclude-table-data-and-children leaves their rows out', async () => {
    const entries = tables(await dumped('--exclude-table-data-and-children=parent'));
    expect(entries).toEqual(expect.arrayContaining(['TABLE parent', 'TABLE grandchild', 'TABLE DATA heir']));
    expect(entries).not.toContain('TABLE DATA grandchild');
  });

  it('--exclude-extension leaves an extension and its comment out, and nothing else', async () => {
    const without = (await dumped('-s')).filter((entry) => !entry.includes('citext'));
    expect(await dumped('-s', '--exclude-extension=cit*', '--exclude-extension=nowhere')).toEqual(without);
  });

  it.each([
    [['-t', 'nowhere', '--table-and-children=neither'], 'no matching tables were found'],
    [['--table-and-children=nowhere'], 'no matching tables were found'],
    [
      ['--strict-names', '-t', 'heir', '--table-and-children=nowhere'],
      'no matching tables were found for pattern "nowhere"',
    ],
    [['--table-and-children=a.b.c.d'], 'improper relation name (too many dotted names): a.b.c.d'],
    [['--exclude-table-and-children=a.b.c'], 'cross-database references are not implemented: a.b.c'],
    [['--exclude-extension=a.b'], 'improper qualified name (too many dotted names): a.b'],
  ])('%j is refused', async (args, message) => {
    const { status, stderr } = await gpferry(['pg_dump', '-s', ...args, database.database]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: `pg_dump: error: ${message}\n` });
  });

  it('--no-schema and --no-data leave out what -a and -s leave out', async () => {
    expect(await dumped('--no-schema')).toEqual(await dumped('-a'));
    expect(await dumped('--no-data')).toEqual(await dumped('-s'));
    expect(await dumped('--no-data', '--no-schema')).toEqual([]);
  });

  it('--sequence-data writes where sequences stand although no other data are', async () => {
    const added = 'SEQUENCE SET numbered_id_seq';
    expect((await dumped('-s', '--sequence-data')).filter((entry) => entry !== added)).toEqual(await dumped('-s'));
    expect(await dumped('--no-schema', '--no-data', '--sequence-data')).toEqual([added]);
  });

  it('--no-policies leaves out policies, row security and comments on policies', async () => {
    const all = await dumped('-s');
    const policies = ['POLICY numbered mine', 'ROW SECURITY numbered', 'COMMENT POLICY mine ON numbered'];
    expect(all).toEqual(expect.arrayContaining(policies));
    expect(await dumped('-s', '--no-policies')).toEqual(all.filter((entry) => !policies.includes(entry)));
  });

  it('--filter says what the options say', async () => {
    await withTempDir(async (directory) => {
      const file = join(directory, 'filter');
      await writeFile(
        file,
        '# tables\ninclude table_and_children parent # all three\nEXCLUDE table "s" . grandchild\n',
      );
      const asOptions = await dumped('-s', '--table-and-children=parent', '-T', 's.grandchild');
      expect(tables(asOptions)).toEqual(['TABLE parent', 'TABLE child']);
      expect(await dumped('-s', `--filter=${file}`)).toEqual(asOptions);
      const { stdout } = await gpferry(['pg_dump', '-s', '--filter=-', database.database], {
        input: 'include table heir\n',
      });
      expect(stdout.toString()).toContain('CREATE TABLE public.heir (');
      expect(stdout.toString()).not.toContain('parent');
    });
  });

  it('--filter takes some extensions without leaving out what -e leaves out', async () => {
    await withTempDir(async (directory) => {
      const file = join(directory, 'filter');
      await writeFile(file, 'include extension hstore\n');
      const without = (await dumped('-s')).filter((entry) => !entry.includes('citext'));
      expect(await dumped('-s', `--filter=${file}`)).toEqual(without);
      const wrapper = 'FOREIGN DATA WRAPPER elsewhere';
      expect(without).toContain(wrapper);
      expect(await dumped('-s', '-e', 'hstore')).not.toContain(wrapper);
    });
  });

  it.each([
    ['-Fc', '-Zgzip:level=9'],
    ['-Fd', '-Z1'],
    ['-Fc', '-Znone'],
    ['-Fd', '--sync-method=syncfs'],
  ])('an archive made with %s %s is one for the genuine pg_restore', async (...args) => {
    await withTempDir(async (directory) => {
      const archive = join(directory, 'archive');
      await gpferryOk(['pg_dump', ...args, '-f', archive, database.database]);
      expect(await pgToolOk('pg_restore', ['-a', '-f', '-', archive])).toContain('\tme\n');
    });
  });

  it('lz4 and zstd make archives of a version whose header can say so', async () => {
    await withTempDir(async (directory) => {
      for (const method of ['lz4', 'zstd:long']) {
        const archive = join(directory, method);
        await gpferryOk(['pg_dump', '-Fc', '-Z', method, '-f', archive, database.database]);
        const listing = await gpferryOk(['pg_restore', '-l', archive]);
        expect(listing).toContain(`Compression: ${method.split(':')[0]}\n;     Dump Version: 1.15-0`);
        expect(await gpferryOk(['pg_restore', '-a', '-f', '-', archive])).toContain('\tme\n');
      }
    });
  });
});
