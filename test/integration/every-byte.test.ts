import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startCluster, type Cluster } from '../support/cluster.ts';
import { expectSameText } from '../support/databases.ts';
import { withoutRunMarks } from '../support/dump-text.ts';
import { withTempDir } from '../support/files.ts';
import { pgToolOk, toolEnvironment } from '../support/pg-tools.ts';
import { describeWithServer } from '../support/server.ts';

/** The bytes 1 … 255, one character a byte, in pieces that a name has room for. */
const pieces = [1, 52, 103, 154, 205].map((first) =>
  String.fromCharCode(...Array.from({ length: 51 }, (_, i) => first + i)),
);

interface Case {
  readonly first: string;
  readonly role: string;
  readonly database: string;
  readonly encoding: string;
}

const cases: readonly Case[] = pieces.map((piece, i) => ({
  first: `0x${piece.charCodeAt(0).toString(16)}`,
  role: piece,
  // psql connects to no name of two lines, so no script could name such a database.
  database: `d${piece.replace(/[\n\r]/g, '')}`,
  encoding: i % 2 === 0 ? 'SQL_ASCII' : 'LATIN1',
}));

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
const conninfo = (database: string): string => `dbname='${database.replace(/[\\']/g, '\\$&')}'`;
const percent = (text: string): string =>
  Array.from(text, (char) => `%${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');

const shellWord = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Node passes no byte to a program that is not UTF-8, so a shell is told the words on its standard input. */
function run(cluster: Cluster, program: readonly string[], words: readonly string[], env = ''): Promise<string> {
  const line = [...program, ...words].map(shellWord).join(' ');
  const { host, port } = cluster.address;
  return new Promise((resolve, reject) => {
    const shell = spawn('bash', ['-s'], { env: toolEnvironment({ PGHOST: host, PGPORT: `${port}`, LC_ALL: 'C' }) });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    shell.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    shell.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    shell.on('error', reject);
    shell.on('close', (status) =>
      status === 0
        ? resolve(Buffer.concat(stdout).toString('latin1'))
        : reject(new Error(`${line} ended with ${status}:\n${Buffer.concat(stderr).toString()}`)),
    );
    shell.stdin.end(Buffer.from(`${env} exec ${line} < /dev/null\n`, 'latin1'));
  });
}

// Elsewhere the bytes of arguments and variables are not to be had (src/files/process-words.ts).
const describeOnLinux = process.platform === 'linux' ? describeWithServer : describe.skip;

describeOnLinux('names of every byte', () => {
  const gpferry = (): readonly string[] => [process.execPath, inject('gpferryCli')];
  const genuine = (name: string): readonly string[] => [join(inject('pgBin') ?? '', name)];
  const start = (): Promise<Cluster> =>
    startCluster({ binDirectory: inject('pgBin') ?? '', initdbArgs: ['-E', 'SQL_ASCII', '--locale=C'] });
  const sql = ({ address }: Cluster, script: string): Promise<string> =>
    pgToolOk('psql', ['-qX', '-v', 'ON_ERROR_STOP=1', '-d', 'postgres'], {
      input: Buffer.from(script, 'latin1'),
      env: { PGHOST: address.host, PGPORT: `${address.port}`, LC_ALL: 'C' },
    });
  const createRoles = (cluster: Cluster): Promise<string> =>
    sql(cluster, cases.map(({ role }) => `CREATE ROLE ${quoted(role)} LOGIN SUPERUSER;\n`).join(''));
  const wholeServer = async (cluster: Cluster): Promise<string> =>
    withoutRunMarks(await run(cluster, genuine('pg_dumpall'), ['-U', 'postgres']));

  let source: Cluster;
  let expected: string;

  beforeAll(async () => {
    source = await start();
    await createRoles(source);
    for (const { role, database, encoding } of cases) {
      const [r, d] = [quoted(role), quoted(database)];
      await sql(
        source,
        `CREATE DATABASE ${d} OWNER ${r} TEMPLATE template0 LOCALE 'C' ENCODING '${encoding}';
        ALTER ROLE ${r} IN DATABASE ${d} SET work_mem = '1MB';
        \\encoding SQL_ASCII
        \\connect -reuse-previous=on "${conninfo(database).replaceAll('"', '""')}"
        SET SESSION AUTHORIZATION ${r};
        CREATE TABLE ${r} (${r} text); INSERT INTO ${r} VALUES ('row'); GRANT SELECT ON ${r} TO ${r}, PUBLIC;`,
      );
    }
    expected = await wholeServer(source);
  });

  afterAll(() => source[Symbol.asyncDispose]());

  describe.each(cases)('from $first on', ({ role, database }) => {
    it.each([
      ['options', ['-U', role, '-d', conninfo(database)], ''],
      ['a URI', ['-d', `postgresql://${percent(role)}@/${percent(database)}`], ''],
      ['variables', [], `PGUSER=${shellWord(role)} PGDATABASE=${shellWord(database)}`],
      ['options and choose the table', ['-t', quoted(role), '-U', role, '-d', conninfo(database)], ''],
    ])('connect as %s, and are dumped as by pg_dump', async (_, words, env) => {
      const ours = await run(source, [...gpferry(), 'dump'], ['-C', ...words], env);
      const theirs = await run(source, genuine('pg_dump'), ['-C', ...words], env);
      expectSameText(withoutRunMarks(ours), withoutRunMarks(theirs));
      expect(ours).toContain(`CREATE DATABASE ${quoted(database)}`);
    });
  });

  it('are written by dumpall as by pg_dumpall, and made again by psql', async () => {
    const script = await run(source, [...gpferry(), 'dumpall'], ['-U', 'postgres']);
    expectSameText(withoutRunMarks(script), expected);
    await using target = await start();
    await withTempDir(async (directory) => {
      const file = join(directory, 'server.sql');
      await writeFile(file, script, 'latin1');
      await run(target, genuine('psql'), ['-qX', '-U', 'postgres', '-d', 'postgres', '-f', file]);
    });
    expectSameText(await wholeServer(target), expected);
  });

  it.each([
    ['gpferry', () => [...gpferry(), 'restore']],
    ['pg_restore', () => genuine('pg_restore')],
  ])('are created by %s -C', async (_, program) => {
    await using target = await start();
    await createRoles(target);
    await withTempDir(async (directory) => {
      for (const { role, database } of cases) {
        const file = join(directory, 'archive');
        await run(source, [...gpferry(), 'dump'], ['-Fc', '-C', '-f', file, '-U', role, '-d', conninfo(database)]);
        await run(target, program(), ['-C', '-e', '-U', 'postgres', '-d', 'postgres', file]);
      }
    });
    expectSameText(await wholeServer(target), expected);
  });
});
