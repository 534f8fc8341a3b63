import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { targetNames, type TargetName } from '../../src/rewrite/targets.ts';
import { withTempDir } from '../support/files.ts';
import { repository } from '../support/repository.ts';
import { runHere } from './fake-io.ts';

const sources = ['postgresql-15', 'postgresql-18', 'greenplum-6'] as const;
const ownEngine: Record<(typeof sources)[number], TargetName> = {
  'postgresql-15': 'postgresql',
  'postgresql-18': 'postgresql',
  'greenplum-6': 'greenplum6',
};

/** A dump as a script. */
async function scriptOf(source: string, directory: string): Promise<string> {
  const file = join(directory, 'dump.sql');
  const archive = join(repository, 'fixtures', 'rewrite', source, 'source.dump');
  expect((await runHere(['pg_restore', '-f', file, archive])).status).toBe(0);
  return file;
}

async function rewritten(engine: TargetName, from: string, to: string, ...args: readonly string[]): Promise<string> {
  const options = [`--target=${engine}`, '--unique-conflict=demote', '-f', to, ...args];
  const { status, stderr } = await runHere(['rewrite', ...options, from]);
  expect(status, stderr).toBe(0);
  return stderr;
}

const lines = async (file: string): Promise<readonly string[]> => (await readFile(file, 'latin1')).split('\n');

it('has the new names in its comments as well, so that it can be read again', () =>
  withTempDir(async (directory) => {
    const file = await scriptOf('postgresql-15', directory);
    const [there, again] = [join(directory, 'there.sql'), join(directory, 'again.sql')];
    const mapped = ['--map-schema=s=Other', '--storage=ao_row'];
    await rewritten('greenplum7', file, there, ...mapped);
    const text = await readFile(there, 'latin1');
    expect(text).toMatch(/^-- Name: Other; Type: SCHEMA; Schema: -; Owner: /m);
    expect(text).not.toMatch(/^-- .*; Schema: s; /m);
    await rewritten('greenplum7', there, again, '--storage=ao_row');
    expect(await lines(again)).toEqual(await lines(there));
  }));

describe.each(sources)('a script of %s', (source) => {
  it('is not changed for the engine that it came from', () =>
    withTempDir(async (directory) => {
      const file = await scriptOf(source, directory);
      await rewritten(ownEngine[source], file, join(directory, 'new.sql'));
      expect(await readFile(join(directory, 'new.sql'))).toEqual(await readFile(file));
    }));

  it.each(targetNames)('is the same when it is rewritten twice for %s', (engine) =>
    withTempDir(async (directory) => {
      const file = await scriptOf(source, directory);
      await rewritten(engine, file, join(directory, 'once.sql'));
      await rewritten(engine, join(directory, 'once.sql'), join(directory, 'twice.sql'));
      expect(await lines(join(directory, 'twice.sql'))).toEqual(await lines(join(directory, 'once.sql')));
    }),
  );

  it.each(targetNames)('says for %s what its archive says', (engine) =>
    withTempDir(async (directory) => {
      const file = await scriptOf(source, directory);
      await rewritten(engine, file, join(directory, 'new.sql'));
      const archive = join(repository, 'fixtures', 'rewrite', source, 'source.dump');
      const options = [`--target=${engine}`, '--unique-conflict=demote', '-f', join(directory, 'printed.sql')];
      await runHere(['restore', ...options, archive]);
      const statements = async (name: string) =>
        (await lines(join(directory, name)))
          .filter((line) => line !== '' && !/^--|^SET |^\\(?:un)?restrict /.test(line))
          // As programs from 16 on say it.
          .map((line) => line.replace(/^ALTER (?:MATERIALIZED )?VIEW (?=.* OWNER TO )/, 'ALTER TABLE '));
      expect(await statements('new.sql')).toEqual(await statements('printed.sql'));
    }),
  );
});

it('is Greenplum’s by its title where it has rows alone', () =>
  withTempDir(async (directory) => {
    const [file, there] = [join(directory, 'rows.sql'), join(directory, 'there.sql')];
    const title = '--\n-- Greenplum Database database dump\n--\n\n';
    const rows = 'SET lock_timeout = 0;\n\nCOPY s.t (a) FROM stdin;\n1\n\\.\n';
    await writeFile(file, `${title}SET gp_default_storage_options = '';\n${rows}`);
    await rewritten('postgresql', file, there);
    expect(await readFile(there, 'latin1')).toBe(`${title}${rows}`);
  }));

it('becomes an archive where one is asked for', () =>
  withTempDir(async (directory) => {
    const file = await scriptOf('postgresql-15', directory);
    await rewritten('greenplum7', file, join(directory, 'new.dump'), '-Fc');
    const { status, stdout } = await runHere(['list', join(directory, 'new.dump')]);
    expect(status).toBe(0);
    expect(stdout).toContain('TABLE s t postgres');
  }));

it('keeps what a person has written, and tells what it does not understand', () =>
  withTempDir(async (directory) => {
    const file = join(directory, 'own.sql');
    const text = [
      '\\set who me\n-- our tables\n',
      'CREATE TABLE a (id integer, v text);  \nALTER TABLE a ADD CONSTRAINT k PRIMARY KEY (id);',
      'create table b (x money) ;\n',
      "insert into a values (1, $$it's$$), (2, 'b');\n\\gexec\n\\i more.sql\n",
      "SELECT 'unfinished",
    ];
    await writeFile(file, text.join(''));
    const told = await rewritten('greenplum7', file, join(directory, 'new.sql'));
    text[1] = text[1]!.replace('text);', 'text) DISTRIBUTED BY (id);');
    text[2] = text[2]!.replace(') ;', ') DISTRIBUTED RANDOMLY ;');
    expect(await readFile(join(directory, 'new.sql'), 'latin1')).toBe(text.join(''));
    expect(told).toContain('stays as it is: a quote or comment never ends');
    expect(told).toContain("stays as it is: psql's command \\i more.sql");
  }));

it('goes to standard output by -f -', () =>
  withTempDir(async (directory) => {
    const file = join(directory, 'own.sql');
    await writeFile(file, 'CREATE TABLE a (id serial PRIMARY KEY);\n');
    const { status, stdout } = await runHere(['rewrite', '--target=greenplum7', '-f', '-', file]);
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: 'CREATE TABLE a (id serial PRIMARY KEY) DISTRIBUTED BY (id);\n',
    });
  }));
