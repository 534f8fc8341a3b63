import type { DumpId } from '../model/catalog-id.ts';
import { type ByteString, shown } from '../model/text.ts';
import { legacyOperatorClass } from '../placement/operator-class.ts';
import { placement, type KeyColumn } from '../placement/placement.ts';
import { isUnpredictable } from '../placement/value-hash.ts';
import { ArchiveIndex } from '../rewrite/archive-index.ts';
import { keyTypeOf } from '../rewrite/distribution/key-column.ts';
import { copyStatementOf } from '../sql/copy-statement.ts';
import { TokenCursor } from '../sql/token-cursor.ts';
import type { TocEntry } from '../toc/entry.ts';
import type { RowWatcher } from '../placement/each-line.ts';
import { TableSpread, type SegmentPlace, type TableKey } from './table-spread.ts';

/**
 * Whether each row is in the files of the segment on which Greenplum had put it. gprestore's own COPY refuses such rows,
 * a load through the coordinator moves them; they come of a damaged or edited backup.
 */
export class PlacementCheck {
  /** Tables whose rows nobody has looked at, and why. */
  readonly unchecked = new Map<DumpId, { readonly table: TocEntry; readonly reason: string }>();
  /** Tables of whose rows each has been looked at. */
  readonly checked = new Set<DumpId>();
  readonly #spreads = new Map<DumpId, { readonly table: TocEntry; readonly spread: TableSpread }>();
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
  watch(data: TocEntry, segments: number): ((place: SegmentPlace) => RowWatcher) | null {
    const key = this.#keyOf(data, segments);
    if (key === null) return null;
    if (typeof key === 'string') {
      this.unchecked.set(data.dumpId, { table: data, reason: key });
      return null;
    }
    const spread = new TableSpread(key, segments);
    this.#spreads.set(data.dumpId, { table: data, spread });
    this.checked.add(data.dumpId);
    return (place) => spread.watch(place);
  }

  /** What could not be known, and what is not as a cluster has it that is not being expanded. */
  get notes(): readonly string[] {
    const unknown = [...this.unchecked.values()].map(({ table, reason }) => `${nameOf(table)} (${shown(reason)})`);
    const fewer = [...this.#spreads.values()].flatMap(({ table, spread }) =>
      spread.fewer === null ? [] : [`${nameOf(table)} (${spread.fewer.join(' or ')})`],
    );
    return [
      ...(unknown.length === 0 ? [] : [`where their rows belong cannot be known of: ${unknown.join(', ')}`]),
      ...(fewer.length === 0
        ? []
        : [`rows are on the first segments only, as of a cluster that grows: ${fewer.join(', ')}`]),
    ];
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

const nameOf = ({ namespace, tag }: TocEntry): ByteString => shown(namespace === null ? tag : `${namespace}.${tag}`);
