import { shown } from '../../../model/text.ts';
import type { Span } from '../../../sql/edits.ts';
import type { TokenCursor } from '../../../sql/token-cursor.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Computed columns (PostgreSQL 12), whose values no archive has: NULL until somebody computes them. */
export const generatedColumns: Rule = {
  name: 'generated-columns',
  descs: ['TABLE'],
  pattern: /\sGENERATED\s/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const column of text.table.columns) {
      if (!column.isGenerated) continue;
      const cursor = archive.cursorOf(text.text.slice(column.start, column.end));
      const said = takeGenerated(cursor);
      if (said === null) continue;
      rewriting.edits.remove({ start: column.start + said.start, end: column.start + said.end });
      rewriting.note(
        `column ${shown(column.name)} is NULL: archives have no values of generated columns, and the target computes none`,
      );
    }
    return rewriting.outcome;
  },
};

/** With NOT NULL behind it, which no row could hold to. */
function takeGenerated(cursor: TokenCursor): Span | null {
  if (!cursor.skipTo('generated')) return null;
  const { start } = cursor;
  cursor.take('generated');
  if (!cursor.skipTo('(') || cursor.takeList() === null) return null;
  if (!cursor.take('stored')) cursor.take('virtual');
  const { end } = cursor;
  if (cursor.take('constraint')) cursor.takeName();
  return { start, end: cursor.take('not', 'null') ? cursor.end : end };
}
