import type { ByteString } from '../../model/text.ts';
import { isAppendOptimized } from '../../sql/create-table.ts';
import { appendOptimizedOptions, optionOf, type StorageOptions } from '../../sql/storage-options.ts';
import type { Storage, StorageMethod } from './storage.ts';

/** What a table's options and its access method, where the archive tells it, say of how it is stored. */
export function methodOf(options: StorageOptions | null, accessMethod: string | null): StorageMethod {
  if (isAppendOptimized(options)) {
    return optionOf(options, 'orientation')?.value?.toLowerCase() === 'column' ? 'ao_column' : 'ao_row';
  }
  // Nobody but Cloudberry has pax.
  if (accessMethod === 'pax') return 'ao_column';
  return accessMethod === 'ao_row' || accessMethod === 'ao_column' ? accessMethod : 'heap';
}

export interface OptionsWanted {
  readonly storage: Storage;
  /** As it is stored now. */
  readonly method: StorageMethod;
  /** By options, and not by the access method. */
  readonly saysMethod: boolean;
  /** Of a partition in its root's clause, which else has what the root says. */
  readonly isPart: boolean;
}

/** The options that say how a table is to be stored, with those that are about something else, as they are written. */
export function optionsText(
  text: ByteString,
  clause: StorageOptions | null,
  { storage: { method, compression }, method: before, saysMethod, isPart }: OptionsWanted,
): readonly ByteString[] {
  const options = clause?.options ?? [];
  const isAppendOnly = method !== 'heap';
  const keeps = isAppendOnly && before !== 'heap';
  const rest = options.filter(
    ({ name }) => !appendOptimizedOptions.includes(name) && !(isAppendOnly && isOfHeaps(name)),
  );
  // Rows cannot be compressed as columns by runs of values.
  const isForeign = method === 'ao_row' && optionOf(clause, 'compresstype')?.value?.toLowerCase() === 'rle_type';
  const keptNames = [
    ...(keeps && compression === null && !isForeign ? ['compresstype', 'compresslevel'] : []),
    ...(keeps ? ['blocksize', 'checksum'] : []),
  ];
  const kept = options.filter(({ name }) => keptNames.includes(name));
  const compressed =
    compression === null
      ? isPart && isAppendOnly && !kept.some(({ name }) => name === 'compresstype')
        ? uncompressed
        : []
      : compression.type === 'none'
        ? isPart
          ? uncompressed
          : []
        : [`compresstype=${compression.type}`, `compresslevel=${compression.level}`];
  const textOf = ({ start, end }: { readonly start: number; readonly end: number }): ByteString =>
    text.slice(start, end);
  const said = saysMethod ? wordsOf(method, isPart) : [];
  const [first, ...others] = rest.map(textOf);
  // tablename stands ahead.
  return isPart && first !== undefined
    ? [first, ...said, ...compressed, ...kept.map(textOf), ...others]
    : [...said, ...compressed, ...kept.map(textOf), ...rest.map(textOf)];
}

const uncompressed = ['compresstype=none', 'compresslevel=0'];

function wordsOf(method: StorageMethod, isPart: boolean): readonly ByteString[] {
  if (method === 'heap') return isPart ? ['appendonly=false'] : [];
  return ['appendonly=true', ...(method === 'ao_column' ? ['orientation=column'] : [])];
}

/** Options that servers refuse of append-optimized tables. */
const isOfHeaps = (name: ByteString): boolean =>
  ['fillfactor', 'toast_tuple_target', 'parallel_workers', 'user_catalog_table'].includes(name) ||
  name.startsWith('toast.');

/** Whether options say the same, in whatever order and quotes. */
export const saySame = (one: readonly ByteString[], other: readonly ByteString[]): boolean =>
  normal(one) === normal(other);

const normal = (options: readonly ByteString[]): string =>
  options
    .map((option) => option.toLowerCase().replace(/\s|'/g, '').replace('appendoptimized', 'appendonly'))
    .toSorted()
    .join(',');
