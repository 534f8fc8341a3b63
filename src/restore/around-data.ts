import { quoteQualified } from '../ddl/quote.ts';
import type { ByteString } from '../model/text.ts';
import type { Lane } from './restore-entry.ts';
import type { PickedEntry } from './pick.ts';

/** gprestore's --truncate-table: before the first row comes, all at once, since tables may refer to each other. */
export async function truncateTables({ replay, options }: Lane, picked: readonly PickedEntry[]): Promise<void> {
  const tables = tablesWithRows(picked);
  if (!options.truncate || tables.length === 0) return;
  await replay.statement(`TRUNCATE TABLE ${tables.join(', ')};\n\n`);
}

/** gprestore's --run-analyze. */
export async function analyzeTables({ replay, options }: Lane, picked: readonly PickedEntry[]): Promise<void> {
  if (!options.analyze) return;
  for (const table of tablesWithRows(picked)) await replay.statement(`ANALYZE ${table};\n`);
}

export const hasRows = ({ entry, data }: PickedEntry): boolean => data && entry.hasData && entry.desc === 'TABLE DATA';

const tablesWithRows = (picked: readonly PickedEntry[]): readonly ByteString[] => [
  ...new Set(picked.filter(hasRows).map(({ entry }) => quoteQualified(entry.namespace, entry.tag))),
];
