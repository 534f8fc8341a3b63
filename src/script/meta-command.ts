import type { ByteString } from '../model/text.ts';

/** Commands that take all that is left of their line. */
const wholeLine = new Set(['!', 'copy', 'ef', 'ev', 'h', 'help', 'sf', 'sf+', 'sv', 'sv+']);

/** What stands behind the backslash that a line begins with. */
export const commandName = (line: ByteString): ByteString => /^\\([A-Za-z_+]+|[^\s]|)/.exec(line)?.[1] ?? '';

/** Where a command ends on its line: two backslashes end it, else the line does. */
export function commandLength(line: ByteString): number {
  const name = commandName(line);
  if (wholeLine.has(name)) return line.length;
  const part = /'(?:[^'\\]|\\.)*'?|"[^"]*"?|`[^`]*`?|(\\\\)|[^]/gy;
  part.lastIndex = 1 + name.length;
  for (let found = part.exec(line); found !== null; found = part.exec(line)) {
    if (found[1] !== undefined) return part.lastIndex;
  }
  return line.length;
}

/** Whether it sends the query that stands ahead of it. */
export const sendsQuery = (name: ByteString): boolean => /^(?:g|gx|gset|gexec|gdesc|crosstabview|watch)$/.test(name);

/** Whether rows follow the line: `\copy t from stdin`. */
export const copiesRows = (line: ByteString): boolean =>
  /^\\copy\s(?:[^'"]|'[^']*'|"[^"]*")*?\sfrom\s+stdin\b/i.test(line);

/** The encoding of what follows `\encoding SJIS`; undefined: it is another command. */
export const encodingOf = (line: ByteString): string | undefined =>
  /^\\encoding\s+['"]?([A-Za-z0-9_-]+)/.exec(line)?.[1];
