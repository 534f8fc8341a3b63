import { expect, inject, it } from 'vitest';

import { dumpOptionsOf } from '../../src/commands/dump-arguments.ts';
import { tellError } from '../../src/commands/messages.ts';
import { archiveFormatOf, archivePath } from '../../src/commands/archive-input.ts';
import { dumpOptions, noDumpGiven } from '../../src/commands/options/dump-options.ts';
import { readArguments } from '../../src/commands/options/read-arguments.ts';
import { noRestoreGiven, restoreOptions } from '../../src/commands/options/restore-options.ts';
import { genuineProgram } from '../../src/commands/program.ts';
import type { Program } from '../../src/commands/program.ts';
import { restoreOptionsOf } from '../../src/commands/restore-arguments.ts';
import { pgTool } from '../support/pg-tools.ts';
import { olderGenuine } from '../support/genuine-minor.ts';
import { describeWithServer } from '../support/server.ts';
import { runHere } from './fake-io.ts';

const pgBin = inject('pgBin');

// No server listens there: the genuine program gets no further than its options.
const nowhere = { PGHOST: '/nonexistent', PGPORT: '1' };

interface Outcome {
  readonly status: number | null;
  readonly said: string;
}

/** What the genuine program says of its arguments; null: they are in order, it went on to connect or to open a file. */
async function genuineOutcome(name: string, args: readonly string[]): Promise<Outcome | null> {
  const { status, stderr } = await pgTool(name, args, { env: nowhere, input: 'no archive' });
  if (/connection to server|does not appear to be a valid archive|could not open input file/.test(stderr)) return null;
  // getopt begins its complaints with the path the program was called by.
  return { status, said: stderr.replaceAll(`${pgBin}/`, '') };
}

function ourOutcome(name: string, args: readonly string[]): Outcome | null {
  const program: Program = genuineProgram(name) ?? expect.unreachable();
  try {
    if (name === 'pg_dump') {
      const { given, operands } = readArguments(args, dumpOptions, noDumpGiven, program);
      dumpOptionsOf(given, operands);
    } else {
      const { given, operands } = readArguments(args, restoreOptions, noRestoreGiven, program);
      archivePath(operands);
      restoreOptionsOf(given);
      archiveFormatOf(given.format);
    }
    return null;
  } catch (error) {
    const { text, status } = tellError(error, program);
    return { said: text, status };
  }
}

const wordsOf = (line: string): readonly string[] =>
  (line.match(/'[^']*'|\S+/g) ?? []).map((word) => word.replace(/^'|'$/g, ''));

const refused: Record<'pg_dump' | 'pg_restore', readonly string[]> = {
  pg_dump: [
    '--bogus',
    '--bogus=3',
    '-q',
    '-vq',
    '--no',
    '--no=3',
    '--no-p',
    '--s',
    '--e',
    '--file',
    '-f',
    '--clean=3',
    '-v --help',
    '-v --hel',
    '-v --version',
    '-v -?',
    '-vV',
    '-j abc',
    "-j '-1 '",
    '-j 0',
    '-j 99999999999',
    "-j ''",
    "-j ' 3x'",
    '-Z 10',
    '-Z abc',
    '-Z -2',
    '-Z gzip:3',
    '--rows-per-insert 0',
    '--rows-per-insert x',
    '--extra-float-digits=-16',
    '--extra-float-digits 4',
    '--extra-float-digits foo',
    '-Fgarbage',
    "-F ''",
    '-Fcu',
    '-Fgarbage a b',
    '-Fgarbage --if-exists',
    "--restrict-key 'a b'",
    "--restrict-key ''",
    '--section foo',
    "--section ''",
    '--section foo --bogus',
    '--bogus --section foo',
    '-Ft -Z3 x',
    '-Fd x',
    "-Fd -f ''",
    '-j2',
    '-Fc -j2',
    '-j2 --include-foreign-data=x',
    '-d a b',
    "-d '' b",
    'a b',
    'a -- -b',
    '-s -a',
    '-s -a --include-foreign-data=x',
    '-s --include-foreign-data=x',
    '-c -a',
    '--if-exists',
    '--on-conflict-do-nothing',
    '-a -c --if-exists',
    '-R a b',
  ],
  pg_restore: [
    '',
    '--bogus',
    '-q',
    '--no',
    '--s',
    '--no-d=1 --no-',
    '-v --help',
    '-v -?',
    '-vV',
    '-f',
    '-f x -d y',
    '-f x -d y -s -a',
    '-d y --restrict-key 3',
    "--restrict-key '*' -f x",
    "--restrict-key '' -l",
    "--restrict-key '*' -l -a -s",
    '-l -F garbage',
    '-F p -l',
    '-l a b',
    '-j 0',
    '-j x',
    '-d x -s -a',
    '-d x -c -a',
    '-d x -C -1',
    '-d x -1 -j2',
    '-d x -C -1 -j2',
    '-d x --if-exists',
    '-d x --if-exists -Fgarbage',
    '--section foo -l',
  ],
};

describeWithServer('option errors of pg_dump', () => {
  it.each(refused.pg_dump)('pg_dump %s', async (line) => {
    const genuine = await genuineOutcome('pg_dump', wordsOf(line));
    expect(genuine).not.toBeNull();
    expect(ourOutcome('pg_dump', wordsOf(line))).toEqual(genuine);
  });
});

const older = olderGenuine(20);

/** Since 15.20 a tar archive may have a restrict key as well, for its restore.sql. */
const keyOfArchive = ['-Fc --restrict-key a', '-Fd --restrict-key a-b', '-Ft --restrict-key a-b'];

describeWithServer('restrict keys of archives', () => {
  it.skipIf(older !== '').each(keyOfArchive)(`pg_dump %s${older}`, async (line) => {
    const genuine = await genuineOutcome('pg_dump', wordsOf(line));
    expect(genuine).not.toBeNull();
    expect(ourOutcome('pg_dump', wordsOf(line))).toEqual(genuine);
  });
});

describeWithServer('option errors of pg_restore', () => {
  it.each(refused.pg_restore)('pg_restore %s', async (line) => {
    const genuine = await genuineOutcome('pg_restore', wordsOf(line));
    expect(genuine).not.toBeNull();
    expect(ourOutcome('pg_restore', wordsOf(line))).toEqual(genuine);
  });
});

describeWithServer('pairs of options', () => {
  const pairs = (options: readonly string[]): readonly (readonly [string, string])[] =>
    options.flatMap((one, index) => options.slice(index + 1).map((other) => [one, other] as const));

  it('are refused where pg_dump refuses them, in the same words', async () => {
    const options =
      '-a -b -B -c -C -s -Fc -Fd -Ft -Z0 -Z5 -fx -j2 --if-exists --inserts --column-inserts --rows-per-insert=5 ' +
      '--on-conflict-do-nothing --include-foreign-data=x --section=data --restrict-key=k -nx -tx --strict-names';
    for (const pair of pairs(options.split(' '))) {
      // pg_dump leaves an empty file behind.
      const args = pair.map((option) => option.replace('-fx', '-f/nonexistent/x'));
      const isKeyOfArchive = /^-F[cdt] --restrict-key/.test(args.join(' '));
      if (isKeyOfArchive && older !== '') continue;
      const genuine = await genuineOutcome('pg_dump', args);
      if (genuine?.said.includes('/nonexistent/x')) continue;
      const ours = ourOutcome('pg_dump', args);
      if (genuine === null && ours?.said.includes('is not supported yet')) continue;
      expect({ args, outcome: ours }).toEqual({ args, outcome: genuine });
    }
  });

  it('are refused where pg_restore refuses them, in the same words', async () => {
    const options =
      '-a -c -C -s -e -l -1 -j2 -dx -f/nonexistent/x -Fc -Fx -nx -tx --if-exists --section=data --restrict-key=k ' +
      '--strict-names --no-data-for-failed-tables';
    for (const pair of pairs(options.split(' '))) {
      const genuine = await genuineOutcome('pg_restore', [...pair, '/nonexistent/y']);
      expect({ pair, outcome: ourOutcome('pg_restore', [...pair, '/nonexistent/y']) }).toEqual({
        pair,
        outcome: genuine,
      });
    }
  });
});

describeWithServer('the genuine help', () => {
  it.each(['pg_dump', 'pg_restore'])('of %s is ours but for where bugs are reported', async (name) => {
    const { stdout } = await pgTool(name, ['--help']);
    const wanted = stdout.toString('utf8').replace(/\nReport bugs to [^]*$/, '');
    expect(await runHere([name, '--help'])).toEqual({ status: 0, stdout: wanted, stderr: '' });
    expect(await runHere(['-?', 'whatever'], { executable: name })).toEqual({ status: 0, stdout: wanted, stderr: '' });
    expect(await runHere(['help', name])).toEqual({ status: 0, stdout: wanted, stderr: '' });
  });

  it.each(['pg_dump', 'pg_restore'])('of %s names no option that we refuse', async (name) => {
    const { stdout } = await pgTool(name, ['--help']);
    const options = [...stdout.toString('utf8').matchAll(/^ {2}(?:-(\S), )?--([a-z-]+)(=\S+)?/gm)];
    expect(options.length).toBeGreaterThan(30);
    for (const [, short, long, argument] of options) {
      if (long === 'help' || long === 'version') continue;
      const value = { section: 'data', jobs: '1', compress: '1', 'extra-float-digits': '1' }[long ?? ''] ?? '1';
      const spellings = argument
        ? [[`--${long}=${value}`], ...(short ? [[`-${short}${value}`]] : [])]
        : [[`--${long}`], ...(short ? [[`-${short}`]] : [])];
      for (const args of spellings) {
        // Options in order, one operand too many: both programs have read the options then.
        const outcome = ourOutcome(name, [...args, 'a', 'b', 'c']);
        expect({ args, said: outcome?.said }).toEqual({ args, said: expect.stringContaining('too many command-line') });
        expect(await genuineOutcome(name, [...args, 'a', 'b', 'c'])).toEqual(outcome);
      }
    }
  });

  it('has the version that we say we follow', async () => {
    const { stdout } = await pgTool('pg_dump', ['--version']);
    expect((await runHere(['pg_dump', '-V'])).stdout).toMatch(/^pg_dump \(PostgreSQL\) 15\.\d+ \(gpferry [\d.]+\)\n$/);
    expect(stdout.toString()).toMatch(/^pg_dump \(PostgreSQL\) 15\./);
  });
});
