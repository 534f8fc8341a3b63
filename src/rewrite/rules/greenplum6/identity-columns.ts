import { quoteIdent, quoteLiteral } from '../../../ddl/quote.ts';
import type { ArchiveIndex } from '../../archive-index.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rewritable } from '../../rewritable.ts';
import type { Rule } from '../../rule.ts';

/**
 * Identity columns (PostgreSQL 10) are columns with a sequence of their own and nextval() as the default. The table makes
 * the sequence: who is given the table is given what belongs to its columns as well.
 */
export const identityColumns: Rule = {
  name: 'identity-columns',
  descs: ['TABLE'],
  pattern: /^/,
  rewrite(entry, archive) {
    const statements = archive
      .identitiesOf(entry)
      .flatMap((identity) => identityOf(identity, archive)?.statements ?? []);
    const text = entry.definition ?? '';
    if (statements.length === 0) return null;
    const rewriting = new Rewriting(text);
    rewriting.edits.insert(text.length, statements.join(''));
    rewriting.note('identity columns have a sequence for their default, which INSERT may overrule');
    return rewriting.outcome;
  },
};

/** The sequences that tables make. */
export const identitySequences: Rule = {
  name: 'identity-sequences',
  descs: ['SEQUENCE'],
  pattern: /^\s*ALTER\s+TABLE\b/i,
  rewrite(entry, archive) {
    return identityOf(entry, archive) === null ? null : { isThere: true };
  },
};

/** `ALTER TABLE t ALTER COLUMN c ADD GENERATED … AS IDENTITY (SEQUENCE NAME s …)` in the target's words. */
function identityOf({ definition }: Rewritable, archive: ArchiveIndex): { readonly statements: string } | null {
  const [statement] = archive.statementsOf(definition ?? '');
  const cursor = statement?.cursor();
  if (cursor?.take('alter', 'table') !== true) return null;
  const from = cursor.start;
  if (cursor.takeQualifiedName() === null) return null;
  const table = cursor.textOf({ start: from, end: cursor.end });
  if (!cursor.take('alter', 'column')) return null;
  const column = cursor.takeName();
  if (column === null || !cursor.skipTo('identity') || !cursor.take('identity')) return null;
  const options = cursor.takeList()?.items[0];
  if (options === undefined || !options.take('sequence', 'name')) return null;
  const nameStart = options.start;
  if (options.takeQualifiedName() === null) return null;
  const sequence = options.textOf({ start: nameStart, end: options.end });
  for (const word of ['unlogged', 'logged']) options.take(word);
  const { start, end } = options.rest;
  const words = options.textOf({ start, end });
  return {
    statements:
      `CREATE SEQUENCE ${sequence}${words === '' ? '' : `\n    ${words}`}\n    OWNED BY ${table}.${quoteIdent(column)};\n` +
      `ALTER TABLE ${table} ALTER COLUMN ${quoteIdent(column)} SET DEFAULT nextval(${quoteLiteral(sequence)}::regclass);\n`,
  };
}
