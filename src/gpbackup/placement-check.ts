import { CorruptArchiveError } from '../errors.ts';
import type { DumpId } from '../model/catalog-id.ts';
import { type ByteString, shown } from '../model/text.ts';
import { copyColumns } from '../placement/copy-row.ts';
import { legacyOperatorClass } from '../placement/operator-class.ts';
import { placement, type KeyColumn, type Placement } from '../placement/placement.ts';
import { isUnpredictable, UnpredictableValueError } from '../placement/value-hash.ts';
import { ArchiveIndex } from '../rewrite/archive-index.ts';
import { keyTypeOf } from '../rewrite/distribution/key-column.ts';
import { copyStatementOf } from '../sql/copy-statement.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import type { TocEntry } from '../toc/entry.ts';
import { eachLine, type RowWatcher } from './each-line.ts';

interface TableKey {
  readonly placement: Placement;
  /** Where the columns of the key are in a row. */
  readonly places: readonly number[];
}

/**
 * Whether each row is in the files of the segment on which Greenplum had put it. gprestore's own COPY refuses such rows,
 * a load through the coordinator moves them; they come of a damaged or edited backup.
 */
export class PlacementCheck {
  /** Tables whose rows nobody has looked at, and why. */
  readonly unchecked = new Map<DumpId, { readonly table: TocEntry; readonly reason: string }>();
  /** Tables of whose rows each has been looked at. */
  readonly checked = new Set<DumpId>();
  readonly #index: ArchiveIndex;
  readonly #tables: ReadonlyMap<DumpId, TocEntry>;
  readonly #isLegacy: boolean;

  /** `isLegacy`: of Greenplum before 6, which had hash functions of its own. */
  constructor(entries: readonly TocEntry[], { isLegacy }: { readonly isLegacy: boolean }) {
    this.#index = new ArchiveIndex(entries);
    this.#tables = new Map(entries.filter(({ desc }) => desc === 'TABLE').map((entry) => [entry.dumpId, entry]));
    this.#isLegacy = isLegacy;
  }

  /** One for each segment's rows; null: they may be anywhere, or where they should be cannot be known. */
  watch(data: TocEntry, segments: number): ((segment: number) => RowWatcher) | null {
    const key = this.#keyOf(data, segments);
    if (key === null) return null;
    if (typeof key !== 'string') {
      this.checked.add(data.dumpId);
      return (segment) => watcher(key, segment);
    }
    this.unchecked.set(data.dumpId, { table: data, reason: key });
    return null;
  }

  /** A string: why nothing is known. */
  #keyOf(data: TocEntry, segments: number): TableKey | string | null {
    const table = data.dependencies.map((dumpId) => this.#tables.get(dumpId)).find((each) => each !== undefined);
    if (table === undefined) return 'its definition is not in the set';
    const text = this.#index.read(table);
    if (text === null) return 'its columns are not in its definition';
    const { columns, distribution } = text.table;
    if (distribution === null) return 'it does not say how it is distributed';
    if (distribution.keys === null) return null;
    const keyColumns = distribution.keys.map(({ column, operatorClass }): KeyColumn | null => {
      const type = columns.find(({ name }) => name === column)?.type;
      if (type === undefined) return null;
      const keyType = keyTypeOf(text.text.slice(type.start, type.end), table.namespace, this.#index);
      const own = operatorClass?.name ?? null;
      return {
        name: column,
        type: keyType,
        operatorClass: own ?? (this.#isLegacy ? legacyOperatorClass(keyType) : null),
      };
    });
    const stored = columns.filter(({ isGenerated }) => !isGenerated).map(({ name }) => name);
    const copied = copyStatementOf(new TokenCursor(data.copyStatement ?? ''))?.columns ?? stored;
    const places = distribution.keys.map(({ column }) => copied.indexOf(column));
    if (keyColumns.includes(null) || places.includes(-1)) return 'columns of its key are not known';
    const found = placement(keyColumns as readonly KeyColumn[], segments);
    return isUnpredictable(found) ? found.unpredictable : { placement: found, places };
  }
}

function watcher({ placement: of, places }: TableKey, segment: number): RowWatcher {
  let rows = 0;
  return eachLine((line) => {
    rows += 1;
    const columns = copyColumns(line);
    const home = homeOf(
      of,
      places.map((place) => columns[place] ?? null),
    );
    if (home !== null && home !== segment) throw misplaced(segment, home, rows);
  });
}

/** null: of this value it cannot be known. */
function homeOf(of: Placement, values: readonly (Uint8Array | null)[]): number | null {
  try {
    return of.segmentOf(values);
  } catch (error) {
    if (error instanceof UnpredictableValueError) return null;
    throw error;
  }
}

const misplaced = (segment: number, home: number, row: number): CorruptArchiveError =>
  new CorruptArchiveError(`row ${row} of segment ${segment} belongs to segment ${home}`, {
    hint: 'The backup was damaged or edited, or the table was made with other segments than it says. Without --check-placement the row is carried.',
  });

export const uncheckedText = ({ unchecked }: PlacementCheck): string =>
  [...unchecked.values()].map(({ table, reason }) => `${nameOf(table)} (${shown(reason)})`).join(', ');

const nameOf = ({ namespace, tag }: TocEntry): ByteString => shown(namespace === null ? tag : `${namespace}.${tag}`);
