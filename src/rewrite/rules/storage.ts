import { isAppendOptimized } from '../../sql/create-table.ts';
import { eachPartition, type ClassicPartition } from '../../sql/classic-partitions.ts';
import type { Edits, Span } from '../../sql/edits.ts';
import { optionOf, removeOptions, type StorageOption, type StorageOptions } from '../../sql/storage-options.ts';
import type { TableText } from '../archive-index.ts';
import { Rewriting } from '../rewriting.ts';
import type { Rule } from '../rule.ts';

/** A WITH clause and where it stands. */
type StorageClause = Span & { readonly options: StorageOptions };

/** WITH clauses of a table and its partitions. */
const storageClauses = ({ table }: TableText): readonly StorageClause[] =>
  [table.storage, ...partitionsOf(table).map(({ storage }) => storage)].filter((clause) => clause !== null);

const partitionsOf = ({ partitioning }: TableText['table']): readonly ClassicPartition[] =>
  partitioning === null ? [] : [...eachPartition(partitioning.parts)];

/** Options that Greenplum 6 takes and does not heed, and 7 refuses. */
export const refusedStorageOptions: Rule = {
  name: 'refused-storage-options',
  descs: ['TABLE', 'MATERIALIZED VIEW'],
  pattern: /fillfactor|orientation/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    if (text === null) return null;
    const rewriting = new Rewriting(text.text);
    for (const clause of storageClauses(text)) {
      const refused = isAppendOptimized(clause.options) ? 'fillfactor' : 'orientation';
      if (optionOf(clause.options, refused) === undefined) continue;
      removeOptions(rewriting.edits, clause.options, clause, ({ name }) => name === refused);
    }
    return rewriting.outcome;
  },
};

export const quicklzNote = 'compressed by zstd, since the target has no quicklz';

/** quicklz, which open builds of Greenplum 7 and Cloudberry lack. */
export const quicklz: Rule = {
  name: 'quicklz',
  descs: ['TABLE', 'MATERIALIZED VIEW', 'TYPE', 'TYPE STORAGE OPTIONS'],
  pattern: /compresstype\s*=\s*'?quicklz/i,
  rewrite({ definition }, archive) {
    const rewriting = new Rewriting(definition ?? '');
    const tokens = archive.tokensOf(definition ?? '');
    tokens.forEach((token, i) => {
      if (!/^'?quicklz'?$/i.test(token.value) || tokens[i - 1]?.value !== '=') return;
      if (tokens[i - 2]?.value !== 'compresstype') return;
      rewriting.edits.replace(token, 'zstd');
      rewriting.note(quicklzNote);
    });
    return rewriting.outcome;
  },
};

/** What Greenplum 6 has where a leaf does not say, but 7 takes from the table around it. */
const ownDefaults: readonly (readonly [name: string, value: string])[] = [
  ['compresstype', 'none'],
  ['blocksize', "'32768'"],
  ['checksum', "'true'"],
];

/** Partitions that say less of their storage than the tables around them: 6 gives them its defaults, 7 what those say. */
export const leafStorage: Rule = {
  name: 'leaf-storage',
  descs: ['TABLE'],
  pattern: /appendo(?:nly|ptimized)[^]*PARTITION\s+BY/i,
  rewrite(entry, archive) {
    const text = archive.read(entry);
    const partitioning = text?.table.partitioning ?? null;
    if (text === null || partitioning === null) return null;
    const rewriting = new Rewriting(text.text);
    const around = text.table.storage === null ? [] : [text.table.storage.options];
    for (const partition of partitioning.parts.partitions) sayOwn(rewriting.edits, partition, around);
    return rewriting.outcome;
  },
};

function sayOwn(edits: Edits, partition: ClassicPartition, around: readonly StorageOptions[]): void {
  const own = partition.storage?.options ?? null;
  const all = own === null ? around : [...around, own];
  if (partition.parts !== null) {
    for (const part of partition.parts.partitions) sayOwn(edits, part, all);
    return;
  }
  const last = own?.options.at(-1);
  if (own === null || last === undefined || !isAppendOptimized(own)) return;
  const said = around.filter((options) => accessMethodOf(options) === accessMethodOf(own));
  const missing = [...ownDefaults, levelOf(own)].filter(
    ([name]) => optionOf(own, name) === undefined && said.some((options) => optionOf(options, name) !== undefined),
  );
  if (missing.length > 0) edits.insert(last.end, missing.map(([name, value]) => `, ${name}=${value}`).join(''));
}

const isNone = (type: StorageOption | undefined): boolean => (type?.value ?? 'none').toLowerCase() === 'none';

/** A compresslevel that is not said is 1, or 0 where nothing is compressed. */
const levelOf = (own: StorageOptions): readonly [string, string] => [
  'compresslevel',
  isNone(optionOf(own, 'compresstype')) ? "'0'" : "'1'",
];

const accessMethodOf = (options: StorageOptions): string =>
  isAppendOptimized(options) ? (optionOf(options, 'orientation')?.value ?? 'row').toLowerCase() : 'heap';
