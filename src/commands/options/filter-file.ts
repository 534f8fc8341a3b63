import { open } from 'node:fs/promises';

import { UserError } from '../../errors.ts';
import { doing } from '../../files/system-error.ts';
import { bytesOf, toByteString, typedText } from '../../model/text.ts';
import { fileName, type ArgumentInput } from './definition.ts';

const objectTypes = [
  'table_data',
  'table_data_and_children',
  'database',
  'extension',
  'foreign_data',
  'function',
  'index',
  'schema',
  'table',
  'table_and_children',
  'trigger',
] as const;

export type FilterObjectType = (typeof objectTypes)[number];

/** `include table`, and so on. */
export type FilterCommand = `${'include' | 'exclude'} ${FilterObjectType}`;

/** Which field of the command line a filter adds its pattern to; what a program has no field for is not allowed. */
export type FilterFields<Field extends string> = Readonly<Partial<Record<FilterCommand, Field>>>;

/** Adds the file's patterns to those given already, line by line; `-` is standard input. */
export async function applyFilter<Field extends string>(
  file: string,
  given: Readonly<Record<Field, readonly string[]>>,
  fields: FilterFields<Field>,
  { stdin }: ArgumentInput,
  refusal: (command: FilterCommand) => string = notAllowed,
): Promise<Partial<Record<Field, readonly string[]>>> {
  const added: Partial<Record<Field, readonly string[]>> = {};
  const lines = new FilterLines(file, await contents(fileName(file), stdin));
  while (lines.next()) {
    const item = lines.item();
    if (item === null) continue;
    const command: FilterCommand = `${item.command} ${item.type}`;
    const field = fields[command];
    if (field === undefined) throw lines.error(refusal(command));
    added[field] = [...(added[field] ?? given[field]), item.pattern];
  }
  return added;
}

export function notAllowed(command: FilterCommand): string {
  const [verb = '', type = ''] = command.split(' ');
  return `${verb} filter for "${type.replaceAll('_', ' ')}" is not allowed`;
}

async function contents(file: string, stdin: ArgumentInput['stdin']): Promise<string> {
  return typedText(file === '-' ? Buffer.concat(await stdin.toArray()) : await fileContents(file));
}

async function fileContents(file: string): Promise<Buffer> {
  await using handle = await doing(`could not open filter file "${file}"`, () => open(file));
  return await doing(`could not read from filter file "${file}"`, () => handle.readFile());
}

interface FilterItem {
  readonly command: 'include' | 'exclude';
  readonly type: FilterObjectType;
  readonly pattern: string;
}

const space = /^[ \t\n\v\f\r]+/;
const keyword = /^[^ \t\n\v\f\r]+/;
const word = /^[^ \t\n\v\f\r#,.()"]+/;

/** The lines of a filter file: `include table public.orders   # comment` (filter.c). */
class FilterLines {
  readonly #file: string;
  readonly #lines: string[];
  #line = 0;
  /** What of the line has not been read yet. */
  #rest = '';

  constructor(file: string, text: string) {
    this.#file = file;
    this.#lines = text.split(/(?<=\n)/);
  }

  next(): boolean {
    const line = this.#lines[this.#line];
    if (line === undefined || line === '') return false;
    this.#line++;
    this.#rest = line;
    return true;
  }

  error(what: string): UserError {
    const where = this.#file === '-' ? 'standard input' : `file "${this.#file}"`;
    // pg_log_filter_error in filter.c has room for so many bytes.
    const told = typedText(bytesOf(toByteString(what).slice(0, 255)));
    return new UserError(`invalid format in filter read from ${where} on line ${this.#line}: ${told}`);
  }

  /** null: there is nothing on the line, or a comment. */
  item(): FilterItem | null {
    this.#take(space);
    if (this.#rest === '' || this.#rest.startsWith('#')) return null;
    const command = this.#take(keyword).toLowerCase();
    if (command !== 'include' && command !== 'exclude') {
      throw this.error('invalid filter command (expected "include" or "exclude")');
    }
    this.#take(space);
    if (this.#rest === '') throw this.error('missing filter object type');
    const typed = this.#take(keyword);
    const type = objectTypes.find((each) => each === typed.toLowerCase());
    if (type === undefined) throw this.error(`unsupported filter object type: "${typed}"`);
    this.#take(space);
    if (this.#rest === '') throw this.error('missing object name pattern');
    return { command, type, pattern: this.#pattern() };
  }

  /** White space is brought into the form in which the server writes names: `s.f(integer, text)`. */
  #pattern(): string {
    let pattern = '';
    let spaced = false;
    let joins = true;
    while (this.#rest !== '' && !this.#rest.startsWith('#')) {
      const name = this.#take(word);
      if (name !== '') pattern += spaced && !joins ? ` ${name}` : name;
      const mark = this.#rest.charAt(0);
      if (mark === '"') pattern += `${spaced ? ' ' : ''}${this.#quoted()}`;
      else if (mark !== '' && ',.()'.includes(mark)) {
        pattern += mark === ',' ? ', ' : mark;
        this.#rest = this.#rest.slice(1);
      }
      joins = mark !== '' && ',.()'.includes(mark);
      spaced = this.#take(space) !== '';
    }
    return pattern;
  }

  /** A name in double quotes may go on in the next line, and writes a line's end as `\n` as well. */
  #quoted(): string {
    for (;;) {
      const end = /^"(?:[^"\\]|\\[^]|"")*"(?!")/.exec(this.#rest);
      if (end !== null) {
        this.#rest = this.#rest.slice(end[0].length);
        return end[0].replace(/\r?\n/g, '\n').replace(/\\([^])/g, (_, char: string) => escaped[char] ?? '');
      }
      const next = this.#lines[this.#line];
      if (next === undefined || next === '') throw this.error('unexpected end of file');
      this.#line++;
      this.#rest += next;
    }
  }

  #take(what: RegExp): string {
    const taken = what.exec(this.#rest)?.[0] ?? '';
    this.#rest = this.#rest.slice(taken.length);
    return taken;
  }
}

const escaped: Readonly<Record<string, string>> = { n: '\n', '\\': '\\' };
