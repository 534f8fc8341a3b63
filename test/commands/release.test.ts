import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { dumpCommand } from '../../src/commands/dump.ts';
import { worded, wordingIn } from '../../src/commands/options/definition.ts';
import { readCommandLine } from '../../src/commands/command-line.ts';
import { commandCalled } from '../../src/commands/main.ts';
import { dumpOptions, noDumpGiven } from '../../src/commands/options/dump-options.ts';
import { FakeTerminal, runHere } from './fake-io.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('GPFERRY_RELEASE', () => {
  const refusal = (program: string, value: string) =>
    `${program}: error: invalid value "${value}" for GPFERRY_RELEASE\n` +
    `${program}: hint: Releases of PostgreSQL that can be followed are 15, 16, 17, 18.\n`;

  it.each(['14', '19', '15.20', 'x', ' 16'])('of %j is refused', async (value) => {
    vi.stubEnv('GPFERRY_RELEASE', value);
    expect(await runHere(['pg_dump', '--version'])).toEqual({
      status: 1,
      stdout: '',
      stderr: refusal('pg_dump', value),
    });
    expect((await runHere(['restore', '-l'])).stderr).toBe(refusal('gpferry', value));
  });

  it('that is empty, or not set, leaves the newest to be followed', async () => {
    vi.stubEnv('GPFERRY_RELEASE', '');
    expect((await runHere(['pg_restore', '-V'])).stdout).toMatch(/^pg_restore \(PostgreSQL\) 18\./);
    vi.stubEnv('GPFERRY_RELEASE', undefined);
    expect((await runHere(['pg_restore', '-V'])).stdout).toMatch(/^pg_restore \(PostgreSQL\) 18\./);
  });

  it('takes no option away from gpferry’s own commands', async () => {
    const help = await runHere(['dump', '--help']);
    vi.stubEnv('GPFERRY_RELEASE', '15');
    expect(await runHere(['dump', '--help'])).toEqual(help);
    expect((await runHere(['pg_dump', '--no-data'])).stderr).toMatch(/^pg_dump: unrecognized option '--no-data'\n/);
  });
});

describe('the release whose text a dump has', () => {
  async function releaseOf(args: readonly string[], { release = '' } = {}): Promise<number | undefined> {
    vi.stubEnv('GPFERRY_RELEASE', release);
    const { program } = commandCalled('gpferry', args);
    const stderr = new FakeTerminal();
    const io = { program, stdin: Readable.from([]), stdout: process.stdout, stderr, signal: AbortSignal.timeout(1000) };
    const read = await readCommandLine(dumpCommand, args.slice(1), dumpOptions, noDumpGiven, io);
    return read?.given.release;
  }

  it('is the server’s where nothing is said', async () => {
    expect(await releaseOf(['dump'])).toBeUndefined();
    expect(await releaseOf(['pg_dump'])).toBeUndefined();
  });

  it('is the one that --release names, else that of GPFERRY_RELEASE', async () => {
    expect(await releaseOf(['dump', '--release=16'])).toBe(16);
    expect(await releaseOf(['dump'], { release: '17' })).toBe(17);
    expect(await releaseOf(['pg_dump'], { release: '17' })).toBe(17);
    expect(await releaseOf(['dump', '--release', '15'], { release: '17' })).toBe(15);
  });

  it('cannot be one that is not known', async () => {
    expect((await runHere(['dump', '--release=9'])).stderr).toBe(
      'gpferry: error: invalid value "9" for option --release\n' +
        'gpferry: hint: Releases of PostgreSQL that can be followed are 15, 16, 17, 18.\n',
    );
  });
});

describe('words that changed between releases', () => {
  it('make one line of an option table each', () => {
    expect(worded({ long: 'x' }, { 15: 'old', 17: 'newer', 18: 'new' })).toEqual([
      { long: 'x', help: 'old', since: 15, until: 16 },
      { long: 'x', help: 'newer', since: 17, until: 17 },
      { long: 'x', help: 'new', since: 18 },
    ]);
  });

  it('hold until there are others', () => {
    expect([15, 16, 17, 18].map((major) => wordingIn({ 15: 'old', 17: 'new' }, major as 15))).toEqual([
      'old',
      'old',
      'new',
      'new',
    ]);
  });
});
