import { describe, expect, it } from 'vitest';

import { commands } from '../../src/commands/commands.ts';
import { optionsIn } from '../../src/commands/options/definition.ts';
import { runHere } from './fake-io.ts';

describe('gpferry --help', () => {
  it('shows the commands with examples', async () => {
    const { status, stdout, stderr } = await runHere(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchInlineSnapshot(`
      "gpferry dumps, lists and restores PostgreSQL databases in the archive formats of
      pg_dump, with the options of pg_dump, pg_restore and pg_dumpall.

      Usage: gpferry <command> [option]...

      Commands:
        gpferry dump        write a database to one archive or SQL script
        gpferry dumpall     write a whole server, with its roles, to one SQL script
        gpferry restore     bring an archive into a database, or turn it into SQL
        gpferry list        show what an archive holds
        gpferry plan        say what a restore into another engine would do
        gpferry rewrite     write an archive anew for another engine
        gpferry convert     merge a parallel backup of Greenplum into one archive
        gpferry verify      read a whole archive and say whether it can be restored
        gpferry pg_dump     as dump, in every word like PostgreSQL's program
        gpferry pg_restore  as restore, in every word like PostgreSQL's program
        gpferry pg_dumpall  as dumpall, in every word like PostgreSQL's program
        gpferry completion  print a script that completes gpferry in bash and zsh

      Options:
        -?, --help     show this help, then exit                             [boolean]
        -V, --version  output version information, then exit                 [boolean]

      Examples:
        gpferry dump -Fc -f shop.dump shop    a database as one archive
        gpferry list --table shop.dump        what is in it
        gpferry restore -d newshop shop.dump  into another database

      "gpferry help dump" and "gpferry dump --help" show the options of a command.
      Called as pg_dump, pg_restore or pg_dumpall, by "gpferry pg_dump" or by a link
      of that name, gpferry behaves as PostgreSQL's program does.
      Exit status: 0 done, 1 failed or done with errors, 70 an error in gpferry
      itself.
      "
    `);
  });

  it.each([['-?'], ['help']])('is the same as gpferry %s', async (arg) => {
    expect(await runHere([arg])).toEqual(await runHere(['--help']));
  });
});

describe.each(commands.map(({ name }) => name))('help of gpferry %s', (name) => {
  it('is grouped by task, with examples', async () => {
    const { status, stdout } = await runHere([name, '--help']);
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`help/${name}.txt`);
  });

  it('fits 80 columns', async () => {
    const { stdout } = await runHere([name, '--help']);
    expect(stdout.split('\n').filter((line) => line.length > 79)).toEqual([]);
  });

  it('shows every option once', async () => {
    const { stdout } = await runHere([name, '--help']);
    const shown = [...stdout.matchAll(/^ {2}(?:-\S, )?--([a-z-]+)/gm)].map(([, long]) => long).toSorted();
    const command = commands.find((each) => each.name === name);
    const options = optionsIn(command?.options ?? [], 18)
      .filter(({ group }) => group !== null)
      .map(({ long }) => long);
    expect(shown).toEqual(options.toSorted());
  });

  it.each([
    ['help', name],
    [name, '-?'],
    [name, '-vv', '--he'],
  ])('is what gpferry %s %s shows', async (...args) => {
    expect(await runHere(args)).toEqual(await runHere([name, '--help']));
  });
});

describe('the version', () => {
  it.each([[['--version']], [['-V']], [['dump', '--version']], [['restore', '-v', '-V']]])('of %j', async (args) => {
    expect(await runHere(args)).toEqual({
      status: 0,
      stdout: expect.stringMatching(/^gpferry \d+\.\d+\.\d+\n$/),
      stderr: '',
    });
  });
});

describe('a command line without a command', () => {
  const hint = 'gpferry: hint: Try "gpferry --help" for more information.\n';
  it.each([
    [[], `gpferry: error: no command given\n${hint}`],
    [['dmp'], 'gpferry: error: unrecognized command "dmp"\ngpferry: hint: Did you mean "dump"?\n'],
    [['frobnicate'], `gpferry: error: unrecognized command "frobnicate"\n${hint}`],
    [['--bogus'], `gpferry: unrecognized option '--bogus'\n${hint}`],
    [['-x', 'dump'], `gpferry: unrecognized option '-x'\n${hint}`],
    [['help', 'dmp'], `gpferry: error: unrecognized command "dmp"\n${hint}`],
  ])('%j is refused', async (args, said) => {
    expect(await runHere(args)).toEqual({ status: 1, stdout: '', stderr: said });
  });
});

describe('shell completion', () => {
  it('knows commands and their options', async () => {
    expect((await runHere(['--get-yargs-completions', 'gpferry', 're'])).stdout.split('\n')).toContain('restore');
    const options = (await runHere(['--get-yargs-completions', 'gpferry', 'dump', '--'])).stdout.split('\n');
    expect(options).toEqual(expect.arrayContaining(['--format', '--no-owner', '--exclude-table-data']));
    expect((await runHere(['completion'])).stdout).toContain('complete -o bashdefault');
  });
});
