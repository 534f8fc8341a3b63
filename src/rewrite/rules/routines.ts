import type { Span } from '../../sql/edits.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Words of a function's own around its body, a string or a BEGIN ATOMIC, which all stand outside parentheses. */
export function* attributesOf(cursor: TokenCursor, ...words: readonly string[]): Generator<TokenCursor> {
  if (!cursor.take('create')) return;
  while (cursor.skipTo('begin', ...words)) {
    if (cursor.sees('begin')) return;
    yield cursor;
    cursor.next();
  }
}

const returnsSet = (cursor: TokenCursor): boolean =>
  cursor.skipTo('returns') && (cursor.sees('returns', 'setof') || cursor.sees('returns', 'table'));

const withoutPlace = (name: string, keepsPlace: (statement: TokenCursor) => boolean, note: string): Rule => ({
  name,
  descs: ['FUNCTION'],
  pattern: /\sEXECUTE\s+ON\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      if (keepsPlace(statement.cursor())) continue;
      for (const cursor of attributesOf(statement.cursor(), 'execute')) {
        const { start } = cursor;
        if (!cursor.take('execute', 'on')) continue;
        const place = cursor.takeName();
        if (place === 'all') cursor.take('segments');
        if (place === 'any') continue;
        rewriting.edits.remove({ start, end: cursor.end });
        rewriting.note(note);
      }
    }
    return rewriting.outcome;
  },
});

/** Only functions that return sets may say where they run, from Greenplum 7 on. */
export const executeOn = withoutPlace(
  'execute-on',
  returnsSet,
  'may run anywhere, since only functions that return sets can say where',
);

/** PostgreSQL has one place. */
export const executeAnywhere = withoutPlace('execute-anywhere', () => false, 'runs in the one server there is');

const accessWords: readonly (readonly string[])[] = [
  ['no', 'sql'],
  ['contains', 'sql'],
  ['reads', 'sql', 'data'],
  ['modifies', 'sql', 'data'],
];

/** What a function does with data, which servers from 7 on answer with a notice and forget. */
export const dataAccess: Rule = {
  name: 'data-access',
  descs: ['FUNCTION'],
  pattern: /\s(?:NO|CONTAINS|READS|MODIFIES)\s+SQL\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      for (const cursor of attributesOf(statement.cursor(), ...accessWords.map(([word]) => word!))) {
        const { start } = cursor;
        if (accessWords.some((words) => cursor.take(...words))) {
          rewriting.edits.remove({ start, end: cursor.end });
        }
      }
    }
    return rewriting.outcome;
  },
};

/** Python 2, which servers from 7 on are not built with. */
export const python2: Rule = {
  name: 'python-2',
  descs: ['FUNCTION', 'EXTENSION', 'PROCEDURAL LANGUAGE', 'LANGUAGE', 'COMMENT', 'ACL'],
  pattern: /\bplpython2?u\b/i,
  rewrite({ desc, definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const statement of archive.statementsOf(definition ?? '')) {
      for (const span of namesOfPython2(statement.cursor())) {
        rewriting.edits.replace(span, 'plpython3u');
        if (desc === 'COMMENT' || desc === 'ACL') continue;
        rewriting.note('in plpython3u, since the target has no Python 2: its code may have to be changed');
      }
    }
    return rewriting.outcome;
  },
};

function* namesOfPython2(cursor: TokenCursor): Generator<Span> {
  while (cursor.skipTo('language', 'extension', 'exists')) {
    cursor.next();
    const { start } = cursor;
    const name = cursor.fork().takeName();
    if (name !== 'plpythonu' && name !== 'plpython2u') continue;
    cursor.next();
    yield { start, end: cursor.end };
  }
}
