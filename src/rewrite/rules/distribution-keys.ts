import { quoteIdent } from '../../ddl/quote.ts';
import { shown, type ByteString } from '../../model/text.ts';
import type { ArchiveIndex, TableText } from '../archive-index.ts';
import type { Rewritable } from '../rewritable.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** Types that only an operator class of old can spread: they have no hash function of their own. */
const withoutHashFunction = new Set(['cdbhash_cash_ops', 'cdbhash_complex_ops']);

/** Operator classes by which Greenplum 5 and older spread rows: the coordinator spreads them anew as it loads them. */
export const legacyOperatorClasses: Rule = {
  name: 'legacy-operator-classes',
  descs: ['TABLE', 'MATERIALIZED VIEW', 'EXTERNAL TABLE', 'FOREIGN TABLE'],
  pattern: /cdbhash_\w+_ops/,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const { operatorClass } of text.table.distribution?.keys ?? []) {
      if (operatorClass === null || !/^cdbhash_\w+_ops$/.test(operatorClass.name)) continue;
      if (withoutHashFunction.has(operatorClass.name)) continue;
      rewriting.edits.remove(operatorClass);
      rewriting.note('rows are spread by the hash functions of today, not by those of Greenplum 5');
    }
    return rewriting.outcome;
  },
};

/** Enums cannot be distribution keys in Greenplum 7. */
export const enumKeys: Rule = {
  name: 'enum-keys',
  descs: ['TABLE', 'EXTERNAL TABLE'],
  pattern: /DISTRIBUTED\s+BY/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const keys = text?.table.distribution?.keys ?? null;
    if (text === null || keys === null) return null;
    const isEnum = (column: ByteString): boolean => {
      const type = text.table.columns.find(({ name }) => name === column)?.type;
      return type !== undefined && archive.types.isEnum(text.text.slice(type.start, type.end), entry.namespace);
    };
    const enums = keys.filter(({ column }) => isEnum(column)).map(({ column }) => column);
    if (enums.length === 0) return null;
    const left = keys.filter(({ column }) => !enums.includes(column)).map(({ column }) => column);
    const clause = otherClause(left, entry, text, archive, isEnum);
    const rewriting = new Rewriting(text.text);
    rewriting.edits.replace(text.table.distribution!, clause);
    rewriting.note(`${shown(clause)}, since the target spreads no rows by enums (${enums.map(shown).join(', ')})`);
    return rewriting.outcome;
  },
};

/**
 * What is left of the key; else a column that all unique keys have; else randomly, or replicated where keys are unique,
 * which no table with partitions can be.
 */
function otherClause(
  left: readonly ByteString[],
  entry: Rewritable,
  { table }: TableText,
  archive: ArchiveIndex,
  isEnum: (column: ByteString) => boolean,
): ByteString {
  if (left.length > 0) return `DISTRIBUTED BY (${left.map(quoteIdent).join(', ')})`;
  const keys = archive.keys.of(entry);
  if (keys.length === 0) return 'DISTRIBUTED RANDOMLY';
  const common = table.columns
    .map(({ name }) => name)
    .filter((name) => !isEnum(name) && keys.every(({ columns }) => columns.includes(name)));
  if (common.length > 0) return `DISTRIBUTED BY (${common.map(quoteIdent).join(', ')})`;
  return table.partitioning === null ? 'DISTRIBUTED REPLICATED' : 'DISTRIBUTED RANDOMLY';
}
