import type { ServerError } from '../errors.ts';

/**
 * A server's error as libpq's PQerrorMessage writes it, each line ended by a newline. A notice is written without its
 * context, as libpq does by default.
 */
export function serverErrorText(error: ServerError, sort: 'error' | 'notice' = 'error'): string {
  const [query, position] =
    error.position === undefined ? [error.internalQuery, error.internalPosition] : [error.statement, error.position];
  const inline = position !== undefined && query === undefined ? ` at character ${position}` : '';
  const pointer = position !== undefined && query !== undefined ? errorPosition(query, position) : '';
  const lines = [
    ['DETAIL', error.detail],
    ['HINT', error.hint],
    ['QUERY', error.internalQuery],
    ['CONTEXT', sort === 'error' ? error.where : undefined],
  ];
  const more = lines.filter(([, text]) => text !== undefined).map(([label, text]) => `${label}:  ${text}\n`);
  return `${error.severity}:  ${error.message}${inline}\n${pointer}${more.join('')}`;
}

const screenWidth = 60;
const rightMargin = 10;

/** `LINE 1: …` and a caret under the character (fe-protocol3.c, reportErrorPosition). */
export function errorPosition(query: string, position: number): string {
  const characters = [...query];
  const at = position - 1;
  if (at < 0 || at > characters.length) return '';
  const line = lineAround(characters, at);
  const columns = columnsOf(characters);
  const width = (from: number, to: number) => (columns[to] ?? 0) - (columns[from] ?? 0);

  let { begin, end } = line;
  const isTooLong = width(begin, end) > screenWidth;
  if (isTooLong && width(begin, at) + rightMargin <= screenWidth) {
    while (width(begin, end) > screenWidth) end--;
  } else if (isTooLong) {
    while (width(at, end) > rightMargin) end--;
    while (width(begin, end) > screenWidth) begin++;
  }
  const label = `LINE ${line.number}: ${begin > line.begin ? '...' : ''}`;
  const shown = characters.slice(begin, end).join('').replaceAll('\t', ' ');
  const dots = end < line.end ? '...' : '';
  return `${label}${shown}${dots}\n${' '.repeat(label.length + width(begin, at))}^\n`;
}

/** The line that holds a character: its number from 1, its first character and the one after its last. */
function lineAround(characters: readonly string[], at: number): { number: number; begin: number; end: number } {
  let number = 1;
  let begin = 0;
  for (let index = 0; index < at; index++) {
    const character = characters[index];
    if (character !== '\r' && character !== '\n') continue;
    // A line feed after a carriage return ends the same line.
    if (character === '\r' || characters[index - 1] !== '\r') number++;
    begin = index + 1;
  }
  let end = at;
  while (end < characters.length && characters[end] !== '\r' && characters[end] !== '\n') end++;
  return { number, begin, end };
}

/** Screen column of each character, and of the end. */
function columnsOf(characters: readonly string[]): number[] {
  let column = 0;
  const columns = [0];
  for (const character of characters) columns.push((column += isWide(character) ? 2 : 1));
  return columns;
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

const isWide = (character: string): boolean => wide.test(character);
