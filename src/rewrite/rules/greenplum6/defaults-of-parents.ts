import { defaultsBelow } from '../../inheritance.ts';
import { resolved } from '../../qualified-name.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** Defaults of tables that others inherit from, which have to be set in those as well; what they have themselves comes behind. */
export const defaultsOfParents: Rule = {
  name: 'defaults-of-parents',
  descs: ['DEFAULT'],
  pattern: /\sONLY\s/i,
  rewrite({ namespace, definition }, archive) {
    const text = definition ?? '';
    const cursor = archive.cursorOf(text);
    if (!cursor.take('alter', 'table') || !cursor.sees('only')) return null;
    const only = cursor.next()!;
    const children = archive.inheritance.childrenOf(resolved(cursor.takeQualifiedName() ?? [], namespace));
    if (children.length === 0 || !cursor.take('alter', 'column')) return null;
    const column = cursor.takeName() ?? '';
    const rewriting = new Rewriting(text);
    rewriting.edits.remove(only);
    const own = children
      .flatMap((child) => defaultsBelow(child, column, archive.inheritance))
      .map((entry) => (entry.definition ?? '').replace(/^\s*ALTER TABLE ONLY /i, 'ALTER TABLE '));
    rewriting.edits.insert(text.length, own.join(''));
    return rewriting.outcome;
  },
};
