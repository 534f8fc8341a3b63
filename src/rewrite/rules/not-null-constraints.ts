import { quoteIdent, quoteQualified } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import { removeItems, type Span } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/**
 * NOT NULL as a constraint of the table, of no child or of no old row (PostgreSQL 18): SET NOT NULL says the first, a check
 * the others.
 */
export const notNullConstraints: Rule = {
  name: 'not-null-constraints',
  descs: ['TABLE', 'FOREIGN TABLE', 'CONSTRAINT', 'CHECK CONSTRAINT'],
  pattern: /(?:[(,]|\bADD)\s+(?:CONSTRAINT\s+(?:"[^"]*"|[^\s"])+\s+)?NOT\s+NULL\b|\bNOT\s+NULL\s+NO\s+INHERIT\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      const cursor = statement.cursor();
      if (cursor.sees('create')) inTable(rewriting, cursor, statement.after);
      else if (cursor.take('alter', 'table')) added(rewriting, cursor);
    }
    return rewriting.outcome;
  },
};

/** Comments of such, of which the target knows no name. */
export const commentsOfNotNull: Rule = {
  name: 'comments-of-not-null',
  descs: ['COMMENT'],
  pattern: /^COMMENT ON CONSTRAINT /i,
  rewrite({ namespace, definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('comment', 'on', 'constraint')) return null;
    const name = cursor.takeName();
    const table = cursor.take('on') ? cursor.takeQualifiedName() : null;
    if (name === null || table === null || !isNotNull(name, table, namespace, archive)) return null;
    return { leftOut: 'NOT NULL has no name that the target keeps' };
  },
};

/** Whether a table calls a NOT NULL so, or called it so before it was made SET NOT NULL. */
function isNotNull(
  name: ByteString,
  table: readonly ByteString[],
  namespace: ByteString | null,
  archive: ArchiveIndex,
): boolean {
  const text = archive.tableText(table, namespace);
  if (text === null || archive.keys.hasConstraint(table, name, namespace)) return false;
  for (const cursor = archive.cursorOf(text.text); cursor.token !== null; cursor.next()) {
    const ahead = cursor.fork();
    if (ahead.take('constraint') && ahead.takeName() === name) return ahead.sees('not', 'null');
  }
  return text.commands.some((command) => {
    const cursor = command.cursor();
    return cursor.skipTo('set') && cursor.sees('set', 'not', 'null');
  });
}

function inTable({ edits }: Rewriting, cursor: TokenCursor, after: number): void {
  if (!cursor.skipTo('table') || !cursor.take('table')) return;
  cursor.take('if', 'not', 'exists');
  const table = cursor.takeQualifiedName();
  const list = cursor.takeList();
  if (table === null || list === null) return;
  const spans = list.items.map(({ rest }) => rest);
  const gone = new Set<Span>();
  for (const [i, item] of list.items.entries()) {
    const { end } = spans[i]!;
    const first = item.fork();
    if (first.take('constraint')) first.takeName();
    const at = first.start;
    if (!first.take('not', 'null')) {
      ofColumn(edits, item);
      continue;
    }
    const column = first.takeName() ?? '';
    if (first.take('no', 'inherit')) {
      edits.replace({ start: at, end }, `CHECK ((${quoteIdent(column)} IS NOT NULL)) NO INHERIT`);
      continue;
    }
    const only = quoteQualified(table.at(-2) ?? null, table.at(-1)!);
    edits.insert(after, `\n\nALTER TABLE ONLY ${only} ALTER COLUMN ${quoteIdent(column)} SET NOT NULL;`);
    gone.add(spans[i]!);
  }
  removeItems(edits, spans, (item) => gone.has(item));
}

/** `a integer NOT NULL NO INHERIT`. */
function ofColumn(edits: Rewriting['edits'], item: TokenCursor): void {
  const column = item.takeName();
  while (column !== null && item.skipTo('not')) {
    const { start } = item;
    if (!item.take('not', 'null', 'no', 'inherit')) item.next();
    else edits.replace({ start, end: item.end }, `CHECK ((${quoteIdent(column)} IS NOT NULL)) NO INHERIT`);
  }
}

/** `ALTER TABLE t ADD CONSTRAINT c NOT NULL a NOT VALID`. */
function added({ edits }: Rewriting, cursor: TokenCursor): void {
  cursor.take('only');
  cursor.takeQualifiedName();
  const { start } = cursor;
  if (!cursor.take('add')) return;
  if (cursor.take('constraint')) cursor.takeName();
  const at = cursor.start;
  if (!cursor.take('not', 'null')) return;
  const column = quoteIdent(cursor.takeName() ?? '');
  const { end } = cursor;
  if (cursor.sees('not', 'valid') || cursor.sees('no', 'inherit')) {
    edits.replace({ start: at, end }, `CHECK ((${column} IS NOT NULL))`);
  } else edits.replace({ start, end }, `ALTER COLUMN ${column} SET NOT NULL`);
}
