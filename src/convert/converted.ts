import type { SetReader } from '../gpcrondump/open-set.ts';
import type { SetCounts } from '../gpbackup/set-contents.ts';
import type { TableCount } from '../gpbackup/table-count.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { shown } from '../model/text.ts';
import type { TocEntry } from '../toc/entry.ts';

/** A table whose rows were carried. */
export interface ConvertedTable {
  readonly schema: string | null;
  readonly name: string;
  /** As they were written: uncompressed, unless files were joined as they are. */
  readonly bytes: number;
  /** null: its rows are INSERT commands, which nobody counts. */
  readonly count: TableCount | null;
}

/** Tables by what has been carried of each. */
export const convertedTables = (
  tables: readonly TocEntry[],
  { counts }: SetCounts,
  bytes: ReadonlyMap<DumpId, number>,
): readonly ConvertedTable[] =>
  tables.map(({ namespace, tag, dumpId }) => ({
    schema: namespace === null ? null : shown(namespace),
    name: shown(tag),
    bytes: bytes.get(dumpId) ?? 0,
    count: counts.get(dumpId) ?? null,
  }));

/** Something that is looked at while a set is converted, and what was found: whoever finds it wrong ends the conversion. */
export interface Check {
  readonly check: string;
  readonly isMade: boolean;
  /** What was found, or why nobody looked. */
  readonly result: string;
}

/** What has been checked once all tables have been carried. */
export function checksOf(
  { contents, placement = null }: SetReader,
  tables: readonly ConvertedTable[],
): readonly Check[] {
  const counts = tables.map(({ count }) => count).filter((count) => count !== null);
  const read = counts.filter(({ segments }) => segments !== null);
  const joined = counts.length - read.length;
  const passedBy = joined === 0 ? '' : `; not of ${joined} whose files were joined as they are`;
  const made = (check: string, result: string): Check => ({ check, isMade: true, result });
  const left = (check: string, result: string): Check => ({ check, isMade: false, result });
  const ofRead = (check: string, result: string): Check =>
    read.length === 0 && joined > 0
      ? left(check, 'not looked at: files were joined as they are')
      : made(check, `${result}${passedBy}`);
  const said = read.filter((count) => count.said !== null).length;
  const replicated = counts.filter(({ isReplicated }) => isReplicated);
  const compared = replicated.filter(({ copiesCompared }) => copiesCompared).length;
  return [
    made('files', `each is there once, of ${contents.segments} segments`),
    contents.about.compression === 'none'
      ? left('compressed data', 'nothing is compressed')
      : ofRead('compressed data', 'whole to their ends and sums'),
    ofRead('columns', 'each row has as many as its table'),
    said === 0 && read.length > 0
      ? left('row counts', 'the set says none')
      : ofRead('row counts', `as the set has them, of ${said} of ${read.length} tables`),
    replicated.length === 0
      ? left('replicated tables', 'there are none')
      : compared === 0
        ? left('replicated tables', `copies of ${replicated.length} were not compared (--check-replicas does)`)
        : made('replicated tables', `all copies of ${compared} are the same`),
    placement === null
      ? left('placement', 'not looked at (--check-placement does)')
      : made(
          'placement',
          [`rows of ${placement.checked.size} tables are on their segments`, ...placement.notes].join('; '),
        ),
  ];
}
