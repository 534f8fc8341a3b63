import { quoteDollar } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { Span } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * `RETURN …` and `BEGIN ATOMIC … END` (PostgreSQL 14): the same statements in a string. The server has written each name in
 * them with its schema, so that they mean the same there.
 */
export const sqlBodies: Rule = {
  name: 'sql-bodies',
  descs: ['FUNCTION', 'PROCEDURE'],
  pattern: /\sRETURN\s|\sBEGIN\s+ATOMIC\b/i,
  rewrite({ definition }, archive) {
    const text = definition ?? '';
    const rewriting = new Rewriting(text);
    const cursor = archive.cursorOf(text);
    if (!cursor.take('create') || !cursor.skipTo('return', 'begin', 'as') || cursor.sees('as')) return null;
    const body = cursor.sees('return') ? takeReturn(cursor) : takeAtomic(cursor);
    if (body === null) return null;
    rewriting.edits.replace(body.whole, `AS ${quoteDollar(body.text)}`);
    rewriting.note('its body is a string, which nothing that it names knows of: the target has no other bodies in SQL');
    return rewriting.outcome;
  },
};

interface Body {
  readonly whole: Span;
  readonly text: ByteString;
}

function takeReturn(cursor: TokenCursor): Body {
  const { start } = cursor;
  cursor.take('return');
  const from = cursor.start;
  cursor.skipTo(';');
  return { whole: { start, end: cursor.end }, text: `SELECT ${cursor.textOf({ start: from, end: cursor.end })}` };
}

function takeAtomic(cursor: TokenCursor): Body | null {
  const { start } = cursor;
  if (!cursor.take('begin', 'atomic')) return null;
  const from = cursor.end;
  const returns: Span[] = [];
  for (let depth = 1, isFirst = true; cursor.token !== null;) {
    // RETURN begins a statement, as one word of no other can.
    if (isFirst && cursor.sees('return')) returns.push(cursor.token);
    isFirst = cursor.sees(';');
    if (cursor.sees('case')) depth += 1;
    if (cursor.sees('end') && (depth -= 1) === 0) break;
    cursor.skip();
  }
  const to = cursor.start;
  if (!cursor.take('end')) return null;
  let text = cursor.textOf({ start: from, end: to });
  for (const { start: at, end } of returns.toReversed()) {
    text = `${text.slice(0, at - from)}SELECT${text.slice(end - from)}`;
  }
  return { whole: { start, end: cursor.end }, text };
}
