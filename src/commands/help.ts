import type { Command } from './command.ts';
import { newestRelease } from '../model/release.ts';
import type { ReleaseMajor } from '../model/release.ts';
import type { GenuineProgram } from './genuine.ts';
import { optionsIn, wordingIn } from './options/definition.ts';
import type { OptionText } from './options/definition.ts';
import { optionsRelease } from './program.ts';
import type { Program } from './program.ts';

const width = 79;

/** Help of a command as it was called. */
export const helpOf = (command: Command, program: Program): string =>
  program.genuine === null
    ? commandHelp(command)
    : genuineHelp(program.genuine, command, optionsRelease(program).major);

/** Under its own name: options by task, at 80 columns. */
function commandHelp(command: Command): string {
  const all = optionsIn(command.options, newestRelease.major);
  const sections = command.tasks.map(({ group, heading }) => {
    const options = all.filter((option) => option.group === group);
    return `${heading}:\n${sorted(options)
      .map((option) => optionLines(option, 31))
      .join('')}`;
  });
  const examples = command.examples.map(({ does, command: line }) => `  # ${does}\n  ${line}\n`);
  return [
    `Usage: gpferry ${command.name} ${command.usage}\n`,
    `${wrap(command.description, width).join('\n')}\n`,
    `Examples:\n${examples.join('')}`,
    ...sections,
  ].join('\n');
}

/** Help as the genuine program of this name lays it out. Options of ours are accepted there but not shown. */
function genuineHelp(
  { name, summary, usage, headings, epilogue }: GenuineProgram,
  command: Command,
  major: ReleaseMajor,
): string {
  const options = optionsIn(command.options, major).filter((option) => option.own !== true);
  const sections = headings.map(({ heading, groups, column }) => {
    const shown = options.filter(({ group }) => group !== null && groups.includes(group));
    return `${heading}:\n${sorted(shown)
      .map((option) => genuineLines(option, column))
      .join('')}`;
  });
  return [`${wordingIn(summary, major)}\n`, `Usage:\n  ${name} ${usage}\n`, ...sections, `${epilogue}\n`].join('\n');
}

/** Short options by letter, then those with a long name only; help itself last. */
function sorted(options: readonly OptionText[]): readonly OptionText[] {
  return options.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ short, long }: OptionText): string {
  if (short === undefined) return `3${long}`;
  if (short === '?') return '4';
  if (/\d/.test(short)) return `2${short}`;
  return `1${short.toLowerCase()}${short === short.toLowerCase() ? 0 : 1}`;
}

function label({ short, long, argumentName }: OptionText): string {
  const argument = argumentName === undefined ? '' : `=${argumentName}`;
  return `  ${short === undefined ? '' : `-${short}, `}--${long}${argument}`;
}

const besides = (left: string, lines: readonly string[], column: number): string => {
  const indented = lines.join(`\n${' '.repeat(column)}`);
  return left.length < column ? `${left.padEnd(column)}${indented}\n` : `${left}\n${' '.repeat(column)}${indented}\n`;
};

function genuineLines(option: OptionText, column: number): string {
  const line = besides(label(option), option.help.split('\n'), column);
  if (option.deprecated === undefined) return line;
  return line + besides(`  --${option.deprecated}`, [`(same as --${option.long}, deprecated)`], column);
}

const optionLines = (option: OptionText, column: number): string =>
  besides(label(option), wrap(option.help, width - column), column);

/** Words in lines of at most so many characters; an empty line parts paragraphs. */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split('\n\n').flatMap((paragraph, index) => [...(index > 0 ? [''] : []), ...fill(paragraph, columns)]);
}

function fill(paragraph: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of paragraph.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
