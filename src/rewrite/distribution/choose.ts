import { shown, type ByteString } from '../../model/text.ts';
import type { UniqueKey } from '../../sql/unique-key.ts';
import type { ArchiveIndex } from '../archive-index.ts';
import type { Rewritable } from '../rewritable.ts';
import type { Preferences } from '../preferences.ts';
import { by, randomly, replicated, type Choice, type KeyChoice } from './choice.ts';
import { wished } from './wished.ts';
import { wishFor } from './wishes.ts';
import { canBeReplicated, familiesOf, keyOfTable, type Family, type Member } from './families.ts';
import { bestSpread } from './best-spread.ts';
import { isUsable } from './candidates.ts';
import { canJoin, joinsOf } from './joins.ts';
import type { EnumKeys } from './hashable.ts';
import type { NotSampled, TableSample } from './sample.ts';

export interface Choices {
  /** By `keyOfTable`. */
  readonly of: ReadonlyMap<string, Choice>;
  /** Tables that somebody has to decide about, with their keys for people. */
  readonly undecided: ReadonlyMap<string, string>;
  /** Those about which nothing but their rows can tell anything. */
  readonly byRows: readonly Family[];
}

export interface ChoiceOptions extends Preferences {
  /** Whether enums can be distribution keys. */
  readonly enums: EnumKeys;
  /** Bytes of a table's rows; null: nobody knows. */
  readonly bytesOf?: (table: Rewritable) => number | null;
  /** What rows hold, by `keyOfTable` of the root. */
  readonly samples?: ReadonlyMap<string, TableSample | NotSampled>;
  /** Tables whose rows are few enough to be on every segment, by `keyOfTable`. */
  readonly small?: ReadonlySet<string>;
}

/** Chooses for each table without a clause of its own; all of a table's keys, which stand behind its rows, are looked at first. */
export function chooseDistributions(
  entries: readonly Rewritable[],
  archive: ArchiveIndex,
  options: ChoiceOptions,
): Choices {
  const chosen = new Map<string, Choice>();
  const keysOf = new Map<string, readonly ByteString[]>();
  const undecided = new Map<string, string>();
  const openFamilies: Family[] = [];
  for (const family of keyedFirst(familiesOf(entries, archive))) {
    const [root] = family.members;
    if (root === undefined) continue;
    const wish = wishFor(root.entry, options.wishes);
    if (wish === undefined && family.members.some(({ isDistributed }) => isDistributed)) {
      keysOf.set(keyOfTable(root.entry), ownKey(root.entry, archive));
      continue;
    }
    const choice =
      wish === undefined ? choose(family, archive, options, keysOf) : wished(wish, family, options.uniqueConflict);
    if (choice === null) undecided.set(keyOfTable(root.entry), keysShown(family));
    else {
      for (const { entry } of family.members) chosen.set(keyOfTable(entry), choice);
      keysOf.set(keyOfTable(root.entry), choice.key);
      if (choice.isByRows === true) openFamilies.push(family);
    }
  }
  return { of: chosen, undecided, byRows: openFamilies };
}

/** Tables that go by others come behind those, in their order. */
function keyedFirst(families: readonly Family[]): readonly Family[] {
  const isSettled = ({ members }: Family): boolean =>
    members.some(({ keys, isDistributed }) => keys.length > 0 || isDistributed);
  return [...families.filter(isSettled), ...families.filter((family) => !isSettled(family))];
}

const ownKey = (table: Rewritable, archive: ArchiveIndex): readonly ByteString[] =>
  archive.read(table)?.table.distribution?.keys?.map(({ column }) => column) ?? [];

function choose(
  family: Family,
  archive: ArchiveIndex,
  options: ChoiceOptions,
  keysOf: ReadonlyMap<string, readonly ByteString[]>,
): KeyChoice | null {
  const { members, parents } = family;
  const keys = members.flatMap((member) => member.keys);
  if (options.small?.has(keyOfTable(members[0]!.entry)) === true && canBeReplicated(family)) {
    return replicated('its rows are less than --replicate-below');
  }
  if (keys.length === 0) {
    return asParent(members[0]!, parents, keysOf) ?? byRows(family, archive, options, keysOf);
  }
  const common = usableColumns(keys, family, archive, options);
  if (common.length > 0) return by(common, keys.length === 1 ? describe(keys[0]!) : 'all its unique keys have it');
  switch (options.uniqueConflict) {
    case null:
      return null;
    case 'replicate':
      if (!canBeReplicated(family)) return null;
      return { ...replicated('its unique keys have no column in common'), isSurprising: true };
    default: {
      const [kept, key] = keptKey(keys, family, archive, options);
      const lost = keys.filter((each) => kept === null || !key.every((column) => each.columns.includes(column)));
      if (kept === null) return { ...randomly('no unique key of it can be a distribution key'), lost };
      return by(key, `${describe(kept)}; others have other columns`, lost);
    }
  }
}

/** A child is spread as what it inherits from. */
function asParent(
  { columns }: Member,
  parents: readonly Rewritable[],
  keysOf: ReadonlyMap<string, readonly ByteString[]>,
): KeyChoice | null {
  for (const parent of parents) {
    const key = keysOf.get(keyOfTable(parent)) ?? [];
    const hasAll = key.every((column) => columns?.some(({ name }) => name === column) ?? false);
    if (key.length > 0 && hasAll) return by(key, `as ${shown(parent.tag)}, which it inherits from`);
  }
  return null;
}

/** Beside the rows that it is joined to, where that spreads them; else by the columns that the rows themselves show to do. */
function byRows(
  family: Family,
  archive: ArchiveIndex,
  options: ChoiceOptions,
  keysOf: ReadonlyMap<string, readonly ByteString[]>,
): KeyChoice {
  const sample = options.samples?.get(keyOfTable(family.members[0]!.entry));
  const joins = joinsOf(family, archive, options, keysOf);
  const join = joins.find(({ columns }) => canJoin(columns, sample, options));
  if (join !== undefined) {
    const why = `beside the rows of ${shown(join.other.tag)}, which a foreign key joins it to`;
    return { ...by(join.columns, why), isByRows: true };
  }
  const { columns, why } = bestSpread(family, archive, sample, options);
  return { ...(columns === null ? randomly(why) : by(columns, why)), isByRows: true };
}

const kinds: Readonly<Record<UniqueKey['kind'], string>> = {
  'primary key': 'primary key',
  unique: 'unique constraint',
  exclusion: 'exclusion constraint',
  index: 'unique index',
};

const keyShown = ({ kind, columns }: UniqueKey): string =>
  `${kinds[kind]} (${columns.map((column) => (column === null ? '…' : shown(column))).join(', ')})`;

const keysShown = ({ members }: Family): string => members.flatMap(({ keys }) => keys.map(keyShown)).join(', ');

const describe = (key: UniqueKey): string => `its ${keyShown(key)}`;

/** Columns that all keys have and rows can be spread by, in the order of the primary key. */
function usableColumns(
  keys: readonly UniqueKey[],
  family: Family,
  archive: ArchiveIndex,
  { enums }: ChoiceOptions,
): readonly ByteString[] {
  const first = keys.find(({ kind }) => kind === 'primary key') ?? keys[0]!;
  return first.columns.flatMap((name) =>
    name !== null && keys.every(({ columns }) => columns.includes(name)) && isUsable(name, family, archive, enums)
      ? [name]
      : [],
  );
}

/** The key that is kept where not all can be: the primary key, or else the first that rows can be spread by. */
function keptKey(
  keys: readonly UniqueKey[],
  family: Family,
  archive: ArchiveIndex,
  options: ChoiceOptions,
): readonly [UniqueKey | null, readonly ByteString[]] {
  const inOrder = keys.toSorted((a, b) => Number(b.kind === 'primary key') - Number(a.kind === 'primary key'));
  for (const key of inOrder) {
    const columns = usableColumns([key], family, archive, options);
    if (columns.length > 0) return [key, columns];
  }
  return [null, []];
}
