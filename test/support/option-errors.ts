import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { repository } from './repository.ts';

export const recordedReleases = [15, 16, 17, 18] as const;

const fixtures = join(repository, 'fixtures/genuine');
export const filterFiles = join(fixtures, 'filters');

export interface RecordedLine {
  readonly args: readonly string[];
  /** Name of the filter file that standard input is. */
  readonly input: string | undefined;
  /** What was printed, and `exit 1` or `accepted`. */
  readonly outcome: string;
}

/** What a genuine program said of many command lines, by those lines (test/support/record-option-errors.mjs). */
export function recordedLines(major: number, program: string): ReadonlyMap<string, RecordedLine> {
  const [, ...groups] = readFileSync(join(fixtures, `${major}/${program}-option-errors.txt`), 'utf8').split('\n\n');
  const lines = new Map<string, RecordedLine>();
  for (const group of groups) {
    const said = group.split('\n').filter((line) => line !== '');
    const outcome = said.filter((line) => !line.startsWith('    ')).join('\n');
    for (const line of said) if (line.startsWith('    ')) lines.set(line.trim(), recordedLine(line, program, outcome));
  }
  return lines;
}

function recordedLine(line: string, program: string, outcome: string): RecordedLine {
  const [words = '', input] = line.trim().slice(program.length).split(' < ');
  const args = (words.match(/(?:'[^']*'|[^\s'])+/g) ?? []).map((word) =>
    word.replaceAll("'", '').replaceAll('{filters}', filterFiles),
  );
  return { args, input, outcome };
}

/** The genuine help, without where PostgreSQL's people want to hear of bugs. */
export const recordedHelp = (major: number, program: string): string =>
  readFileSync(join(fixtures, `${major}/${program}-help.txt`), 'utf8').replace(/\nReport bugs to [^]*$/, '');
