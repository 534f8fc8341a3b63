import { quoteIdent } from '../../ddl/quote.ts';
import type { ByteString } from '../../model/text.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import { withoutChecks } from '../without-checks.ts';
import type { Rule } from '../rule.ts';
import type { Phrase } from '../releases/names-since.ts';

/** What can be a call of one of them. */
const callOf = (functions: ReadonlySet<string>): string => `\\b(?:${[...functions].join('|')})\\s*\\(`;

const wordOf = (functions: ReadonlySet<string>, phrases: readonly Phrase[]): string =>
  [callOf(functions), ...phrases.map((words) => `\\b${words.at(-1)!}\\b`)].join('|');

const descs = [
  ...['VIEW', 'MATERIALIZED VIEW', 'RULE', 'POLICY', 'TRIGGER', 'INDEX', 'CONSTRAINT', 'CHECK CONSTRAINT', 'DEFAULT'],
  'STATISTICS',
];

/** Queries and conditions that the target cannot read, or that call what it does not have. */
export const newerExpressions = (
  functions: ReadonlySet<string>,
  phrases: readonly Phrase[],
  name = 'newer-expressions',
): Rule => ({
  name,
  descs,
  pattern: new RegExp(wordOf(functions, phrases), 'i'),
  rewrite({ definition }, archive) {
    const reason = reasonAgainst(archive.cursorOf(definition ?? ''), archive, functions, phrases);
    return reason === null ? null : { leftOut: reason };
  },
});

/** Checks of a table that the target cannot read. */
export const newerChecks = (
  functions: ReadonlySet<string>,
  phrases: readonly Phrase[],
  name = 'newer-checks',
): Rule => ({
  name,
  descs: ['TABLE', 'FOREIGN TABLE'],
  pattern: new RegExp(`\\sCHECK\\s[^]*(?:${wordOf(functions, phrases)})`, 'i'),
  rewrite: (entry, archive) =>
    withoutChecks(entry, archive, (check) => reasonAgainst(check, archive, functions, phrases)),
});

/** Why the target cannot read an expression; null: it can. */
export function reasonAgainst(
  cursor: TokenCursor,
  archive: ArchiveIndex,
  functions: ReadonlySet<string>,
  phrases: readonly Phrase[],
): string | null {
  while (cursor.token !== null) {
    const phrase = phrases.find((words) => cursor.sees(...words));
    if (phrase !== undefined) return `the target has no ${phrase.join(' ').toUpperCase()}`;
    const called = takeCalled(cursor, archive, functions);
    if (called !== null) return `it calls ${called}(), which the target does not have`;
  }
  return null;
}

/** Goes over the next token. null: no function of pg_catalog's, which is among these, is called there. */
export function takeCalled(
  cursor: TokenCursor,
  archive: ArchiveIndex,
  functions: ReadonlySet<string>,
): ByteString | null {
  // What stands behind is of another schema, or the name of a relation and its columns.
  if (cursor.take('.') || cursor.take(')') || cursor.take('as')) {
    if (functions.has(cursor.token?.value ?? '')) cursor.next();
    return null;
  }
  const isQualified = cursor.take('pg_catalog', '.');
  const name = cursor.next()?.value ?? '';
  if (!functions.has(name) || !cursor.sees('(')) return null;
  return isQualified || !archive.hasFunction(name) ? name : null;
}

/** Defaults and generated columns of a table that call such. */
export const newerDefaults = (functions: ReadonlySet<string>, name = 'newer-defaults'): Rule => ({
  name,
  descs: ['TABLE'],
  pattern: new RegExp(`\\s(?:DEFAULT|GENERATED)\\s[^]*${callOf(functions)}`, 'i'),
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const { name: column, start, end } of text.table.columns) {
      const item = archive.cursorOf(text.text.slice(start, end));
      if (!item.skipTo('default', 'generated')) continue;
      const from = start + item.start;
      const isDefault = item.take('default');
      if (!isDefault) item.next();
      const expression = item.fork();
      while (item.token !== null && !constraints.some((word) => item.sees(word))) item.skip();
      const to = start + item.end;
      const called = callsIn(expression, to - start, archive, functions);
      if (called === null) continue;
      const uuid = called === 'gen_random_uuid' || called === 'uuidv4' ? uuidFunction(archive) : null;
      if (!isDefault) {
        // With NOT NULL and whatever else the values would have to fulfil.
        rewriting.edits.remove({ start: from, end });
        rewriting.note(`${column} is not generated and has no values, since the target has no function ${called}()`);
      } else if (uuid === null) {
        rewriting.edits.remove({ start: from, end: to });
        rewriting.note(`${column} has no default, since the target has no function ${called}()`);
      } else {
        rewriting.edits.replace({ start: from, end: to }, `DEFAULT ${uuid}`);
        rewriting.note(`the default of ${column} is ${uuid}, since the target has no function ${called}()`);
      }
    }
    return rewriting.outcome;
  },
});

const constraints = ['not', 'null', 'constraint', 'check', 'collate', 'generated', 'encoding'];

function callsIn(
  cursor: TokenCursor,
  before: number,
  archive: ArchiveIndex,
  functions: ReadonlySet<string>,
): ByteString | null {
  while (cursor.token !== null && cursor.start < before) {
    const called = takeCalled(cursor, archive, functions);
    if (called !== null) return called;
  }
  return null;
}

/** pgcrypto's, where the archive has that; else what comes near it. */
function uuidFunction(archive: ArchiveIndex): string {
  const schema = archive.schemaOfExtension('pgcrypto');
  return schema === undefined
    ? '(md5(random()::text || clock_timestamp()::text))::uuid'
    : `${quoteIdent(schema)}.gen_random_uuid()`;
}
