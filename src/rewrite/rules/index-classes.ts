import type { Span } from '../../sql/edits.ts';
import { takeStorageOptions, type StorageOptions } from '../../sql/storage-options.ts';
import type { TokenCursor } from '../../sql/token-cursor.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Operator classes of brin that came with PostgreSQL 14. */
export const brinClasses: Rule = {
  name: 'brin-classes',
  descs: ['INDEX'],
  pattern: /\sUSING\s+brin\b[^]*_(?:minmax_multi|bloom)_ops\b/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const { start, end, name } of operatorClasses(archive.cursorOf(definition ?? ''))) {
      if (!/_(?:minmax_multi|bloom)_ops$/.test(name)) continue;
      rewriting.edits.remove({ start, end });
      rewriting.note(`has the class that the target prefers for the type, since it has no ${name}`);
    }
    return rewriting.outcome;
  },
};

/** Options of operator classes (PostgreSQL 13). */
export const operatorClassOptions: Rule = {
  name: 'operator-class-options',
  descs: ['INDEX'],
  pattern: /_ops\s*\(/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    for (const { name, options } of operatorClasses(archive.cursorOf(definition ?? ''))) {
      if (options === null) continue;
      rewriting.edits.remove({ start: options.start, end: options.end });
      rewriting.note(`has no options of ${name}, which the target does not know`);
    }
    return rewriting.outcome;
  },
};

interface NamedClass extends Span {
  readonly name: string;
  readonly options: StorageOptions | null;
}

/** The operator classes that CREATE INDEX names, with their options. */
function* operatorClasses(cursor: TokenCursor): Generator<NamedClass> {
  if (!cursor.take('create') || !cursor.skipTo('using') || !cursor.skipTo('(')) return;
  for (const item of cursor.takeList()?.items ?? []) {
    if (!takeIndexed(item)) continue;
    const { start } = item;
    const name = item.takeQualifiedName()?.at(-1);
    if (name === undefined || ['asc', 'desc', 'nulls'].includes(name)) continue;
    const options = takeStorageOptions(item);
    yield { name, options, start, end: item.end };
  }
}

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
