import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** EXECUTE FUNCTION, as triggers say since PostgreSQL 11 for EXECUTE PROCEDURE. */
export const executeFunction: Rule = {
  name: 'execute-function',
  descs: ['TRIGGER', 'EVENT TRIGGER'],
  pattern: /\sEXECUTE\s+FUNCTION\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.skipTo('execute') || !cursor.take('execute') || !cursor.sees('function')) return null;
    rewriting.edits.replace(cursor.token!, 'PROCEDURE');
    return rewriting.outcome;
  },
};

/** Transition tables (PostgreSQL 10). */
export const transitionTables: Rule = {
  name: 'transition-tables',
  descs: ['TRIGGER'],
  pattern: /\sREFERENCING\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    return cursor.skipTo('referencing', 'when', 'execute') && cursor.sees('referencing')
      ? { leftOut: 'the target shows triggers no transition tables' }
      : null;
  },
};

/** `table_rewrite` (PostgreSQL 9.5) and `login` (17). */
export const newerEvents: Rule = {
  name: 'newer-events',
  descs: ['EVENT TRIGGER'],
  pattern: /\sON\s+(?:table_rewrite|login)\b/i,
  rewrite: () => ({ leftOut: 'the target has no such event' }),
};

/** `FUNCTION =` of operators, for `PROCEDURE =` of old. */
export const operatorFunctions: Rule = {
  name: 'operator-functions',
  descs: ['OPERATOR'],
  pattern: /\bFUNCTION\s*=/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create', 'operator') || !cursor.skipTo('(')) return null;
    for (const item of cursor.takeList()?.items ?? []) {
      if (item.sees('function', '=')) rewriting.edits.replace(item.token!, 'PROCEDURE');
    }
    return rewriting.outcome;
  },
};
