import type { ByteString } from '../../model/text.ts';
import { stringOf } from '../../sql/string-constant.ts';
import type { Condition } from '../conditions.ts';
import type { Rule } from '../rule.ts';
import { takeCalled } from './newer-expressions.ts';

/** Names of relations stand behind these, with columns in parentheses. */
const relationWords = ['into', 'table', 'references'];

/** Functions whose bodies, which nobody reads before they run, call what the target does not have. */
export const newerBodies = (functions: ReadonlySet<string>, name = 'newer-bodies'): Rule => ({
  name,
  descs: ['FUNCTION', 'PROCEDURE'],
  pattern: /\sLANGUAGE\s+"?(?:sql|plpgsql)"?\s/i,
  rewrite({ definition }, archive) {
    const outer = archive.cursorOf(definition ?? '');
    if (!outer.take('create') || !outer.skipTo('as') || !outer.take('as') || outer.token?.kind !== 'string')
      return null;
    const cursor = archive.cursorOf(stringOf(outer.token.value) ?? '');
    while (cursor.token !== null) {
      if (relationWords.some((word) => cursor.take(word))) {
        cursor.takeQualifiedName();
        continue;
      }
      const called = takeCalled(cursor, archive, functions);
      if (called !== null) return { changes: {}, notes: [], condition: without(called) };
    }
    return null;
  },
});

const without = (called: ByteString): Condition => ({
  subject: `function "${called}"`,
  message: 'is not in the target; what calls it fails when it runs',
});
