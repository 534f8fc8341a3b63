import type { Diagnostic } from '../log.ts';
import { type ByteString, shown } from '../model/text.ts';
import { isOdd } from '../gpbackup/checks/odd-token.ts';
import { classify } from '../script/classify.ts';
import { copyStatementOf } from '../sql/copy-statement.ts';
import { createTableOf } from '../sql/create-table.ts';
import type { Lexing } from '../sql/lexer.ts';
import { statementsOf } from '../sql/statements.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import type { TocEntry } from '../toc/entry.ts';
import { listed } from './segment-script.ts';

/** Kinds whose statements name them as the comment above them does. */
const namedAlike = new Set([
  'TABLE',
  'VIEW',
  'SEQUENCE',
  'TYPE',
  'DOMAIN',
  'SCHEMA',
  'INDEX',
  'CONSTRAINT',
  'FK CONSTRAINT',
  'TRIGGER',
]);

/**
 * Scripts that are not packed have no sum. What they say twice is compared: a comment with its statement, a table's columns
 * with those of its rows; and what no server writes is told.
 */
export function strangeEntries(
  ofMaster: readonly TocEntry[],
  merged: readonly TocEntry[],
): readonly Pick<Diagnostic, 'message' | 'detail'>[] {
  const lexing: Lexing = { standardStrings: !ofMaster.some(isOldStrings) };
  const columns = new Map<ByteString, string>();
  const found = new Map<string, string[]>();
  const tell = (message: string, entry: TocEntry, what = ''): void => {
    const line = `${entry.desc} ${shown(listed(entry))}${what}`;
    found.set(message, [...(found.get(message) ?? []), line]);
  };
  for (const entry of ofMaster) {
    const statements = statementsOf(entry.definition ?? '', lexing);
    if (statements.some(({ tokens }) => tokens.some((token, i) => isOdd(token, tokens[i + 1])))) {
      tell('its script has statements that no server writes', entry);
    }
    const said = statements[0] === undefined ? null : classify(statements[0].cursor(), entry.namespace);
    if (said?.kind !== 'object' || !namedAlike.has(entry.desc)) continue;
    if (said.desc === entry.desc && !isTag(entry.tag, said.tag)) {
      tell('its script names in a comment what its statement names otherwise', entry, `: ${shown(said.tag)}`);
    }
    const made = entry.desc === 'TABLE' ? createTableOf(statements[0]!.cursor()) : null;
    if (made !== null) columns.set(listed(entry), made.columns.map(({ name }) => name).join(', '));
  }
  for (const entry of merged) {
    const own = columns.get(listed(entry));
    if (entry.desc !== 'TABLE DATA' || entry.copyStatement === null || own === undefined) continue;
    const copied = copyStatementOf(new TokenCursor(entry.copyStatement))?.columns?.join(', ');
    if (copied === undefined || copied === own) continue;
    tell('its rows have other columns than the table', entry, `: (${shown(copied)}) instead of (${shown(own)})`);
  }
  return [...found].map(([message, lines]) => ({ message, detail: lines.slice(0, 10).join('\n') }));
}

const isOldStrings = ({ desc, definition }: TocEntry): boolean => desc === 'STDSTRINGS' && /off/.test(definition ?? '');

/** Old releases have a constraint without its table, and a comment has no room for a second line. */
const isTag = (tag: ByteString, said: ByteString): boolean => {
  const [one, other] = [tag, said].map((each) => each.replace(/[\n\r]/g, ' '));
  return one === other || other!.endsWith(` ${one}`);
};
