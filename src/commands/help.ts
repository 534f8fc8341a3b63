import type { Command } from './command.ts';
import type { GenuineProgram } from './genuine.ts';
import type { OptionText } from './options/definition.ts';

const width = 79;

/** Help of a command under its own name: options by task, at 80 columns. */
export function commandHelp(command: Command): string {
  const sections = command.tasks.map(({ group, heading }) => {
    const options = command.options.filter((option) => option.group === group);
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
export function genuineHelp({ name, summary, usage, headings, epilogue }: GenuineProgram, command: Command): string {
  const options = command.options.filter((option) => option.own !== true);
  const sections = headings.map(({ heading, groups, column }) => {
    const shown = options.filter(({ group }) => group !== null && groups.includes(group));
    return `${heading}:\n${sorted(shown)
      .map((option) => genuineLines(option, column))
      .join('')}`;
  });
  return [`${summary}\n`, `Usage:\n  ${name} ${usage}\n`, ...sections, `${epilogue}\n`].join('\n');
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

const genuineLines = (option: OptionText, column: number): string =>
  besides(label(option), option.help.split('\n'), column);

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
