import { removeItems } from '../sql/edits.ts';
import type { TokenCursor } from '../sql/token-cursor.ts';
import type { ArchiveIndex } from './archive-index.ts';
import type { Rewritable } from './rewritable.ts';
import { Rewriting } from './rewriting.ts';
import type { Outcome } from './rule.ts';

/** Takes CHECK constraints out of a CREATE TABLE that stand among its columns, where there is a reason against them. */
export function withoutChecks(
  { definition }: Rewritable,
  archive: ArchiveIndex,
  reasonAgainst: (check: TokenCursor) => string | null,
): Outcome | null {
  const rewriting = new Rewriting(definition ?? '');
  const [create] = archive.statementsOf(definition ?? '');
  const cursor = create?.cursor();
  if (cursor?.take('create') !== true || !cursor.skipTo('(')) return null;
  const items = cursor.takeList()?.items ?? [];
  const gone = new Set<number>();
  for (const item of items) {
    const { start } = item.rest;
    const check = item.fork();
    const name = check.take('constraint') ? check.takeName() : null;
    const reason = check.sees('check') ? reasonAgainst(check) : null;
    if (reason === null) continue;
    gone.add(start);
    rewriting.note(`a check${name === null ? '' : ` (${name})`} is left out: ${reason}`);
  }
  const spans = items.map(({ rest }) => rest);
  removeItems(rewriting.edits, spans, ({ start }) => gone.has(start));
  return rewriting.outcome;
}
