import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createArchive, openArchive } from '../../src/archive/formats.ts';
import type { Diagnostic } from '../../src/log.ts';
import { silentReporter } from '../../src/log.ts';
import { restore } from '../../src/restore/command.ts';
import type { RestoreOptions } from '../../src/restore/options.ts';
import { expectSameText } from '../support/databases.ts';
import { tempDir } from '../support/files.ts';
import { pgTool, pgToolOk } from '../support/pg-tools.ts';
import { describeWithServer, type TestDatabase } from '../support/server.ts';
import { genuineArchive, openSample, type SampleFormat, sampleFormats, sampleRole } from './sample.ts';

type Case = readonly [genuine: readonly string[], ours: Partial<RestoreOptions>];

const cases: readonly Case[] = [
  [[], {}],
  [['-s'], { data: false }],
  [['-a'], { schema: false }],
  [['-c'], { clean: true }],
  [['-c', '--if-exists'], { clean: true, ifExists: true }],
  [['-C'], { create: true }],
  [['-C', '-c'], { create: true, clean: true }],
  [['-C', '-c', '--if-exists'], { create: true, clean: true, ifExists: true }],
  [['-O'], { noOwner: true }],
  [['-x'], { noPrivileges: true }],
  [['-n', 's1'], { schemas: ['s1'] }],
  [['-n', 's1', '-a'], { schemas: ['s1'], schema: false }],
  [['-N', 's1'], { excludeSchemas: ['s1'] }],
  [['-t', 't'], { tables: ['t'] }],
  [['-t', 'parts_1', '-t', 'mv', '-c'], { tables: ['parts_1', 'mv'], clean: true }],
  [['-I', 't_name'], { indexes: ['t_name'] }],
  [['-P', 'f(integer, text)'], { functions: ['f(integer, text)'] }],
  [['-P', 'total(integer)', '-T', 't tr'], { functions: ['total(integer)'], triggers: ['t tr'] }],
  [['-T', 'tr'], { triggers: ['tr'] }],
  [['--section=pre-data'], { sections: ['pre-data'] }],
  [['--section=data'], { sections: ['data'] }],
  [['--section=post-data'], { sections: ['post-data'] }],
  [['--section=pre-data', '--section=post-data'], { sections: ['pre-data', 'post-data'] }],
  [['--disable-triggers', '-a'], { disableTriggers: true, schema: false }],
  [
    ['--disable-triggers', '--section=data', '-S', "o'neil"],
    { disableTriggers: true, sections: ['data'], superuser: "o'neil" },
  ],
  [['--disable-triggers'], { disableTriggers: true }],
  [['--use-set-session-authorization'], { useSetSessionAuthorization: true }],
  [['--use-set-session-authorization', '-c'], { useSetSessionAuthorization: true, clean: true }],
  [['--role', 'Some "role"'], { role: 'Some "role"' }],
  [['-1'], { singleTransaction: true }],
  [['--no-comments', '--no-publications'], { noComments: true, noPublications: true }],
  [['--no-subscriptions', '--no-security-labels'], { noSubscriptions: true, noSecurityLabels: true }],
  [['--no-tablespaces', '--no-table-access-method'], { noTablespaces: true, noTableAccessMethod: true }],
  [['--enable-row-security'], { enableRowSecurity: true }],
  [['-v'], { verbose: true }],
];

describeWithServer('scripts made from archives', () => {
  let sample: TestDatabase & AsyncDisposable;
  let directory: AsyncDisposable & { readonly path: string };
  const archives = new Map<SampleFormat, string>();
  const archive = (format: SampleFormat): string => archives.get(format) ?? '';

  beforeAll(async () => {
    sample = await openSample();
    directory = await tempDir();
    for (const format of sampleFormats) archives.set(format, await genuineArchive(sample, format, directory.path));
  });

  afterAll(async () => {
    await sample?.[Symbol.asyncDispose]();
    await directory?.[Symbol.asyncDispose]();
  });

  async function script(input: string, options: Partial<RestoreOptions>, said: Diagnostic[] = []): Promise<string> {
    const path = join(directory.path, 'ours.sql');
    await restore(
      { sync: false, restrictKey: 'key', ...options, archive: { path: input }, target: { file: path } },
      { ...silentReporter, diagnostic: (diagnostic) => said.push(diagnostic) },
    );
    return withoutEnd(await readFile(path, 'latin1'));
  }

  async function genuineScript(input: string, options: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await pgTool('pg_restore', ['-f', '-', '--restrict-key=key', ...options, input]);
    if (status !== 0) throw new Error(stderr);
    return withoutEnd(stdout.toString('latin1'));
  }

  /** The time at which -v says that it has ended. */
  const withoutEnd = (text: string): string => text.replace(/^-- Completed on .*$/m, '-- Completed');

  it.each(cases)('writes what pg_restore %j writes', async (genuine, ours) => {
    expectSameText(await script(archive('custom'), ours), await genuineScript(archive('custom'), genuine));
  });

  it.each(sampleFormats)('says with --verbose where a %s archive keeps data', async (format) => {
    const expected = await genuineScript(archive(format), ['-v']);
    expectSameText(await script(archive(format), { verbose: true }), expected);
  });

  it.each([
    ['INSERT commands', ['--inserts']],
    ['INSERT commands of several rows', ['--rows-per-insert=10', '--column-inserts']],
    ['data that go to the partition root', ['--load-via-partition-root']],
    ['data alone', ['-a']],
    ['definitions alone', ['-s']],
  ])('writes an archive of %s', async (_, options) => {
    const input = await genuineArchive(sample, 'tar', directory.path, options);
    for (const [genuine, ours] of [
      [['-C', '-c'], { create: true, clean: true }],
      [['-v'], { verbose: true }],
    ] as const) {
      expectSameText(await script(input, ours), await genuineScript(input, genuine));
    }
    archives.set('tar', await genuineArchive(sample, 'tar', directory.path));
  });

  it('sets the search path of each entry where the archive has none of its own', async () => {
    const old = join(directory.path, 'old.dump');
    {
      await using reader = await openArchive({ path: archive('custom') });
      await using writer = createArchive('custom', { path: old });
      const settings = ['SEARCHPATH', 'STDSTRINGS'];
      const entries = reader.entries.filter(({ desc }) => !settings.includes(desc));
      await writer.begin({ ...reader.header, version: { major: 1, minor: 13, revision: 0 } }, entries);
      for (const entry of entries.filter(({ hasData }) => hasData)) {
        if (entry.desc === 'BLOBS') await writer.writeLargeObjects(entry, reader.readLargeObjects(entry));
        else await writer.writeData(entry, reader.readData(entry));
      }
      await writer.finish();
    }
    const options = { useSetSessionAuthorization: true, disableTriggers: true, schema: false, superuser: "a\\'b" };
    expectSameText(await script(old, { clean: true }), await genuineScript(old, ['-c']));
    expectSameText(
      await script(old, options),
      await genuineScript(old, ['--use-set-session-authorization', '--disable-triggers', '-a', '-S', "a\\'b"]),
    );
  });

  it('follows a list file, and tells of its useless lines', async () => {
    const listing = await pgToolOk('pg_restore', ['-l', archive('custom')]);
    const numbers = listing.split('\n').filter((line) => /^\d/.test(line));
    const list = join(directory.path, 'list');
    const lines = [
      ...numbers.toReversed().filter((_, index) => index % 3 > 0),
      numbers[0],
      '99999 x',
      '  ',
      ';all',
      'no',
    ];
    await writeFile(list, `${lines.join('\n')}\n+${numbers.at(-1)}; twice`);
    const said: Diagnostic[] = [];
    const ours = await script(archive('custom'), { useList: list, clean: true }, said);
    expectSameText(ours, await genuineScript(archive('custom'), ['-L', list, '-c']));
    const { stderr } = await pgTool('pg_restore', ['-f', '-', '-L', list, archive('custom')]);
    const warnings = said.map(({ message }) => `pg_restore: warning: ${message}`);
    expect(warnings.join('\n')).toBe(stderr.trimEnd());
  });

  it('gives every script a key of its own', async () => {
    const keyOf = async (): Promise<string | undefined> =>
      /^\\restrict (.*)$/m.exec(await script(archive('custom'), { restrictKey: undefined }))?.[1];
    const [one, other] = [await keyOf(), await keyOf()];
    expect(one).toMatch(/^[A-Za-z0-9]{63}$/);
    expect(other).not.toBe(one);
  });

  it.each<[Partial<RestoreOptions>, readonly string[]]>([
    [{ tables: ['t', 'missing'] }, ['-t', 't', '-t', 'missing']],
    [{ schemas: ['missing'] }, ['-n', 'missing']],
    [{ indexes: ['missing'] }, ['-I', 'missing']],
    [{ functions: ['f()'] }, ['-P', 'f()']],
    [{ triggers: ['tr'] }, ['-T', 'tr']],
  ])('refuses names that no entry has: %j', async (ours, genuine) => {
    const { stderr } = await pgTool('pg_restore', ['-f', '-', '--strict-names', ...genuine, archive('custom')]);
    const message = stderr.replace('pg_restore: error: ', '').trim();
    await expect(script(archive('custom'), { ...ours, strictNames: true })).rejects.toThrow(message);
  });

  it('cannot be broken out of by names', async () => {
    const text = await script(archive('custom'), { clean: true });
    const comments = text.split('\n').filter((line) => line.startsWith('-- Name: t  %s'));
    expect(comments).toEqual([`-- Name: t  %s\\; Type: TABLE; Schema: Odd "one" in two lines; Owner: ${sample.user}`]);
    expect(text).toContain(`ALTER SCHEMA s1 OWNER TO "${sampleRole}";`);
  });
});

describe('options that exclude each other', () => {
  it.each<[Partial<RestoreOptions>, string]>([
    [
      { create: true, singleTransaction: true },
      'options -C/--create and -1/--single-transaction cannot be used together',
    ],
    [{ singleTransaction: true, jobs: 2 }, 'cannot specify both --single-transaction and multiple jobs'],
    [{ ifExists: true }, 'option --if-exists requires option -c/--clean'],
    [{ restrictKey: 'a b' }, 'invalid restrict key'],
  ])('refuses %j', async (options, message) => {
    const task = { archive: { path: '/nonexistent' }, target: { file: '-' } };
    await expect(restore({ ...options, ...task })).rejects.toThrow(message);
  });
});
