import type { ByteString } from '../../model/text.ts';
import { expectedIdle } from '../../placement/sample/skew.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import type { Rewritable } from '../rewritable.ts';
import { isUsable } from './candidates.ts';
import { keyOfTable, type Family } from './families.ts';
import type { EnumKeys } from './hashable.ts';
import { tellingRows, usualSegments, type NotSampled, type TableSample } from './sample.ts';

/** A foreign key that refers to what another table is distributed by. */
export interface Join {
  readonly other: Rewritable;
  /** Of the table that has it, in the order of the other's key. */
  readonly columns: readonly ByteString[];
}

interface Options {
  readonly enums: EnumKeys;
  readonly bytesOf?: (table: Rewritable) => number | null;
}

/** The largest table that it is joined to first. */
export function joinsOf(
  family: Family,
  archive: ArchiveIndex,
  { enums, bytesOf = () => null }: Options,
  keysOf: ReadonlyMap<string, readonly ByteString[]>,
): readonly Join[] {
  const { entry } = family.members[0]!;
  return archive.keys
    .foreignOf(entry)
    .flatMap(({ columns, references, referenced }) => {
      const other = archive.table(references, entry.namespace);
      const key = other === undefined ? [] : (keysOf.get(keyOfTable(other)) ?? []);
      const own = key.map((column) => columns[referenced.indexOf(column)]);
      if (other === undefined || key.length === 0 || own.includes(undefined)) return [];
      const names = own.flatMap((column) => column ?? []);
      const canSpread = names.every((name) => isUsable(name, family, archive, enums));
      return canSpread ? [{ other, columns: names, bytes: bytesOf(other) ?? 0 }] : [];
    })
    .toSorted((a, b) => b.bytes - a.bytes);
}

/** A table of a few kinds or states is joined by many rows that are the same: those would all be on one segment. */
const idleOfJoin = 0.3;

/** Whether rows that are put beside others are still spread; where nothing is known of them they are. */
export function canJoin(
  [column, ...others]: readonly ByteString[],
  sample: TableSample | NotSampled | undefined,
  { segments }: { readonly segments: number | null },
): boolean {
  if (sample === undefined || 'notSampled' in sample || sample.rows < tellingRows || others.length > 0) return true;
  const values = sample.columns.get(column ?? '');
  return values === undefined || expectedIdle(values, segments ?? usualSegments) <= idleOfJoin;
}
