import type { Reporter } from '../log.ts';
import { shown, type ByteString } from '../model/text.ts';
import { Edits } from '../sql/edits.ts';
import { statementsOf, type Statement } from '../sql/statements.ts';
import { blankEntry } from '../toc/blank-entry.ts';
import { ArchiveIndex } from './archive-index.ts';
import { rewriteOne } from './rewrite-one.ts';
import type { Rewritable } from './rewritable.ts';
import type { Target } from './targets.ts';

/** Says the statements about roles, tablespaces and databases as a target wants them; all else stays as it is. */
export function rewriteGlobals(script: ByteString, { rules }: Target, reporter: Reporter): ByteString {
  const edits = new Edits(script);
  const own = rules.filter(({ descs }) => descs.includes('GLOBAL'));
  const archive = new ArchiveIndex([]);
  for (const statement of statementsOf(script)) {
    const { span, after } = statement;
    const text = script.slice(span.start, after);
    const entry = { ...global, definition: text };
    const outcome = rewriteOne(entry, subjectOf(statement), own, archive, reporter);
    const said = outcome !== null && 'entry' in outcome ? outcome.entry : null;
    if (said === null || said.definition === '') {
      // With its line.
      edits.replace({ start: span.start, end: script[after] === '\n' ? after + 1 : after }, '');
    } else if (said.definition !== text) edits.replace({ start: span.start, end: after }, said.definition ?? '');
  }
  return edits.result();
}

const global: Rewritable = { ...blankEntry, desc: 'GLOBAL', tag: '' };

/** `ALTER ROLE shop_owner`: what a statement begins with, as far as the name it is about. */
function subjectOf(statement: Statement): string {
  const cursor = statement.cursor();
  cursor.next();
  while (objectWords.has(cursor.token?.value ?? '')) cursor.next();
  cursor.takeName();
  return shown(cursor.textOf({ start: statement.span.start, end: cursor.end }));
}

const objectWords = new Set(['role', 'user', 'database', 'tablespace', 'resource', 'queue', 'group', 'on']);
