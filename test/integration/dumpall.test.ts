import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { expectSameText } from '../support/databases.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { withTempDir } from '../support/files.ts';
import { gpferry, gpferryOk, pgTool, pgToolOk, runTool } from '../support/pg-tools.ts';
import { repository } from '../support/repository.ts';
import { databaseOn, describeWithServer } from '../support/server.ts';

const start = (): Promise<Cluster> => startCluster({ binDirectory: inject('pgBin') ?? '' });

const at = ({ address }: Cluster): { env: Record<string, string> } => ({
  env: { PGHOST: address.host, PGPORT: `${address.port}` },
});

/**
 * Where its tablespaces are; the server makes the directories, so that they are its own. A program that does not read what
 * it is sent may fail.
 */
async function makeDirectories(cluster: Cluster): Promise<readonly [string, string]> {
  const directories = [
    join(cluster.dataDirectory, '..', 'first'),
    join(cluster.dataDirectory, '..', 'second one'),
  ] as const;
  const { query } = databaseOn(cluster.address, 'postgres');
  for (const directory of directories) await query(`COPY (SELECT 1) TO PROGRAM 'cat; mkdir "${directory}"'`);
  return directories;
}

describeWithServer('gpferry dumpall', () => {
  let source: Cluster;
  let directories: readonly [string, string];

  beforeAll(async () => {
    source = await start();
    directories = await makeDirectories(source);
    const [ts1, ts2] = directories;
    const script = join(repository, 'fixtures', 'dumpall', 'cluster.sql');
    await pgToolOk(
      'psql',
      ['-qX', '-v', 'ON_ERROR_STOP=1', '-v', `ts1=${ts1}`, '-v', `ts2=${ts2}`, '-f', script, 'postgres'],
      at(source),
    );
  });

  afterAll(() => source[Symbol.asyncDispose]());

  it.each([
    [''],
    ['--globals-only'],
    ['--roles-only --verbose'],
    ['--tablespaces-only --clean'],
    ['--clean'],
    ['--clean --if-exists --schema-only --quote-all-identifiers'],
    ['--data-only --column-inserts --rows-per-insert=10 --exclude-database=*i* --exclude-database="select"'],
    ['--no-role-passwords --globals-only --clean --if-exists'],
    ['--no-role-passwords --globals-only --role=nologin'],
    ['--no-owner --no-privileges --no-comments --no-security-labels --no-tablespaces --schema-only'],
    ['--database=limited --roles-only'],
    ['--encoding=LATIN1 --globals-only'],
    ['--binary-upgrade --globals-only'],
  ])('writes what pg_dumpall writes: %s', async (options) => {
    const args = options === '' ? [] : options.split(' ');
    const [ours, theirs] = [
      await gpferry(['pg_dumpall', ...args], at(source)),
      await pgTool('pg_dumpall', args, at(source)),
    ];
    expect({ status: ours.status, stderr: options.includes('verbose') ? '' : ours.stderr }).toEqual({
      status: 0,
      stderr: '',
    });
    expect(theirs.status).toBe(0);
    expectSameText(withoutRunMarks(ours.stdout.toString('latin1')), withoutRunMarks(theirs.stdout.toString('latin1')));
  });

  /** With GENUINE_<release> the directory of that release's programs, takes what they write as expected from now on. */
  it.each([
    [16, '--globals-only'],
    [18, '--clean --if-exists'],
  ])('writes what pg_dumpall %i has written of this server: %s', async (release, options) => {
    const ofAnyServer = (script: string): string =>
      withoutRunMarks(script)
        .replaceAll(/(?<=PASSWORD 'SCRAM-SHA-256\$)[^']*/g, '...')
        .replaceAll(directories[0], '{ts1}')
        .replaceAll(directories[1], '{ts2}');
    const file = join(repository, 'fixtures', 'dumpall', `release-${release}.sql`);
    const genuine = process.env[`GENUINE_${release}`];
    if (genuine !== undefined) {
      const { stdout } = await runTool(join(genuine, 'pg_dumpall'), options.split(' '), at(source));
      await writeFile(file, ofAnyServer(stdout.toString('latin1')), 'latin1');
    }
    const ours = await gpferry(['pg_dumpall', `--release=${release}`, ...options.split(' ')], at(source));
    expect({ status: ours.status, stderr: ours.stderr }).toEqual({ status: 0, stderr: '' });
    // 16.2 lets a name break the line of a comment.
    const expected = (await readFile(file, 'latin1')).replace('User Config "nl\nrole"', 'User Config "nl role"');
    expectSameText(ofAnyServer(ours.stdout.toString('latin1')), expected);
  });

  it('is read by psql into an empty server, which pg_dumpall cannot tell from the first', async () => {
    await using target = await start();
    const places = await makeDirectories(target);
    const moved = (script: string): string =>
      script.replaceAll(directories[0], places[0]).replaceAll(directories[1], places[1]);
    await withTempDir(async (directory) => {
      const file = join(directory, 'server.sql');
      await gpferryOk(['dumpall', '--no-security-labels', '-f', file], at(source));
      expect(await readdir(directory)).toEqual(['server.sql']);
      await writeFile(file, moved(await readFile(file, 'latin1')), 'latin1');
      const { stderr } = await pgTool('psql', ['-qX', '-f', file, 'postgres'], at(target));
      expect(stderr.match(/ERROR: .*/g)).toEqual(['ERROR:  role "postgres" already exists']);
    });
    const text = async (cluster: Cluster): Promise<string> =>
      withoutRunMarks((await pgTool('pg_dumpall', ['--no-security-labels'], at(cluster))).stdout.toString('latin1'));
    expectSameText(await text(target), moved(await text(source)));
  });

  it('calls databases in their own bytes, whatever encoding the script has', async () => {
    const { stdout, stderr, status } = await gpferry(['dumpall', '-s', '-E', 'LATIN1'], at(source));
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: expect.stringMatching(/^gpferry: dumped 9 databases in /),
    });
    expect(stdout.toString('latin1')).toContain('CREATE DATABASE "grüße=%x" WITH');
  });

  it('warns of a database that the script drops and does not make again', async () => {
    const { stderr } = await gpferry(['pg_dumpall', '-s', '-c', '--exclude-database=select'], at(source));
    expect(stderr).toBe('pg_dumpall: warning: database "select" is excluded, but dropped by the script\n');
  });

  it.each([
    ['--exclude-database=a.b', 'improper qualified name (too many dotted names): a.b'],
    ['--encoding=nonsense', 'invalid client encoding "nonsense" specified'],
  ])('refuses %s as pg_dumpall does', async (option, message) => {
    const { status, stderr } = await gpferry(['pg_dumpall', option], at(source));
    expect({ status, stderr }).toEqual({ status: 1, stderr: `pg_dumpall: error: ${message}\n` });
    expect((await pgTool('pg_dumpall', [option], at(source))).stderr).toBe(stderr);
  });

  it('says why the database that is named cannot be connected to', async () => {
    const { status, stderr } = await gpferry(['pg_dumpall', '-l', 'nosuch'], at(source));
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^pg_dumpall: error: could not connect to database "nosuch"\npg_dumpall: detail: .*not exist\n$/,
    );
  });

  it('reads roles in template1 where there is no database postgres', async () => {
    await using other = await start();
    await databaseOn(other.address, 'template1').query('DROP DATABASE postgres');
    const script = await gpferryOk(['dumpall'], at(other));
    expect(script).toMatch(/^\\connect template1$/m);
    expectSameText(withoutRunMarks(script), withoutRunMarks(await pgToolOk('pg_dumpall', [], at(other))));
  });

  it('warns of names that no UTF-8 database takes', async () => {
    await using other = await start();
    const { query } = databaseOn(other.address, 'postgres');
    await query("CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'");
    await databaseOn(other.address, 'ascii').query(`DO $$ BEGIN EXECUTE E'CREATE ROLE "caf\\xe9"'; END $$`);
    const inUtf8 = await gpferry(['pg_dumpall', '-g'], at(other));
    expect(inUtf8.stderr).toMatch(
      /^pg_dumpall: warning: names of .* are not valid in encoding "UTF8"\npg_dumpall: hint: /,
    );
    const inAscii = await gpferry(['pg_dumpall', '-g', '-l', 'ascii'], at(other));
    expect(inAscii.stderr).toBe('');
    const genuine = await pgTool('pg_dumpall', ['-g', '-l', 'ascii'], at(other));
    expectSameText(
      withoutRunMarks(inAscii.stdout.toString('latin1')),
      withoutRunMarks(genuine.stdout.toString('latin1')),
    );
  });

  it('leaves no file, and names the database, where one cannot be dumped', async () => {
    await using other = await start();
    const { query } = databaseOn(other.address, 'postgres');
    await query('CREATE ROLE reader LOGIN');
    await query('CREATE DATABASE shut');
    await query('REVOKE ALL ON DATABASE shut FROM PUBLIC');
    await withTempDir(async (directory) => {
      const file = join(directory, 'server.sql');
      const args = ['pg_dumpall', '-U', 'reader', '--no-role-passwords', '-f', file];
      const { status, stderr } = await gpferry(args, at(other));
      expect({ status, lines: stderr.trimEnd().split('\n') }).toEqual({
        status: 1,
        lines: [
          'pg_dumpall: error: pg_dump failed on database "shut", exiting',
          expect.stringMatching(/^pg_dumpall: detail: connection to server .* permission denied for database "shut"$/),
          expect.stringMatching(/^pg_dumpall: detail: DETAIL: {2}User does not have CONNECT privilege\.$/),
        ],
      });
      expect(await readdir(directory)).toEqual([]);
    });
    await query('CREATE DATABASE "two\nlines"');
    const { status, stderr } = await gpferry(['pg_dumpall'], at(other));
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'pg_dumpall: error: database name contains a newline or carriage return: "two\nlines"\n',
    });
  });
});
