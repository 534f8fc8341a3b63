import { takeStorageOptions } from '../../sql/storage-options.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Operator classes of brin that came with PostgreSQL 14, and options of classes (13). */
export const newerOperatorClasses: Rule = {
  name: 'newer-operator-classes',
  descs: ['INDEX'],
  pattern: /_(?:minmax_multi|bloom)_ops\b|_ops\s*\(/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.cursorOf(definition ?? '');
    if (!cursor.take('create') || !cursor.skipTo('using')) return null;
    cursor.take('using');
    const isBrin = cursor.sees('brin');
    if (!cursor.skipTo('(')) return null;
    for (const item of cursor.takeList()?.items ?? []) {
      if (!takeIndexed(item)) continue;
      const { start } = item;
      const name = item.takeQualifiedName()?.at(-1) ?? '';
      const options = takeStorageOptions(item);
      if (isBrin && /_(?:minmax_multi|bloom)_ops$/.test(name)) {
        rewriting.edits.remove({ start, end: item.end });
        rewriting.note(`has the class that the target prefers for the type, since it has no ${name}`);
      } else if (options !== null && name !== '') {
        rewriting.edits.remove({ start: options.start, end: options.end });
        rewriting.note(`has no options of ${name}, which the target does not know`);
      }
    }
    return rewriting.outcome;
  },
};

/** Goes over the column or expression and its collation. false: nothing is behind. */
function takeIndexed(item: TokenCursor): boolean {
  if (item.sees('(')) item.skip();
  else {
    if (item.takeQualifiedName() === null) return false;
    // A call of a function.
    if (item.sees('(')) item.skip();
  }
  if (item.take('collate')) item.takeQualifiedName();
  return item.token !== null;
}
