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
const quotedValue = (value: string): string => `'${value.replace(/[\\']/g, '\\$&')}'`;
const conninfo = (database: string): string => `dbname=${quotedValue(database)}`;
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

  const ways = ({ role, database }: Case) =>
    [
      [['-U', role, '-d', conninfo(database)], ''],
      [['-d', `postgresql://${percent(role)}@/${percent(database)}`], ''],
      [['-d', `user=${quotedValue(role)} ${conninfo(database)}`], ''],
      [['-d', conninfo(database)], `PGUSER=${shellWord(role)}`],
    ] as const;

  it.each<[string, readonly string[], string, () => readonly string[], readonly string[]]>([
    ['gpferry', ['-Fc'], 'gpferry', () => [...gpferry(), 'restore'], ['-C', '-e']],
    ['gpferry', ['-Fc'], 'pg_restore', () => genuine('pg_restore'), ['-C', '-e']],
    ['gpferry', ['-Fd', '-j2'], 'gpferry -j', () => [...gpferry(), 'restore'], ['-C', '-e', '-j2']],
    ['gpferry', ['-Ft'], 'gpferry', () => [...gpferry(), 'restore'], ['-C', '-e']],
    ['gpferry', ['-Fp'], 'psql', () => genuine('psql'), ['-qX', '-v', 'ON_ERROR_STOP=1', '-f']],
  ])('are created from what %s dump %s wrote, by %s', async (_, format, _program, program, options) => {
    await using target = await start();
    await createRoles(target);
    await withTempDir(async (directory) => {
      for (const [i, { role, database }] of cases.entries()) {
        const file = join(directory, `archive${i}`);
        await run(source, [...gpferry(), 'dump'], [...format, '-C', '-f', file, '-U', role, '-d', conninfo(database)]);
        await run(target, program(), ['-U', 'postgres', '-d', 'postgres', ...options, file]);
      }
    });
    expectSameText(await wholeServer(target), expected);
  });

  it('are restored into, however they are named', async () => {
    await using target = await start();
    await createRoles(target);
    await withTempDir(async (directory) => {
      for (const each of cases) {
        const { role, database, encoding } = each;
        const file = join(directory, 'archive');
        const dump = ['-C', '-U', role, '-d', conninfo(database)];
        await run(source, [...gpferry(), 'dump'], ['-Fc', '-f', file, ...dump]);
        await sql(
          target,
          `CREATE DATABASE ${quoted(database)} OWNER ${quoted(role)} TEMPLATE template0 LOCALE 'C' ENCODING '${encoding}';
          ALTER ROLE ${quoted(role)} IN DATABASE ${quoted(database)} SET work_mem = '1MB';`,
        );
        for (const [words, env] of ways(each)) {
          const options = ['-e', '-c', '--if-exists', '--role', role];
          await run(target, [...gpferry(), 'restore'], [...options, ...words, file], env);
          const [ours, theirs] = [
            await run(target, genuine('pg_dump'), dump),
            await run(source, genuine('pg_dump'), dump),
          ];
          expectSameText(withoutRunMarks(ours), withoutRunMarks(theirs));
        }
      }
    });
  });

  it.each(cases)('from $first on, choose in a dump and a list as in those of pg_dump', async ({ role, database }) => {
    const connected = ['-U', role, '-d', conninfo(database)];
    for (const words of [
      ['--role', role],
      ['-S', role, '-a', '--disable-triggers'],
      ['-T', quoted(role)],
    ]) {
      const [ours, theirs] = [
        await run(source, [...gpferry(), 'dump'], [...words, ...connected]),
        await run(source, genuine('pg_dump'), [...words, ...connected]),
      ];
      expectSameText(withoutRunMarks(ours), withoutRunMarks(theirs));
    }
    await withTempDir(async (directory) => {
      const file = join(directory, 'archive');
      await run(source, [...gpferry(), 'dump'], ['-Fc', '-C', '-f', file, ...connected]);
      for (const words of [['-l'], ['-f', '-'], ['-f', '-', '-C', '-c'], ['-f', '-', '-t', role], ['-l', '-t', role]]) {
        const [ours, theirs] = [
          await run(source, [...gpferry(), 'pg_restore'], [...words, file]),
          await run(source, genuine('pg_restore'), [...words, file]),
        ];
        expectSameText(withoutRunMarks(ours), withoutRunMarks(theirs));
      }
    });
  });

  it.each(cases)('from $first on, are taken by dumpall as by pg_dumpall', async ({ role, database }) => {
    // pg_dumpall tells a shell what to give pg_dump, which takes no word of two lines.
    const user = /[\n\r]/.test(role) ? 'postgres' : role;
    for (const words of [
      ['-g', '-U', role, '-l', conninfo(database)],
      ['-r', '-d', `user=${quotedValue(role)}`, '-l', conninfo(database)],
      ['-s', '-U', user, '--role', user, '--exclude-database', quoted(database)],
      ['-a', '-d', `postgresql://${percent(user)}@/`, '-S', user, '--disable-triggers'],
    ]) {
      const [ours, theirs] = [
        await run(source, [...gpferry(), 'pg_dumpall'], words),
        await run(source, genuine('pg_dumpall'), words),
      ];
      expectSameText(withoutRunMarks(ours), withoutRunMarks(theirs));
    }
  });
});
