import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { genuinePrograms } from '../../src/commands/genuine.ts';
import { releases } from '../../src/model/release.ts';
import { filterFiles, recordedHelp, recordedLines, recordedReleases } from '../support/option-errors.ts';
import type { RecordedLine } from '../support/option-errors.ts';
import { runHere } from './fake-io.ts';

beforeEach(() => {
  // No server listens there: programs whose options are in order get no further.
  vi.stubEnv('PGHOST', '/nonexistent');
  vi.stubEnv('PGPORT', '1');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const recorded = genuinePrograms
  .map(({ name }) => name)
  .flatMap((program) => recordedReleases.map((major) => [program, major] as const));

/** Lines of the record that ours answers otherwise, and why. */
const exceptions: readonly { readonly releases: readonly number[]; readonly lines: RegExp; readonly why: string }[] = [
  {
    releases: [16, 17],
    lines: /--restrict-key| --r$/,
    why: 'recorded with 16.2 and 17.4, which lack --restrict-key: it came with 16.10 and 17.6',
  },
  {
    releases: [15, 18],
    lines: /-F[cdt] --restrict-key/,
    why: 'since 15.20 and 18.7 a tar archive may have a key, for its restore.sql',
  },
  {
    releases: [17],
    lines: /digit-in-(type|command)|comma-after-command/,
    why: 'since 17.7 a word of a filter ends at white space; 17.4 took letters',
  },
];

/** 16.2 and 17.4 lack a line that 15.18 and 18.3 have. */
function withRestrictKey(help: string): string {
  if (help.includes('--restrict-key')) return help;
  const line = '  --restrict-key=RESTRICT_KEY  use provided string as psql \\restrict key\n';
  return help.replace(/\n {2}(?=--(rows-per-insert|role|section)=(?!ROLE))/, `\n${line}  `);
}

const isException = (line: string, major: number): boolean =>
  exceptions.some(({ releases, lines }) => releases.includes(major) && lines.test(line));

/** What ours says, in the form of the record. */
async function ourOutcome(program: string, { args, input }: RecordedLine): Promise<string> {
  const options = input === undefined ? {} : { input: readFileSync(join(filterFiles, input), 'utf8') };
  const { status, stderr } = await runHere([program, ...args], options);
  const went = /connection to server|could not open (input|output|TOC) file|input file is too short/.exec(stderr);
  const said = stderr
    .slice(0, went === null ? undefined : stderr.lastIndexOf('\n', went.index) + 1)
    .replaceAll(filterFiles, '{filters}');
  return `${said}${went === null ? `exit ${status}` : 'accepted'}`;
}

/** What each pg_dump that pg_dumpall runs would refuse is refused before there is a connection, where it runs any. */
const saidByPgDump = (outcome: string, major: number): boolean =>
  [...recordedLines(major, 'pg_dump').values()].some(
    (row) => row.outcome === outcome.replaceAll('pg_dumpall', 'pg_dump'),
  );

describe.each(recorded)('%s of release %s', (program, major) => {
  beforeEach(() => {
    vi.stubEnv('GPFERRY_RELEASE', `${major}`);
  });

  it('refuses what the genuine one refuses, in its words and order', async () => {
    const differing: string[] = [];
    for (const [line, row] of recordedLines(major, program)) {
      if (isException(line, major)) continue;
      const ours = await ourOutcome(program, row);
      // See src/commands/unsupported.ts.
      if (row.outcome === 'accepted' && ours.includes('is not supported yet')) continue;
      const dumps = program === 'pg_dumpall' && !/ -[grt]( |$)/.test(line);
      if (row.outcome === 'accepted' && dumps && saidByPgDump(ours, major)) continue;
      if (ours !== row.outcome) differing.push(`${line}\n${row.outcome}\n--- ours\n${ours}`);
    }
    expect(differing).toEqual([]);
  });

  it('has its help, but for where bugs are reported', async () => {
    const stdout = withRestrictKey(recordedHelp(major, program));
    expect(await runHere([program, '--help'])).toEqual({ status: 0, stdout, stderr: '' });
    expect(await runHere(['-?', 'whatever'], { executable: program })).toEqual({ status: 0, stdout, stderr: '' });
    expect(await runHere(['help', program])).toEqual({ status: 0, stdout, stderr: '' });
  });

  it('says that it is of that release', async () => {
    const stdout = expect.stringMatching(
      `^${program} \\(PostgreSQL\\) ${releases[major].version} \\(gpferry [\\d.]+\\)\\n$`,
    );
    expect(await runHere([program, '--version'])).toEqual({ status: 0, stdout, stderr: '' });
  });
});
