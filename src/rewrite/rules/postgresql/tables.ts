import { appendOptimizedOptions, removeOptions } from '../../../sql/storage-options.ts';
import { Rewriting } from '../../rewriting.ts';
import type { Rule } from '../../rule.ts';

/** DISTRIBUTED BY, RANDOMLY and REPLICATED. */
export const withoutDistribution: Rule = {
  name: 'without-distribution',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /\sDISTRIBUTED\s/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const cursor = archive.statementsOf(definition ?? '')[0]?.cursor();
    // Also of tables whose columns are said otherwise: CREATE TABLE … OF a type.
    while (cursor?.skipTo('distributed') === true) {
      const { start } = cursor;
      cursor.next();
      const isClause = cursor.take('randomly') || cursor.take('replicated') || cursor.take('by');
      if (!isClause) continue;
      cursor.takeList();
      rewriting.edits.remove({ start, end: cursor.end });
    }
    return rewriting.outcome;
  },
};

const ownOptions = new Set([...appendOptimizedOptions, 'tablename']);

/** How append-optimized tables are stored: PostgreSQL has heaps. */
export const withoutStorage: Rule = {
  name: 'without-storage',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /\sWITH\s*\(/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null || text.table.storage === null) return null;
    const { storage, partitioning } = text.table;
    const rewriting = new Rewriting(text.text);
    // A partitioned table has no rows, and PostgreSQL takes no options of it.
    const isUnwanted = (name: string): boolean => partitioning !== null || ownOptions.has(name);
    removeOptions(rewriting.edits, storage.options, storage, ({ name }) => isUnwanted(name));
    return rewriting.outcome;
  },
};

/** Those of Greenplum and its kin. */
export const ownMethods = /^(?:ao_row|ao_column|pax)$/;

/** The access methods ao_row, ao_column and pax, which archives of version 1.14 name beside the definition. */
export const heaps: Rule = {
  name: 'heaps',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /^/,
  rewrite: ({ tableAccessMethod }) =>
    tableAccessMethod !== null && ownMethods.test(tableAccessMethod)
      ? { changes: { tableAccessMethod: 'heap' }, notes: [] }
      : null,
};

/** Bitmap indexes. */
export const withoutBitmaps: Rule = {
  name: 'without-bitmaps',
  descs: ['INDEX'],
  pattern: /\sUSING\s+bitmap\s/i,
  rewrite({ definition }, archive) {
    const tokens = archive.tokensOf(definition ?? '');
    const rewriting = new Rewriting(definition ?? '');
    tokens.forEach((token, i) => {
      if (token.value !== 'bitmap' || tokens[i - 1]?.value !== 'using') return;
      rewriting.edits.replace(token, 'btree');
      rewriting.note('a btree, since PostgreSQL has no bitmap indexes');
    });
    return rewriting.outcome;
  },
};
