import { shown } from '../../model/text.ts';
import type { Rule } from '../rule.ts';

/** Functions in C that no extension brings: a library of another server cannot be loaded, and one built anew may be there. */
export const libraries: Rule = {
  name: 'libraries',
  descs: ['FUNCTION'],
  pattern: /\sLANGUAGE\s+"?c"?\s/i,
  rewrite({ definition }, archive) {
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create') || !cursor.skipTo('language')) return null;
    cursor.next();
    if (cursor.takeName() !== 'c' || !cursor.skipTo('as') || !cursor.take('as')) return null;
    const { token } = cursor;
    if (token?.kind !== 'string') return null;
    return {
      changes: {},
      notes: [],
      condition: {
        subject: `library "${shown(token.value.slice(1, -1))}"`,
        message: 'has to be on each host of the target, built for it; what needs it fails otherwise',
      },
    };
  },
};
